"""D6: nothing is keyed by the reporter; excluding marks the matter; no words of petitioning."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from doorstep.frame.run import do
from doorstep.matters.models import Matter
from doorstep.panes.screens import SCREENS
from doorstep.panes.search import Searchable
from tests.dignity.declared import api_parameters, figures, shown_names, sources
from tests.doors.taking import taken
from tests.every.world import World

KEYS = ("reporter", "reporter_name", "reporter_phone", "reporter_account", "reporter_phone_index",
        "complainer", "times_reported", "repeat")  # fmt: skip
#: Where the name or masked phone of one matter's reporter may stand: on that matter's page.
PAGE = "matters.facts"


def test_no_list_filter_order_panel_or_parameter_is_by_reporter() -> None:
    """Only the page of one matter tells who reported it."""
    for where, name in shown_names():
        assert name.split("__")[0] not in KEYS or where == PAGE, where
    for path, name in api_parameters():
        assert name not in KEYS, path


def test_no_figure_is_by_reporter() -> None:
    """Neither in its code nor in what it groups by."""
    for figure in figures():
        assert "reporter" not in figure.code
        assert "reporter" not in figure.grain


def test_no_search_finds_by_reporter(town: World, as_: Callable[..., Client]) -> None:
    """The words of a matter do not hold the name; name and phone find no matter."""
    assert issubclass(Matter, Searchable)
    assert not set(KEYS) & {w.split("__")[0] for w in Matter.words_from}
    matter = town.new(
        "matters.matter", "lake", reporter_name="司徒常青", reporter_phone="13977778888"
    )
    client = as_("street_dispatcher")
    for words in ("司徒", "司徒常青", "13977778888", "8888"):
        for url in (f"/desk/search/?q={words}", f"/desk/matters/?words={words}",
                    f"/api/v1/matters/?words={words}", f"/pocket/search/?q={words}"):  # fmt: skip
            assert str(matter.pk) not in client.get(url).content.decode(), url


def test_no_export_names_reporters(town: World) -> None:
    """The table of matters has neither name nor phone, masked or not."""
    town.new("matters.matter", "lake", reporter_name="司徒常青", reporter_phone="13977778888")
    text = taken(town.actor("street_dispatcher"), "matters", "state=open")
    assert "灯坏了" in text
    assert "司徒" not in text
    assert "8888" not in text


def test_reports_by_one_phone_are_not_linked_for_a_handler(
    town: World, as_: Callable[..., Client]
) -> None:
    """The page of one matter does not tell of others by the same reporter."""
    one, other = (town.new("matters.matter", "lake", reporter_phone="13977778888") for _n in "ab")
    client = as_("street_dispatcher")
    for url in (f"/desk/matters/{one.pk}/", f"/api/v1/matters/{one.pk}/"):
        text = client.get(url).content.decode()
        assert other.number not in text
        assert str(other.pk) not in text


def test_declining_marks_the_matter_and_the_reporter_may_still_report(town: World) -> None:
    """What was declined counts against nobody: no field of person or account knows of it."""
    from doorstep.people.models import Account, Person

    for model in (Person, Account):
        names = {f.name for f in model._meta.get_fields()}
        assert not {n for n in names if "matter" in n or "declin" in n or "complain" in n}
    matter = town.new("matters.matter", "lake", level=1)
    do(town.actor("compound_secretary"), "matters.decline", matter,
       {"words": "不在职责内", "where_to": "12345"}, version=matter.version)  # fmt: skip
    again = town.new("matters.matter", "lake")
    assert again.state == "submitted"


def test_no_words_of_petitioning() -> None:
    """Terms that turn a reporter into a kind of person stand nowhere."""
    for path, text in sources(".py", ".html", ".toml", ".js"):
        for word in ("信访苗头", "缠访", "重复投诉人", "闹访", "上访户"):
            assert word not in text, path


def test_who_met_the_same_is_counted_and_never_listed(
    town: World, as_: Callable[..., Client]
) -> None:
    """No screen, list, export, parameter or trail of a matter tells who tapped 我也遇到."""
    assert not [s for s in SCREENS.values() if s.kind == "together.support"]
    for where, name in (*shown_names(), *api_parameters()):
        assert not {"supports", "support"} & set(name.split("__")), where
    matter = town.new("matters.matter", "lake", category="stair_light")
    grid = town.actor("grid_member")
    kept = do(grid, "matters.support", None,
              {"matter": str(matter.pk), "phone": "13977778888"}).record  # fmt: skip
    matter.refresh_from_db()
    assert matter.reach == 2
    desk = as_("street_dispatcher")
    for url in (f"/desk/matters/{matter.pk}/", f"/api/v1/matters/{matter.pk}/"):
        text = desk.get(url).content.decode()
        for never in ("8888", str(kept.pk), kept.who, str(grid.person)):
            assert never not in text, url
    assert "8888" not in taken(town.actor("street_dispatcher"), "matters", "state=open")
