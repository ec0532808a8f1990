"""What ought to be, written by hand from domain.md and dignity.md, against what the engine says.

`role` is a role of `people.rules`, one of the five fixed persons, or who stands so to the record:
reporter, owner, self, addressee, bringer; nobody (an account without office) and stranger. `place`
is how the record lies to the post. `case` sets fields of the record (`state`, `level`,
`hidden_below`) or what is searched (`q`); `due=+5` is five days from now.
"""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from doorstep.doors.story import may_read
from doorstep.frame import Actor
from doorstep.frame.acts import ACTS
from doorstep.frame.rights import NOBODY
from doorstep.kit import clock
from doorstep.panes.pages import PAGES
from doorstep.panes.screens import SCREENS, opens
from doorstep.people.acts.giving import gives
from doorstep.people.rules import ROLES
from tests.every import decide
from tests.every.fixed import five
from tests.every.world import World, places_of

ROWS = list(csv.DictReader(Path(__file__).with_name("expected.csv").open(encoding="utf-8")))
RELATED = {"reporter": "reporter", "owner": "owner_unit", "self": "self", "addressee": "addressee",
           "bringer": "bringer", "maker": "maker"}  # fmt: skip
#: The fixed persons that are no role of themselves.
FIXED = ("same_elsewhere", "none")


def test_there_are_enough_and_all_apps_are_in() -> None:
    """At least 150, no line twice, each with its reason; every app that declares acts."""
    keys = [tuple(r[n] for n in ("what", "name", "role", "place", "case")) for r in ROWS]
    assert len(set(keys)) == len(keys) >= 150
    assert all(r["why"] and r["allowed"] in ("yes", "no") for r in ROWS)
    named = " ".join(r["name"] for r in ROWS)
    for app in {a.app for a in decide.acts()} - {"frame", "panes"}:
        assert f"{app}." in named, app
    assert sum(r["allowed"] == "no" for r in ROWS) >= len(ROWS) // 3


def case_of(row: dict[str, str]) -> dict[str, Any]:
    """The fields of the record."""
    pairs = dict(part.split("=", 1) for part in row["case"].split())
    pairs.pop("q", None)
    return {k: _meant(v) for k, v in pairs.items()}


def _meant(value: str) -> Any:
    if value[:1] in ("+", "-"):
        return clock.now() + timedelta(days=int(value))
    return int(value) if value.isdigit() else value


def decided(world: World, row: dict[str, str]) -> bool:
    """What the engine says: to one place of the sort is enough for a yes."""
    places = [""] if row["place"] == "-" else _places(row)
    assert places, f"there is no such place: {row}"
    return any(DECIDE[row["what"]](world, row, place) for place in places)


def _places(row: dict[str, str]) -> tuple[str, ...]:
    return places_of(row["role"], row["place"]) if row["role"] in ROLES else ("dong",)


def who(world: World, row: dict[str, str], record: Any = None) -> Actor:
    """The actor of the row."""
    role = row["role"]
    if role in ROLES:
        return world.actor(role)
    if role in RELATED:
        return world.related(RELATED[role], record)
    if role in FIXED:
        return getattr(five(world), role)  # type: ignore[no-any-return]
    return NOBODY if role == "stranger" else world.nobody()


def made(world: World, kind: str, place: str, row: dict[str, str]) -> Any:
    """A fresh record for the row."""
    if kind == "places.place":
        return world.places[place or "dong"]
    record = world.new(kind, place or "dong", **case_of(row))
    record._makers = set()
    return record


def on_record(world: World, row: dict[str, str], place: str) -> bool:
    act = ACTS[row["name"]]
    record = made(world, act.kind, place, row)
    return decide.can_act(who(world, row, record), act, record)


def at_place(world: World, row: dict[str, str], place: str) -> bool:
    path = world.places[place].path if place else None
    return decide.may_act(who(world, row), ACTS[row["name"]], path=path)


def among_rows(world: World, row: dict[str, str], place: str) -> bool:
    screen = SCREENS[row["name"]]
    record = made(world, screen.kind, place, row)
    return decide.sees(who(world, row, record), screen, record)


def found(world: World, row: dict[str, str], place: str) -> bool:
    screen, q = SCREENS[row["name"]], row["case"].split("q=")[1].split(" ")[0]
    record = made(world, screen.kind, place, row)
    actor = who(world, row, record)
    return opens(actor, screen) and record.pk in {r.pk for r in screen.find(actor, q)}


def opened(world: World, row: dict[str, str], place: str) -> bool:
    kind, field = row["name"].rsplit(".", 1)
    record = made(world, kind, place, row)
    return may_read(who(world, row, record), record, field)


def given(world: World, row: dict[str, str], place: str) -> bool:
    return gives(who(world, row), row["name"], world.places[place].path)


def page(world: World, row: dict[str, str], _place: str) -> bool:
    return PAGES[row["name"]].open_to(who(world, row))


def panel(world: World, row: dict[str, str], place: str) -> bool:
    kind, one = {name: (kind, one) for name, kind, one in decide.panels()}[row["name"]]
    record = made(world, kind, place, row)
    return one.seen_by(who(world, row, record), record)


def leaves(world: World, row: dict[str, str], place: str) -> bool:
    return SCREENS[row["name"]].export and among_rows(world, row, place)


DECIDE = {
    "act": on_record, "new": at_place, "see": among_rows, "search": found, "reveal": opened,
    "give": given, "page": page, "panel": panel, "export": leaves,
}  # fmt: skip


@pytest.mark.parametrize("what", sorted({r["what"] for r in ROWS}))
def test_it_is_as_it_ought_to_be(world: World, what: str) -> None:
    """Every row of expected.csv."""
    wrong = []
    for row in ROWS:
        if row["what"] != what:
            continue
        said = "yes" if decided(world, row) else "no"
        if said != row["allowed"]:
            line = ",".join(row[n] for n in ("what", "name", "role", "place", "case"))
            wrong.append(f"{line}: is {said}, ought to be {row['allowed']} ({row['why']})")
    assert not wrong, "\n".join(wrong)
