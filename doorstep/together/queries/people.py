"""What was joined to a matter, and how many people that is; each counts once and none is listed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from doorstep.frame import Actor, history, relation
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import PORTAL
from doorstep.together.models import Support

#: Of so many that were joined the page tells what their reporters added.
TOLD = 5


def joined_to(matter: Matter) -> list[Matter]:
    """Those that were joined to a matter, at any distance, oldest first; not itself."""
    found: list[Matter] = []
    level: list[UUID] = [matter.pk]
    while level and len(found) < 10_000:
        there = Matter.objects.filter(merged_into__in=level, state="merged", withdrawn_at=None)
        more = list(there.select_related("place").order_by("id"))
        found += more
        level = [m.pk for m in more]
    return found


def with_words(matters: list[Matter]) -> list[Matter]:
    """The same, the first with what their reporters added since: one statement each."""
    for matter in matters[:TOLD]:
        said = (s for s in history(matter, beside=False) if s.act == "matters.add_words")
        matter.added = " / ".join(s.facts.get("words", "") for s in said)  # type: ignore[attr-defined]
    return matters


def key_of(kind: str, value: object) -> str:
    """What stands for a person without telling who it is; a phone has its blind index."""
    return salted_hmac(f"matters.support.{kind}", str(value), algorithm="sha256").hexdigest()


def reporter_key(phone: str, account: UUID | None, source: str) -> str:
    """The same for who reported; "" where it was passed on without a phone."""
    if phone or not account or source != PORTAL:
        return phone
    return key_of("account", account)


def keys_of(actor: Actor) -> list[str]:
    """What stands for whoever taps: confirmed phone, account, this browser; the surest first."""
    marks = actor.marks
    kept = [str(marks["phone"])] if marks.get("phone") else []
    kept += [key_of(kind, marks[kind]) for kind in ("account", "browser") if marks.get(kind)]
    return kept


def people(matters: Iterable[UUID], *, more: Iterable[str] = (), less: Iterable[UUID] = ()) -> int:
    """How many people met what these matters are about, each counted once: two statements.

    Who reported without a phone or account of their own is one person a matter.

    :param more: keys that are about to be added; `less`: supports that are about to go.
    """
    pks = list(matters)
    known, unknown = set(more), 0
    said = Matter.objects.filter(pk__in=pks).values_list(
        "reporter_phone_index", "reporter_account", "source"
    )
    for who in said:
        key = reporter_key(*who)
        known |= {key} if key else set()
        unknown += not key
    met = Support.objects.filter(matter__in=pks, withdrawn_at=None).exclude(pk__in=list(less))
    rows = met.values_list("who", flat=True)
    unknown += sum(1 for who in rows if not who)  # erased: still somebody
    return len(known.union(who for who in rows if who)) + unknown


def phones_of(matter: Matter) -> set[str]:
    """Phones that those left who met the same, to be told and for nothing else."""
    there = [matter.pk, *(m.pk for m in joined_to(matter))]
    met = Support.objects.filter(matter__in=there, withdrawn_at=None, phone__isnull=False)
    return {support.phone.open() for support in met}


def met_by(keys: list[str], matters: Iterable[UUID]) -> QuerySet[Support]:
    """What somebody said of these matters."""
    return Support.objects.filter(who__in=keys, matter__in=list(matters), withdrawn_at=None)


relation(
    "supporter", on=Support,
    holds=lambda actor, support: bool(support.who) and support.who in keys_of(actor),
    q=lambda actor: Q(who__in=keys_of(actor)),
)  # fmt: skip
