"""Who stands how to notes and consultations; what waits for another unit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from doorstep.casework.models import Consultation, Note
from doorstep.frame import Actor, Seen, may, relation, visible_q
from doorstep.matters.acts.posts import DESK
from doorstep.matters.models import Matter
from doorstep.matters.queries import REPORTER, as_of_matter, of_unit, units_of


class _Handling:
    """Who handles a matter, as `frame.rights` asks: the posts at its place, the unit that has it;
    never those it is hidden from, never its reporter."""

    roles = frozenset(DESK)
    relations = ("owner_unit",)
    never = ("below", "reporter")
    anyone = ""


def may_see_inside(actor: Actor, matter: Matter) -> bool:
    """Whether the actor handles a matter: reads what was noted inside the house."""
    return may(actor, _Handling(), matter) is not None


def _handled(actor: Actor) -> Q:
    return Q(matter__in=Matter.objects.filter(visible_q(actor, _Handling(), Matter.kind)))


for _kind in (Note, Consultation):
    relation(
        "handling", on=_kind,
        holds=lambda actor, record: may_see_inside(actor, record.matter), q=_handled,
    )  # fmt: skip


def asked_about(actor: Actor, asked: Consultation) -> bool:
    """Whether the actor's unit was asked; nobody any more once the matter is hidden (D5)."""
    return of_unit(actor, asked.unit) and not asked.matter.hidden_below


relation(
    "asked_unit", on=Consultation, holds=asked_about,
    q=lambda actor: Q(unit__in=units_of(actor), matter__hidden_below=0),
)  # fmt: skip
as_of_matter(REPORTER, Consultation)  # of what is about them they read nothing, whoever asked (D5)


#: Steps that are nothing to the reporter.
STEPS_INSIDE = ("matters.note", "matters.consult", "casework.give_answer", "casework.drop_question")


def steps_for(actor: Actor, record: Any, entries: list[Seen]) -> list[Seen]:
    """The trail of a record as the actor reads it: what was written inside the house is no step for
    its reporter, also where the reporter works here."""
    if not isinstance(record, Matter) or not REPORTER.holds(actor, record):
        return entries
    return [seen for seen in entries if seen.act not in STEPS_INSIDE]


def waiting_for_units(moment: datetime) -> QuerySet[Consultation]:
    """Questions to units that nobody has answered though their day is over (堵点)."""
    late = Consultation.objects.filter(state="asked", due_at__lt=moment, withdrawn_at=None)
    return late.select_related("matter", "unit")
