"""The walks of a list: one for each scope path and filter value, merged by the database.

Each is pinned to one level column and value, limited and in order, so that it is a walk over an
index; so many of them as `WALKS` go into one statement (design §3, lists). Null is the
greatest value of an order, on both databases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

from django.db.models import F, Lookup, Q, QuerySet

from doorstep.frame.fields import PathField
from doorstep.frame.prepared import Statement, statement
from doorstep.frame.record import LEVEL_COLUMNS, Placed
from doorstep.frame.rights import RELATIONS, Actor, visible_q
from doorstep.frame.shapes import Parted
from doorstep.kit.path import minimise, upper, within
from doorstep.panes.screens import Screen, shape_of
from doorstep.panes.search import frequent

#: Totals above are shown as "1000+".
COUNTED = 1000
#: Walks of one statement: twelve places in every state; SQLite takes 500.
WALKS = 192


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for: filters (values are "or"), words, a place, where to go on."""

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""
    place: str = ""
    after: str = ""
    before: str = ""


def order_of(screen: Screen) -> list[tuple[str, bool]]:
    """(field, descending) of the keyset; the id makes it unique."""
    found = [(n.lstrip("-"), n.startswith("-")) for n in screen.order]
    if found[-1][0] not in ("id", "pk"):
        found.append(("id", found[-1][1]))
    return found


def scope_paths(screen: Screen, actor: Actor, place: str) -> list[str]:
    """Where the actor may look, and no further than was asked; "" is everywhere."""
    placed = issubclass(screen.record, Placed)
    if actor.is_system or screen.anyone or (screen.roles & actor.roles and not placed):
        paths = [""]
    else:
        paths = list(actor.paths(screen.roles))
    if place and placed:
        near = [p for p in paths if within(place, p) or within(p, place)]
        paths = [place if within(place, p) else p for p in near]
    return minimise(paths)


@PathField.register_lookup
class Under(Lookup):
    """`path__under="0001"`: at or below a path, for rows that another condition finds.

    Written so that no index over places is chosen for it: SQLite takes one for the better, and
    reads every matter of a street to find the three that are hidden.
    """

    lookup_name = "under"
    prepare_rhs = False

    def as_sql(self, compiler: Any, _connection: Any) -> Any:
        column, params = compiler.compile(self.lhs)
        return f"SUBSTR({column}, 1, LENGTH(%s)) = %s", [*params, self.rhs, self.rhs]


def scope(path: str, *, by_path: bool = False) -> Q:
    """Rows at or below a path: the level column at hand, and the range where that is not all.

    :param by_path: the list goes by path, so the range itself is the walk.
    """
    if by_path:
        return Q(path__gte=path, path__lt=upper(path)) if path else Q()
    level = max((n for n in LEVEL_COLUMNS if n <= len(path)), default=0)
    pinned = Q(**{LEVEL_COLUMNS[level]: path[:level]}) if level else Q()
    return pinned if level == len(path) else pinned & Q(path__gte=path, path__lt=upper(path))


def walks_of(screen: Screen, actor: Actor, asked: Wanted) -> list[Q]:
    """The conditions of all walks; a row is on at most one of them."""
    placed, order = issubclass(screen.record, Placed), order_of(screen)
    of_filters = [
        [q for v in values for q in screen.conditions(n, v)] for n, values in asked.filters.items()
    ]
    known = [RELATIONS[n, screen.kind] for n in screen.relations if (n, screen.kind) in RELATIONS]
    related = [relation.q(actor) for relation in known]
    paths = scope_paths(screen, actor, asked.place)
    there = [scope(p, by_path=order[0][0] == "path") if placed else Q() for p in paths]
    aside = _any([Q(path__under=p) if p else Q() for p in paths]) if placed else _any(there)
    often = bool(asked.words) and frequent(screen.record, screen.search, asked.words)
    if asked.words and not often:
        there, related = [visible_q(actor, screen, screen.kind)], []
        if asked.place:
            there = [there[0] & scope(asked.place)]
        aside = there[0]
    elif asked.place and placed:
        related = [q & scope(asked.place) for q in related]
    how = "runs" if often else "has"
    words = Q(**{f"{screen.search}__{how}": asked.words}) if asked.words else Q()
    usual, strange, never = _never(screen, actor)
    nullable: Any = screen.record._meta.get_field(order[0][0])
    most = WALKS // (2 if nullable.null else 1) - len(related)
    sides = len(there) + (strange is not None)
    lifecycle = screen.record.lifecycle
    states = "state" in screen.filters and "state" not in asked.filters
    walked = often or not asked.words
    if lifecycle and states and walked:  # the indexes begin with place and state
        every = [Q(state=s) for s in lifecycle.states]
        if sides * len(every) * prod(map(len, of_filters)) <= most:
            of_filters.append(every)
    if sides * prod(map(len, of_filters)) > most:  # above: one statement over all, as a join
        there, of_filters = [_any(there)], [[_any(qs)] for qs in of_filters]
    walks = [_all(*qs, words, usual) for qs in product(there, *of_filters)]
    if strange is not None:  # the few rows that `never` may concern, wherever they lie
        walks += [_all(strange, *qs, aside, words, never) for qs in product(*of_filters)]
    before = _any(there)
    if not before:  # all places: nothing is left for relations
        return walks
    for q in related:  # relations are narrow by themselves; what a place holds is on its walk
        walks.append(_all(q, *map(_any, of_filters), ~before, never))
        before |= q
    return walks


def _never(screen: Screen, actor: Actor) -> tuple[Q, Q | None, Q]:
    """What every walk asks because of `never`: the usual rows, the others, the whole condition."""
    usual, strange, never = Q(), None, Q()
    for name in screen.never:
        relation = RELATIONS.get((name, screen.kind))
        if relation is None:
            continue
        mine = ~relation.q(actor)
        never &= mine
        if relation.usual is None or strange is not None:
            usual &= mine
        else:
            usual, strange = usual & relation.usual, ~relation.usual
    return usual, strange, never


def _any(conditions: list[Q]) -> Q:
    if not conditions or any(not q for q in conditions):
        return Q() if conditions else Q(pk__in=[])
    found = conditions[0]
    for q in conditions[1:]:
        found |= q
    return found


def _all(*conditions: Q) -> Q:
    """All of them, in one layer: what is taken apart for each request had better be flat."""
    found = Q()
    for q in conditions:
        flat = q.connector == Q.AND and not q.negated
        found.children.extend(q.children if flat else [q])
    return found


def merged(
    rows: QuerySet[Any], walks: Sequence[Parted], order: list[tuple[str, bool]],
    key: list[Any] | None, limit: int,
) -> Statement | None:  # fmt: skip
    """The statement that finds the ids of a page by merging the walks; None where none can be."""
    keys = {f"k{i}": F(n) for i, (n, _down) in enumerate(order)}
    names = [f"{'-' if down else ''}{n}" for n, down in order]
    shape = shape_of(rows)
    named = None if shape is None else (rows.model, shape, tuple(names), limit)

    def one_walk(q: Q) -> QuerySet[Any]:
        found: QuerySet[Any] = rows.filter(q).annotate(**keys).order_by(*names)
        return found.values_list("pk", *keys)[:limit]

    begins = bounds(rows.model, order, key)
    asked = (
        statement(named, _all(w.q, bound) if bound else w, one_walk)
        for w in walks
        for bound in begins
    )
    parts = [part for part in asked if part is not None]
    if not parts:
        return None
    joined, params = _union(parts)
    sort = ", ".join(
        f"u.k{i} {'DESC NULLS FIRST' if down else 'ASC NULLS LAST'}"
        for i, (_n, down) in enumerate(order)
    )
    return f"SELECT u.pk FROM ({joined}) AS u ORDER BY {sort} LIMIT {limit}", tuple(params)  # noqa: S608


def _union(parts: list[tuple[str, tuple[Any, ...]]]) -> tuple[str, list[Any]]:
    each = (f"SELECT * FROM ({part}) AS b{i}" for i, (part, _p) in enumerate(parts))  # noqa: S608
    return " UNION ALL ".join(each), [p for _sql, params in parts for p in params]


def bounds(model: Any, order: list[tuple[str, bool]], key: list[Any] | None) -> list[Q]:
    """Where a walk begins: two parts (values, nulls) if the first field may be null, else one."""
    name, down = order[0]
    if not model._meta.get_field(name).null:
        return [beyond(order, key) if key else Q()]
    some, none = Q(**{f"{name}__isnull": False}), Q(**{f"{name}__isnull": True})
    if key is None:
        return [some, none]
    if key[0] is None:
        rest = none & beyond(order[1:], key[1:])
        return [some, rest] if down else [rest]
    return [beyond(order, key)] if down else [beyond(order, key), none]


def counting(rows: QuerySet[Any], walks: Sequence[Q | Parted], most: int) -> tuple[str, list[Any]]:
    """A subquery that counts the rows of all walks, but no further than most + 1.

    A statement of its own counts for a list: joined to the rows of a page it costs the planner of
    either database more than both.
    """
    shape = shape_of(rows)
    named = None if shape is None else (rows.model, shape, most)

    def counted(q: Q) -> QuerySet[Any]:
        return rows.filter(q).order_by().values_list("pk")[: most + 1]

    there = [p for w in walks if (p := statement(named, w, counted))]
    if not there:
        return "(SELECT 0)", []
    joined, params = _union(there)
    return f"(SELECT COUNT(*) FROM (SELECT * FROM ({joined}) AS d LIMIT {most + 1}) AS c)", params  # noqa: S608


def beyond(order: list[tuple[str, bool]], values: list[Any]) -> Q:
    """After these values; the bound on the first field stands alone: an index can start there."""
    found = Q(pk__in=[])
    for (name, down), value in zip(reversed(order), reversed(values), strict=True):
        found = Q(**{f"{name}__{'lt' if down else 'gt'}": value}) | (Q(**{name: value}) & found)
    name, down = order[0]
    return Q(**{f"{name}__{'lte' if down else 'gte'}": values[0]}) & found
