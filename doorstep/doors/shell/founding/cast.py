"""Who acts in a story: the people in office at a place, as actors."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from doorstep.doors.shell.founding.city import City
from doorstep.frame import SYSTEM, Actor
from doorstep.kit.path import ancestors
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account, Body, Office
from doorstep.people.queries import offices_of
from doorstep.places.models import CoveringPart

#: Roles whose office lies at a covering: found by its parts.
_COVERED = (roles.STEWARD, roles.GRID_MEMBER, roles.GRID_HEAD, roles.COMPOUND_SECRETARY)


class Cast:
    """Finds the one whose post it is; the same person on every run."""

    def __init__(self, city: City) -> None:
        self.city = city
        self._actors: dict[Any, Actor] = {}
        #: Before anybody went away these days: who is in office is what counts.
        self.day = city.today - timedelta(days=30)

    @cached_property
    def posts(self) -> dict[tuple[str, str], Office]:
        """The first office of a role at a path; those at coverings at each part."""
        offices = Office.objects.filter(until=None, withdrawn_at=None).select_related("person")
        offices = offices.filter(since__lt=self.city.today)
        found: dict[tuple[str, str], Office] = {}
        covered: dict[Any, list[Office]] = {}
        for office in offices.order_by("since", "path", "person__name", "id"):
            if office.covering_id and office.role in _COVERED:
                covered.setdefault(office.covering_id, []).append(office)
            elif office.body_id and office.role in roles.DEPT_STAFF:
                found.setdefault((office.role, str(office.body_id)), office)
            else:
                found.setdefault((office.role, office.path), office)
        parts = CoveringPart.objects.filter(covering__in=list(covered), until=None)
        for part in parts.order_by("path", "covering__number", "id"):
            for office in covered[part.covering_id]:
                found.setdefault((office.role, part.path), office)
        return found

    def office(self, role: str, path: str) -> Office | None:
        """The office of a role that covers a path, the narrowest."""
        for above in reversed(ancestors(path)):
            office = self.posts.get((role, above))
            if office is not None:
                return office
        return None

    def actor(self, role: str, path: str) -> Actor | None:
        """Who holds the office of a role that covers a path."""
        office = self.office(role, path)
        return None if office is None else self.holder(office)

    def holder(self, office: Office) -> Actor:
        """The holder of an office as an actor."""
        person = office.person
        if person.pk not in self._actors:
            account = self.accounts.get(person.pk)
            offices = offices_of(person.pk, self.day)
            self._actors[person.pk] = Actor(account, person.name, offices, person.pk)
        return self._actors[person.pk]

    @cached_property
    def accounts(self) -> dict[Any, Any]:
        """Ids of accounts by person; whether the first password was changed does not matter."""
        return dict(Account.objects.values_list("person_id", "id"))

    def first(self, path: str, *wanted: str) -> Actor:
        """The first of several roles that somebody holds there; the system where nobody does."""
        for role in wanted:
            actor = self.actor(role, path)
            if actor is not None:
                return actor
        return SYSTEM

    def desk(self, path: str, level: int) -> Actor:
        """Who looks at matters of a place at a level."""
        return self.first(path, *_DESKS[level])

    def owner(self, matter: Matter) -> Actor:
        """Who works for the body that has it."""
        return self.of_body(matter.owner, matter.path)

    def owner_or_desk(self, matter: Matter) -> Actor:
        """The owner; what a steward had settled is looked at by the grid member."""
        if matter.level == 0:
            return self.first(matter.path, roles.GRID_MEMBER, roles.COMMUNITY_SECRETARY)
        return self.owner(matter)

    def body(self, path: str, kind: str) -> Body | None:
        """The body of a kind that governs a place."""
        return self._governing.get((kind, path[: _DEPTHS[kind]]))

    @cached_property
    def _governing(self) -> dict[tuple[str, str], Body]:
        rows = Body.objects.filter(kind_of_body__in=list(_DEPTHS), until=None)
        return {(body.kind_of_body, body.path): body for body in rows}

    def of_body(self, body: Body | None, path: str) -> Actor:
        """Who works for a body that owns a matter."""
        if body is None:
            return SYSTEM
        if body.kind_of_body in ("department", "utility"):
            for role in (roles.DEPT_HANDLER, roles.DEPT_DISPATCHER, roles.DEPT_HEAD):
                office = self.posts.get((role, str(body.pk)))
                if office is not None:
                    return self.holder(office)
            return SYSTEM
        return self.first(path, *_OF_BODY.get(body.kind_of_body, ()))


_DESKS = {
    1: (roles.COMPOUND_SECRETARY, roles.GRID_MEMBER, roles.COMMUNITY_SECRETARY),
    2: (roles.COMMUNITY_WORKER, roles.COMMUNITY_SECRETARY),
    3: (roles.STREET_DISPATCHER,), 4: (roles.CITY_CENTRE,),
}  # fmt: skip
#: Kind of body → how long the path of its place is.
_DEPTHS = {"street_office": 8}
_GRASS = (roles.COMMUNITY_WORKER, roles.COMMUNITY_DISPATCHER, roles.COMMUNITY_SECRETARY)
_OF_BODY = {
    "property_company": (roles.PROPERTY_MANAGER,),
    "compound_body": (roles.COMPOUND_SECRETARY, roles.GRID_MEMBER, roles.COMMUNITY_SECRETARY),
    "community_committee": _GRASS, "village_committee": _GRASS,
    "street_office": (roles.STREET_DISPATCHER,), "city_office": (roles.CITY_CENTRE,),
}  # fmt: skip
