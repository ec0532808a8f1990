"""What happens next to parcels."""

from __future__ import annotations

from doorstep.frame import Asked, Ctx, Refusal, Seen, follow, guard
from tests.frame.toy.models import Parcel


@follow(on="toy.finish", quiet=True)
def count_finished(entry: Seen, ctx: Ctx) -> None:
    """Leaves one note for each finished parcel."""
    parcel = Parcel.objects.get(pk=entry.subject)
    ctx.do("toy.remember", None, {"parcel": parcel, "text": "finished"})


@follow(on="toy.return")
def tell_sender(entry: Seen, ctx: Ctx) -> None:
    """A notice: does not run in quiet mode."""
    ctx.do("toy.note", Parcel.objects.get(pk=entry.subject), {"text": "came back"})


@guard(act="toy.send")
def has_number(asked: Asked) -> list[Refusal]:
    """A parcel of no weight and no number is not sent."""
    if asked.record.text == "unsendable":
        return [Refusal("This cannot be sent.", clause="toy 2", cure="Write what it is.")]
    return []


@guard(trait="asks_base")
def within_lists(asked: Asked) -> list[Refusal]:
    """Stands for the admission gate."""
    if asked.record is not None and asked.record.text == "outside the lists":
        return [Refusal("This is outside the lists.", clause="B20")]
    return []
