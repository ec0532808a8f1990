"""Who may: actors, offices, relations, and the one question `may`.

Default is deny; `never` beats every grant; another unit's record is "not found" (design §3).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Protocol

from django.db.models import Q

from doorstep.frame.record import Placed, kind_of, path_q
from doorstep.kit.path import covers_any


@dataclass(frozen=True)
class Office:
    """One post of one person on one day: a role at the places it covers, or at a body."""

    id: uuid.UUID
    role: str
    paths: tuple[str, ...]
    body: uuid.UUID | None = None
    title: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None
    #: The office this one stands in for (deputy during absence), if any.
    acting_for: uuid.UUID | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: an account with offices, a resident with marks, or the system itself."""

    id: uuid.UUID | None
    name: str = ""
    offices: tuple[Office, ...] = ()
    person: uuid.UUID | None = None
    #: Facts that relations need, e.g. {"phone": blind index of the phone that was verified}.
    marks: Mapping[str, Any] = field(default_factory=dict)
    is_system: bool = False

    @cached_property
    def roles(self) -> frozenset[str]:
        """Role codes of all offices."""
        return frozenset(o.role for o in self.offices)

    @cached_property
    def bodies(self) -> frozenset[uuid.UUID]:
        """Bodies in which this actor holds an office."""
        return frozenset(o.body for o in self.offices if o.body)

    @cached_property
    def holding(self) -> Callable[[str | None], list[Office]]:
        """Offices that hold a path (all for None), narrowest first: a page asks for each act."""

        @lru_cache(maxsize=100)
        def found(path: str | None) -> list[Office]:
            held = (o for o in self.offices if path is None or covers_any(o.paths, path))
            return sorted(held, key=lambda o: -max(map(len, o.paths), default=0))

        return found

    def paths(self, roles: frozenset[str] | None = None) -> tuple[str, ...]:
        """Scope paths of the offices with one of `roles` (all offices when None)."""
        return tuple(p for o in self.offices if roles is None or o.role in roles for p in o.paths)


NOBODY = Actor(None)
SYSTEM = Actor(None, "系统", is_system=True)


@dataclass(frozen=True)
class Relation:
    """How an actor may stand to a record, said once for a record in hand and once for a query."""

    name: str
    kind: str
    holds: Callable[[Actor, Any], bool]
    q: Callable[[Actor], Q]
    #: Rows to which it never applies, whoever asks; lists walk those without asking further.
    usual: Q | None = None


#: (relation name, kind of record) → relation
RELATIONS: dict[tuple[str, str], Relation] = {}


def relation(
    name: str, *, on: Any, holds: Callable[[Actor, Any], bool], q: Callable[[Actor], Q],
    usual: Q | None = None,
) -> Relation:  # fmt: skip
    """Declare a relation of actors to a kind of record; both forms say the same (tests/every).

    :param usual: rows to which it never applies (for `never`: nearly all of them, by one column).
    """
    found = Relation(name, kind_of(on), holds, q, usual)
    if RELATIONS.get((name, found.kind), found).holds is not holds:
        raise ValueError(f"relation {name} on {found.kind} is declared twice")
    RELATIONS[name, found.kind] = found
    return found


class Guarded(Protocol):
    """What acts and screens have in common for rights."""

    @property
    def roles(self) -> frozenset[str]:
        """Roles whose offices hold the record's path."""

    @property
    def relations(self) -> tuple[str, ...]:
        """Relations any of which is enough."""

    @property
    def never(self) -> tuple[str, ...]:
        """Relations any of which forbids it."""

    @property
    def anyone(self) -> str:
        """Why no right is needed; empty: one is."""


@dataclass(frozen=True)
class Warrant:
    """Why something is allowed: the office, or the relation, or that anyone may."""

    office: Office | None = None
    relation: str = ""

    @property
    def office_id(self) -> uuid.UUID | None:
        """The office's id for the trail."""
        return self.office.id if self.office else None


def stands(actor: Actor, name: str, record: Any) -> bool:
    """Whether the named relation holds between actor and record."""
    found = RELATIONS.get((name, kind_of(record)))
    return bool(found and found.holds(actor, record))


def offices_for(actor: Actor, thing: Guarded, path: str | None) -> list[Office]:
    """Offices that allow `thing` at `path`, narrowest first."""
    return [o for o in actor.holding(path) if o.role in thing.roles]


def may(
    actor: Actor,
    thing: Guarded,
    record: Any | None = None,
    *,
    path: str | None = None,
    office: uuid.UUID | None = None,
) -> Warrant | None:
    """The warrant under which `actor` may do or see `thing`, or None.

    :param record: the record acted on; its path and relations count.
    :param path: where a new record will lie (acts that create).
    :param office: the office chosen by the user among those that allow it.
    """
    if record is not None and any(stands(actor, n, record) for n in thing.never):
        return None
    if actor.is_system:
        return Warrant()
    where = path if record is None else record.path if isinstance(record, Placed) else None
    fitting = offices_for(actor, thing, where)
    if fitting:
        return Warrant(next((o for o in fitting if o.id == office), fitting[0]))
    held = (n for n in thing.relations if record is not None and stands(actor, n, record))
    name = next(held, "anyone" if thing.anyone else "")
    return Warrant(None, name) if name else None


def visible_q(actor: Actor, thing: Guarded, kind: str) -> Q:
    """The records of a kind that `actor` may see through `thing`, as a condition."""
    if actor.is_system:
        return Q()
    allowed = Q(pk__in=[])
    if thing.roles & actor.roles:  # records without a place are everywhere, as in `may`
        allowed = path_q(actor.paths(thing.roles)) if has_place(kind) else Q()
    everything = allowed == Q() or bool(thing.anyone)
    for name in thing.relations:
        found = RELATIONS.get((name, kind))
        if found and not everything:
            allowed |= found.q(actor)
    allowed = Q() if everything else allowed
    for name in thing.never:
        found = RELATIONS.get((name, kind))
        if found:
            allowed &= ~found.q(actor)
    return allowed


def has_place(kind: str) -> bool:
    """Whether records of a kind belong to a place; those of the others are everywhere."""
    from doorstep.frame.registry import kinds

    return issubclass(kinds()[kind], Placed)


def path_holds(actor: Actor, role: str, path: str | None) -> bool:
    """Whether an office with `role` covers `path`."""
    return any(o.role == role for o in actor.holding(path))
