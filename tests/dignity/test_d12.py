"""D12: comparison stops at communities; no list of places is sorted by a figure."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.dignity.declared import figures, sources
from tests.every import decide
from tests.every.world import World

#: Levels at which one post is one place.
PERSONAL = {"grid", "patch", "compound", "building", "entrance", "dwelling", "person", "steward"}


def test_no_figure_is_asked_below_a_community() -> None:
    """Its grain says how far down it goes."""
    for figure in figures():
        assert not PERSONAL & set(figure.grain), figure.code


def test_a_figure_of_a_compound_or_grid_is_not_there(
    town: World, as_: Callable[..., Client]
) -> None:
    """Asked for below, above or elsewhere it is 404; own communities and the own street answer."""
    client = as_("street_dispatcher")
    for name, status in (("east", 200), ("dong", 200), ("lake", 404), ("house", 404), ("door", 404),
                         ("west", 404), ("city", 404), ("gate", 404)):  # fmt: skip
        path = town.places[name].path
        for url in ("/desk/figures/", "/desk/figures/lists_collect/",
                    "/desk/figures/lists_collect/records/"):  # fmt: skip
            assert client.get(f"{url}?place={path}").status_code == status, (name, url)


def test_no_post_below_a_community_reads_the_board() -> None:
    """A compound's secretary is not shown against another."""
    from doorstep.board.rules import READERS
    from doorstep.people.rules import COMMUNITY, ROLES

    assert all(ROLES[role].level >= COMMUNITY for role in READERS)


def test_lists_of_places_and_posts_go_by_name_or_place() -> None:
    """No order over a number about them."""
    for screen in decide.screens():
        if screen.kind in ("places.place", "places.covering", "frontline.steward", "people.office",
                           "people.body", "party.partyorg", "frontline.gridcard"):  # fmt: skip
            for name in screen.order:
                field = screen.record._meta.get_field(name.lstrip("-"))
                assert field.get_internal_type() not in (
                    "IntegerField", "PositiveIntegerField", "FloatField", "DecimalField",
                ), (screen.slug, name)  # fmt: skip


def test_no_page_says_rank() -> None:
    """The words of a ranking stand in no page, script or term."""
    for path, text in sources(".html", ".js", ".toml"):
        for word in ("排行榜", "排名", "末位", "红黑榜", "积分榜"):
            assert word not in text, path
