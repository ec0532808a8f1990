"""D18, R4: no number adds up reasons about a household or person; no points, ranks, check-ins."""

from __future__ import annotations

import re

from django.apps import apps

from tests.dignity.declared import figures, shown_names, sources
from tests.every import decide

SCORE = re.compile(
    r"(^|_)(score|points?|rank|ranking|star|stars|credit|risk|mileage|streak|xp)(_|$)"
)
#: `rank` of a screen orders the menu, not people.
FIGURE = re.compile(r"(score|points|rank|mileage|online_time|check_in|likes)")


def test_no_stored_score() -> None:
    """Over the columns of every model of ours."""
    for model in apps.get_models():
        if not model.__module__.startswith("doorstep."):
            continue
        for field in model._meta.concrete_fields:
            assert not SCORE.search(field.name), f"{model.__name__}.{field.name}"


def test_no_shown_score() -> None:
    """Columns, facts, panels, figures, acts."""
    for where, name in shown_names():
        assert not SCORE.search(name), where
    for figure in figures():
        assert not FIGURE.search(figure.code), figure.code
    for act in decide.acts():
        assert not FIGURE.search(act.name), act.name
        assert "punch" not in act.name


def test_lists_of_people_go_by_place_or_name() -> None:
    """Never by a number about them."""
    for screen in decide.screens():
        if screen.kind.startswith("people.") or screen.kind == "frontline.steward":
            first = screen.order[0].lstrip("-")
            assert first in ("path", "username", "since", "starts_at", "id"), screen.slug


def test_no_words_of_check_in_or_points() -> None:
    """R4: no setting, term or page speaks of them."""
    for path, text in sources(".html", ".js", ".toml"):
        for word in ("打卡", "签到率", "积分", "在线时长", "里程", "点赞数", "星级网格员"):
            assert word not in text, (path, word)


def test_nothing_asks_where_the_phone_is() -> None:
    """R6: location is a place chosen; no script asks the device, no column keeps coordinates."""
    for path, text in sources(".html", ".js"):
        for word in ("geolocation", "watchPosition", "getCurrentPosition", "DeviceMotion"):
            assert word not in text, (path, word)
    for model in apps.get_models():
        if model.__module__.startswith("doorstep."):
            names = {f.name for f in model._meta.concrete_fields}
            assert not names & {"lat", "lon", "lng", "latitude", "longitude", "gps", "track"}, model
