"""Seeded faults: with each of them the suite must turn red, or it proves nothing (design §7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q

from doorstep.frame import rights
from doorstep.frame.acts import ACTS
from doorstep.frame.rights import RELATIONS
from doorstep.panes import screens, walks
from doorstep.panes.screens import SCREENS
from tests.doors.conftest import forget
from tests.every import matrix, test_expected, test_relations
from tests.every.test_matrix import FILE
from tests.every.world import World

Patch = pytest.MonkeyPatch


def change(patch: Patch, name: str, **values: Any) -> None:
    """Another declaration of an act."""
    patch.setitem(ACTS, name, replace(ACTS[name], **values))


def dropped_role(patch: Patch) -> None:
    """A role line is gone."""
    act = ACTS["matters.dispatch"]
    change(patch, act.name, roles=act.roles - {"street_dispatcher"})


def dropped_never(patch: Patch) -> None:
    """The one complained about may decline the complaint."""
    change(patch, "matters.decline", never=())


def dropped_never_of_a_screen(patch: Patch) -> None:
    """And read it."""
    patch.setattr(type(SCREENS["matters"]), "never", ())


def dropped_scope(patch: Patch) -> None:
    """Posts reach everywhere, in SQL and in Python."""
    patch.setattr(rights, "covers_any", lambda _scopes, _path: True)
    patch.setattr(rights, "path_q", lambda _paths: Q())


def dropped_scope_in_sql(patch: Patch) -> None:
    """Only lists reach everywhere."""
    patch.setattr(rights, "path_q", lambda _paths: Q())


def dropped_q(patch: Patch) -> None:
    """Python and SQL of a relation disagree."""
    key = "owner_unit", "matters.matter"
    patch.setitem(RELATIONS, key, replace(RELATIONS[key], q=lambda _actor: Q(pk__in=[])))


def dropped_holds(patch: Patch) -> None:
    """The same the other way round: SQL hides, Python lets through."""
    key = "below", "matters.matter"
    patch.setitem(RELATIONS, key, replace(RELATIONS[key], holds=lambda _actor, _record: False))


def open_to_anyone(patch: Patch) -> None:
    """An act needs no right."""
    change(patch, "matters.resolve", anyone="why not")


def count_without_scope(patch: Patch) -> None:
    """The number above the list counts everybody's rows."""
    counting = walks.counting

    def everything(*given: Any) -> Any:
        return counting(*([Q()] if isinstance(a, list) else a for a in given))

    patch.setattr(walks, "counting", everything)
    patch.setattr("doorstep.panes.lists.counting", everything)


def search_without_scope(patch: Patch) -> None:
    """The search box asks all records."""
    patch.setattr(screens, "visible", lambda actor, screen: screen.rows(actor))


def volunteer_reads_persons(patch: Patch) -> None:
    """D4 gone."""
    screen = type(SCREENS["persons"])
    patch.setattr(screen, "roles", screen.roles | {"steward"})


def export_of_members(patch: Patch) -> None:
    """D19 gone."""
    patch.setattr(type(SCREENS["members"]), "export", True)


SEEDED: tuple[Callable[[Patch], None], ...] = (
    dropped_role, dropped_never, dropped_never_of_a_screen, dropped_scope, dropped_scope_in_sql,
    dropped_q, dropped_holds, open_to_anyone, count_without_scope, search_without_scope,
    volunteer_reads_persons, export_of_members,
)  # fmt: skip


def unlike_the_matrix(world: World) -> bool:
    """The snapshot differs."""
    return matrix.whole(world) != FILE.read_text("utf-8")


def unlike_expected(*whats: str) -> Callable[[World], bool]:
    """A row of expected.csv differs."""

    def check(world: World) -> bool:
        return any(
            test_expected.decided(world, row) != (row["allowed"] == "yes")
            for row in test_expected.ROWS if row["what"] in whats
        )  # fmt: skip

    return check


def unlike_itself(world: World) -> bool:
    """Python, SQL, pages and counts differ."""
    try:
        test_relations.test_a_relation_is_the_same_in_python_and_sql(world)
        test_relations.test_what_is_listed_counted_and_allowed_is_the_same(world)
    except AssertionError:
        return True
    return False


CHECKS = (unlike_the_matrix, unlike_expected("search"), unlike_expected("act", "see", "export"),
          unlike_itself)  # fmt: skip


def red(check: Callable[[World], bool]) -> bool:
    """Whether a check of the suite fails in a fresh town."""
    with transaction.atomic():
        forget()
        found = check(World())
        transaction.set_rollback(True)
    forget()
    return found


@pytest.fixture(autouse=True)
def _quick(monkeypatch: Patch) -> None:
    monkeypatch.setattr(test_relations, "CALM", test_relations.QUICK)


@pytest.mark.parametrize("seed", SEEDED, ids=lambda seed: seed.__name__)
def test_a_seeded_fault_turns_the_suite_red(morning: None, seed: Any, monkeypatch: Patch) -> None:
    """The twin of every proof: protection off, and it fails."""
    seed(monkeypatch)
    assert any(red(check) for check in CHECKS), seed.__doc__


@pytest.mark.parametrize("check", CHECKS)
def test_without_a_fault_it_is_green(morning: None, check: Callable[[World], bool]) -> None:
    """The checks themselves are quiet."""
    assert not red(check)
