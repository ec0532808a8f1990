"""Finding persons, with the note that dignity.md D4 asks for.

No act: nothing of the register changes; the note of a search is for the one who searched and the
one found, and stands beside the trail, which is never asked by person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from doorstep.frame import Actor
from doorstep.kit import clock
from doorstep.kit.crypto import mask_name
from doorstep.kit.path import covers_any
from doorstep.people.models import Looked, Person, Stay
from doorstep.people.queries.finding import MOST, homes_for, persons_for, reads_names
from doorstep.people.rules import GRID_ROLES, PERSON_READERS, VOLUNTEER_FINDERS

#: How long the note of a search is kept.
KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Hit:
    """One line of the answer.

    For those who read the register: the person with name (masked for field roles) and door. For
    volunteers `person` and `name` are empty: door, form of address and agreed contact only.
    """

    door: str
    path: str
    person: UUID | None = None
    name: str = ""
    household: UUID | None = None
    called: str = ""
    contact_way: str = ""
    contact_note: str = ""


def find_persons(actor: Actor, text: str, open_paths: Iterable[str] = ()) -> list[Hit]:
    """Find persons or households in the actor's own scope.

    :param text: name, pinyin initials, door (3-2-501) or four digits of the phone, in any mix;
        volunteers need four digits, or two characters of the name and the door.
    :param open_paths: paths of doors with which the actor has open work today; what a field role
        finds elsewhere is noted for both sides.
    """
    if actor.roles & set(PERSON_READERS):
        asked, rows = persons_for(actor, text)
        found = list(rows[:MOST])
        _note(actor, found, asked.by, tuple(open_paths))
        whole = reads_names(actor)
        return [_person(p, whole=whole) for p in found]
    if actor.roles & set(VOLUNTEER_FINDERS):
        asked, stays = homes_for(actor, text)
        there = list(stays.select_related("person", "household__dwelling")[:MOST])
        _note(actor, [s.person for s in there], asked.by, tuple(open_paths))
        return list({s.household_id: _home(s) for s in there}.values())
    return []


def _person(person: Person, *, whole: bool) -> Hit:
    return Hit(
        door=person.place.label, path=person.path, person=person.pk, called=person.addressed_as,
        name=person.name if whole else mask_name(person.name),
    )  # fmt: skip


def _home(stay: Stay) -> Hit:
    household = stay.household
    return Hit(
        door=household.dwelling.label, path=household.path, household=household.pk,
        called=household.addressed_as, contact_way=household.contact_way,
        contact_note=household.contact_note,
    )  # fmt: skip


def _note(actor: Actor, found: list[Person], by: str, open_paths: tuple[str, ...]) -> None:
    """Note finds of field roles outside their open work."""
    if actor.id is None or actor.roles - set(GRID_ROLES) - set(VOLUNTEER_FINDERS):
        return
    office = actor.offices[0].id if actor.offices else None
    outside = [p for p in found if not covers_any(open_paths, p.path)]
    Looked.objects.bulk_create(
        Looked(searcher=actor.id, office=office, person=p, by=by, at=clock.now()) for p in outside
    )


def forget_searches() -> int:
    """Delete notes of searches older than 90 days; how many. For the retention job."""
    machine = datetime.fromtimestamp(clock.machine_ns() / 10**9, UTC)
    before = min(clock.now(), machine) - KEPT_FOR  # the table goes by the database's own clock
    return Looked.objects.filter(at__lt=before).delete()[0]
