"""Two compounds of one yard become one, after the year of the article (figure F40 moves)."""

from __future__ import annotations

from django.db import transaction

from doorstep.doors.shell.founding.city import City
from doorstep.doors.shell.founding.spots import MERGED, MERGED_ON
from doorstep.frame import SYSTEM, do
from doorstep.party.models import PartyOrg
from doorstep.people.models import Body
from doorstep.places.models import Covering, Place, Repath
from doorstep.places.rules import GRID, PARTY_COVERAGE

#: The one that goes on; both have the same organisation and the same property district.
INTO = "五金公司宿舍"


def happens(city: City) -> bool:
    """Whether both are in the part that is founded, and the day has come."""
    return {MERGED, INTO} <= set(city.compound) and city.today > MERGED_ON


def merger(city: City) -> None:
    """The small yard becomes part of the other; its doors, people and open work go with it.

    In one transaction: who carries the records over is never interrupted half-way.
    """
    old, into = city.compound[MERGED], city.compound[INTO]
    with city.at(MERGED_ON, 15, 10), transaction.atomic():
        city.enter("people.end_body", (
            ("merger", body, {"until": MERGED_ON})
            for body in Body.objects.filter(path=old.path, kind_of_body="compound_body")
        ))  # fmt: skip
        gone = {"part": old, "since": MERGED_ON}
        city.enter("party.uncover", (
            (f"merger.{org.name}", org, gone)
            for org in PartyOrg.objects.filter(covering__in=_covering(old, PARTY_COVERAGE))
        ))  # fmt: skip
        city.enter("places.uncover", (
            (f"merger.{grid.number}", grid, gone) for grid in _covering(old, GRID)
        ))  # fmt: skip
        city.enter("places.merge", [("merger", old, {"into": into})])
        while job := Repath.objects.filter(done=False).order_by("id").first():
            do(SYSTEM, "places.carry", job, {}, quiet=True)
            city.rows += 1


def _covering(place: Place, kind: str) -> list[Covering]:
    """Coverings of a kind that name the place itself."""
    rows = Covering.objects.filter(covering_kind=kind, parts__place=place, parts__until=None)
    return list(rows.distinct().order_by("number", "name"))
