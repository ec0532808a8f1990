"""R18: volunteers are not staff: no minimum, due date, count, list or ranking of what they do."""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.test import Client

from doorstep.board.rules import HOMES, OVERDUE
from doorstep.people.rules import VOLUNTEERS
from doorstep.places.rules import PARAMETERS
from tests.dignity.declared import figures, shown_names
from tests.every.world import World


def test_no_quota_of_a_volunteer() -> None:
    """No column, setting or figure holds a minimum for stewards, building heads or volunteers."""
    for model in apps.get_models():
        if model.__module__.startswith("doorstep.frontline"):
            for field in model._meta.concrete_fields:
                for word in ("quota", "minimum", "target", "required", "times", "count", "hours_"):
                    assert word not in field.name, f"{model.__name__}.{field.name}"
    for key in PARAMETERS:
        if "steward" in key or "volunteer" in key:
            assert not any(w in key for w in ("min", "quota", "per_", "target")), key


def test_no_figure_counts_what_one_volunteer_did() -> None:
    """Stewards are counted; what they do is not."""
    for figure in figures():
        assert not {"steward", "person"} & set(figure.grain), figure.code
    for where, name in shown_names():
        if where.startswith("stewards"):
            assert name not in ("reports", "matters", "count", "last_report", "visits"), where


def test_their_home_has_no_overdue_heap() -> None:
    """The table of homes names no volunteer, so nothing of theirs is ever late."""
    for role in VOLUNTEERS:
        assert OVERDUE not in HOMES.get(role, ())


def test_their_page_counts_nothing_of_them(town: World, as_: Callable[..., Client]) -> None:
    """Three buttons and what became of theirs."""
    page = as_("steward").get("/pocket/").content.decode()
    for word in ("超期", "未完成", "本月", "任务", "overdue", "排名"):
        assert word not in page, word
