"""What is asked of fair closing: who stands how to it, what may be drawn, what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from doorstep.closing.models import Draw, Exclusion, RatingBatch, SpotCheck
from doorstep.closing.rules import EXCLUDED, KEPT, MARK, VOIDED, last_of
from doorstep.frame import Actor, path_q, relation
from doorstep.frame.seal import Root
from doorstep.kit import clock
from doorstep.matters.acts.posts import DESK
from doorstep.matters.models import Matter, Rating
from doorstep.matters.queries import BELOW, REPORTER, as_of_matter, of_unit, units_of
from doorstep.matters.rules.life import SETTLED, SOLVED
from doorstep.people.models import Body
from doorstep.places.models import Place

as_of_matter(REPORTER, Exclusion)
as_of_matter(BELOW, Exclusion)
as_of_matter(BELOW, SpotCheck)


def _handles(actor: Actor, unit: Body | None) -> bool:
    """Whether the actor works in a unit: in its body, or in a post of its place that handles. The
    organisation department of the city handles nothing and looks where the city's office had it."""
    return unit is not None and of_unit(actor, unit, DESK)


relation(
    "handler", on=Exclusion, holds=lambda actor, record: _handles(actor, record.matter.owner),
    q=lambda actor: Q(matter__owner__in=units_of(actor, DESK)),
)  # fmt: skip
relation(  # who had it when it was drawn, and who has it now
    "handler", on=SpotCheck,
    holds=lambda actor, check: _handles(actor, check.unit) or _handles(actor, check.matter.owner),
    q=lambda actor: (
        Q(unit__in=units_of(actor, DESK)) | Q(matter__owner__in=units_of(actor, DESK))
    ),
)  # fmt: skip
relation(  # a unit reads its own grades, nobody reads those of others (D12)
    "other_unit", on=RatingBatch,
    holds=lambda actor, batch: not of_unit(actor, batch.unit),
    q=lambda actor: ~Q(unit__in=units_of(actor)),
)  # fmt: skip


def exclusion_of(matter: Matter) -> Exclusion | None:
    """What there is about leaving a matter out of rates; no statement where there is nothing."""
    if MARK not in matter.marks:
        return None
    return Exclusion.objects.filter(matter=matter, withdrawn_at=None).first()


def excluded_on(day: date) -> QuerySet[Exclusion]:
    """Exclusions in force at the end of a day: decided and not voided by then."""
    end = clock.end_of(day)
    standing = Q(state__in=(EXCLUDED, "objected", KEPT))
    later = Q(state=VOIDED, reviewed_at__gte=end)
    return Exclusion.objects.filter(standing | later, decided_at__lt=end, withdrawn_at=None)


def left_out(day: date) -> Exists:
    """Whether a matter is left out of rates at the end of a day."""
    return Exists(excluded_on(day).filter(matter=OuterRef("pk")))


@dataclass(frozen=True)
class Pool:
    """What may be drawn: the matters, and how many others had nobody to call."""

    matters: QuerySet[Matter]
    without_phone: int

    def numbers(self, most: int) -> list[str]:
        """Their numbers, one more than `most` where there are more: one statement."""
        return list(self.matters.order_by().values_list("number", flat=True)[: most + 1])


def pool(path: str, month: date) -> Pool:
    """Matters of a place that ended as solved or settled in a month and stand so now.

    Left out: what is confidential or a complaint (a call could harm, and a count would tell, D5),
    parts (their whole is asked of), and whoever was drawn before.
    """
    ended = Matter.objects.filter(
        path_q([path]), state__in=("closed", "rated"), outcome__in=(SOLVED, SETTLED),
        ended_at__gte=clock.start_of(month), ended_at__lt=clock.end_of(last_of(month)),
        hidden_below=0, parent=None, withdrawn_at=None,
    ).exclude(Exists(SpotCheck.objects.filter(matter=OuterRef("pk"))))  # fmt: skip
    without = ended.filter(reporter_phone_index="").count()
    return Pool(ended.exclude(reporter_phone_index=""), without)


def salt_of(month: date) -> Root | None:
    """The trail's root that was published first once a month had ended: nobody chooses it."""
    return Root.objects.filter(day__gte=last_of(month)).order_by("day").first()


def drawing_places(paths: tuple[str, ...]) -> QuerySet[Place]:
    """Places that a draw may be made for: the city and its streets, among one's own."""
    return Place.objects.filter(path_q(paths), depth__lte=2, withdrawn_at=None).order_by("path")


def drawn_already(path: str, month: date) -> Draw | None:
    """The draw of a place and month, if there was one: it is never drawn again."""
    found: Draw | None = Draw.objects.filter(path=path, month=month).first()
    return found


def grades_of(month: date) -> dict[Any, dict[str, int]]:
    """How many grades of each kind every unit got in a month, hidden matters left out."""
    given = Rating.objects.filter(
        at__gte=clock.start_of(month), at__lt=clock.end_of(last_of(month)), withdrawn_at=None,
        matter__hidden_below=0, matter__owner__isnull=False,
    )  # fmt: skip
    rows = given.order_by().values("matter__owner", "grade").annotate(n=Count("pk"))
    found: dict[Any, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["matter__owner"], {})[row["grade"]] = row["n"]
    return found
