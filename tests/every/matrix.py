"""The whole matrix as text: every act, screen, page, panel and column × role × place × relation.

One line a thing: for each group of roles the sorts of place where it is allowed (o own, b below,
a above, e elsewhere; n where the kind lies nowhere), then the relations that open it, then `never`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from doorstep.frame import Actor
from doorstep.frame.acts import Act
from doorstep.frame.rights import NOBODY, has_place
from doorstep.panes.screens import opens, visible
from doorstep.people.rules import ROLES
from tests.every import decide
from tests.every.world import RELATIONS, World, places_of

#: Who is named apart from the roles: somebody with an account only, and a stranger.
APART = ("none", "stranger")
Ask = Callable[[Actor, str], bool]


def actors(world: World) -> dict[str, Actor]:
    """Everybody the matrix asks about."""
    found = {role: world.actor(role) for role in ROLES}
    return found | {"none": world.nobody(), "stranger": NOBODY}


def granted(world: World, ask: Ask, *, placed: bool) -> str:
    """Groups of roles by where `ask(actor, place)` says yes."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, actor in actors(world).items():
        if not placed:
            if ask(actor, ""):
                groups["n"].append(name)
            continue
        where = ""
        for relation in RELATIONS:
            places = places_of(name if name in ROLES else "grid_member", relation)
            where += relation[0] if any(ask(actor, p) for p in places) else "-"
        if where.strip("-"):
            groups[where].append(name)
    return " | ".join(
        f"{where}: {' '.join(sorted(names))}" for where, names in sorted(groups.items())
    )


def line(head: str, groups: str, relations: Iterable[str] = (), never: Iterable[str] = ()) -> str:
    """One line of the matrix."""
    parts = [head, groups or "nobody by role"]
    parts += [f"@{name}" for name in sorted(relations)]
    parts += [f"never {name}" for name in sorted(never)]
    return " ; ".join(parts)


def specimen(world: World, kind: str, place: str) -> Any:
    """The record that is asked about; nobody in the matrix has made it."""
    record = world.of(kind, place or "dong")
    record._makers = set()
    return record


def of_act(world: World, act: Act) -> str:
    """Line of an act."""
    if act.creates:
        placed = bool(act.form and act.at in act.form.base_fields)

        def ask(actor: Actor, place: str) -> bool:
            return decide.may_act(actor, act, path=world.places[place].path if place else None)

        return line(f"act {act.name} [new]", granted(world, ask, placed=placed))
    placed = has_place(act.kind)
    states = ",".join(act.starts() or ("any",))

    def ask_on(actor: Actor, place: str) -> bool:
        return decide.may_act(actor, act, specimen(world, act.kind, place))

    related = [r for r in act.relations if by_relation(world, act, r)]
    return line(
        f"act {act.name} [{states}]", granted(world, ask_on, placed=placed), related, act.never
    )


def by_relation(world: World, thing: Any, relation: str) -> bool:
    """Whether the relation alone opens the thing for a fresh specimen."""
    fresh = world.places["dong"] if thing.kind == "places.place" else world.new(thing.kind)
    return decide.may_act(world.related(relation, fresh), thing, fresh)


def of_screen(world: World, screen: Any) -> str:
    """Line of a screen: whose rows are whose."""
    placed = has_place(screen.kind)
    shown: dict[int, set[Any]] = {}

    def ask(actor: Actor, place: str) -> bool:
        if id(actor) not in shown:
            rows = (
                visible(actor, screen).values_list("pk", flat=True) if opens(actor, screen) else ()
            )
            shown[id(actor)] = set(rows)
        return world.of(screen.kind, place or "dong").pk in shown[id(actor)]

    for place in world.places if placed else ("dong",):
        world.of(screen.kind, place)
    more = "" if screen.export else " (no export)"
    return line(f"screen {screen.slug}{more}", granted(world, ask, placed=placed), screen.relations,
                screen.never)  # fmt: skip


def whole(world: World) -> str:
    """All lines."""
    lines = [of_act(world, act) for act in decide.acts()]
    lines += [of_screen(world, screen) for screen in decide.screens()]
    for key, page in decide.pages():
        groups = granted(world, lambda actor, _p, page=page: page.open_to(actor), placed=False)
        lines.append(line(f"page {key}", groups, page.relations, page.never))
    for name, kind, panel in decide.panels():

        def ask(actor: Actor, place: str, panel: Any = panel, kind: str = kind) -> bool:
            return panel.seen_by(actor, specimen(world, kind, place))

        groups = granted(world, ask, placed=has_place(kind))
        lines.append(line(f"panel {name}", groups, panel.relations, panel.never))
    for name, kind, column in decide.columns():
        roles = " ".join(sorted(column.roles)) or "whoever sees the row"
        lines.append(line(f"column {name} on {kind}", roles))
    return "\n".join(lines) + "\n"
