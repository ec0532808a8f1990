"""D5: a complaint never reaches the one it is about, their dispatcher or a subordinate."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.board.queries import Queue, counts
from doorstep.board.rules import READERS
from doorstep.frame import NOBODY, ActError, Actor, do
from doorstep.frame.follows import drain
from doorstep.frame.rights import Office, stands
from doorstep.kit import clock
from doorstep.kit.path import within
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from doorstep.panes.figures import FIGURES, Scope, ask, records
from doorstep.panes.lists import Wanted, count_of, page_of
from doorstep.panes.screens import SCREENS, find_all, visible
from doorstep.people.rules import BODY_LEVEL, CITY, ROLES
from doorstep.places.queries.standing import still_there
from doorstep.routing.queries import GOVERNING
from tests.doors.taking import taken
from tests.every import decide
from tests.every.world import World
from tests.people import town as build

#: A complaint about a worker, and one where only the form says who it is about.
ABOUT = ("worker_attitude", "stair_light")
CONCERNED = (
    ("property_company", "lake"), ("compound_body", "lake"), ("community_committee", "dong"),
    ("street_office", "east"),
)  # fmt: skip


def about_worker() -> str:
    """A leaf of the tree that is about somebody at work."""
    from doorstep.frame.catalogues import rows

    return next(r.code for r in rows("routing.category") if r.data.get("about_worker"))


def complaint(town: World, category: str, kind: str, place: str) -> Matter:
    """Reported on the portal, as residents do, about a body."""
    body = town.of_body(kind, place)
    where = "lake" if place in ("lake", "dong", "east") else place
    done = do(NOBODY, "matters.ask", None, {
        "place": town.places[where].path, "category": category, "text": "投诉他们态度不好",
        "concerned": str(body.pk)}, channel="portal")  # fmt: skip
    return Matter.objects.get(pk=done.id)


def posts_below(body: Any) -> list[str]:
    """Roles at or below the level of a body: its own people and their subordinates."""
    return [code for code, role in ROLES.items() if role.level <= body.level]


def categories() -> list[str]:
    """Both ways in which a matter is about somebody."""
    return [about_worker(), "stair_light"]


@pytest.mark.parametrize(("kind", "place"), CONCERNED)
def test_it_goes_one_level_up_and_is_seen_from_there(town: World, kind: str, place: str) -> None:
    """For every role at every place that could be at or below the one concerned."""
    for category in categories():
        matter = complaint(town, category, kind, place)
        body = matter.concerned
        assert body is not None
        assert matter.owner != body
        assert matter.owner is not None
        assert matter.owner.level > min(body.level, CITY - 1), category
        for role, home in itertools.product(posts_below(body), ("lake", "dong", "east", "door")):
            post = Office(uuid.uuid4(), role, (town.places[home].path,))
            assert (
                not visible(Actor(uuid.uuid4(), "某", (post,)), SCREENS["matters"])
                .filter(pk=matter.pk)
                .exists()
            ), (category, role, home)


def test_random_people_at_random_posts(town: World) -> None:
    """One person, up to three posts: who has one in the unit concerned never sees it anywhere;
    without a post above it, nobody does."""
    made = [complaint(town, c, k, p) for c in categories() for k, p in CONCERNED]
    paths = [town.places[name].path for name in ("lake", "dong", "east", "city", "door", "gate")]
    bodies = [m.concerned_id for m in made] + [town.of_body("department", "city").pk]
    office = st.builds(
        lambda role, at, body: Office(uuid.uuid4(), role, (at,), body=body),
        st.sampled_from(sorted(ROLES)), st.sampled_from(paths),
        st.none() | st.sampled_from(bodies),
    )  # fmt: skip

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(office, min_size=1, max_size=3))
    def never(posts: list[Office]) -> None:
        actor = Actor(uuid.uuid4(), "某", tuple(posts))
        seen = set(visible(actor, SCREENS["matters"]).values_list("pk", flat=True))
        for matter in made:
            inside = any(belongs(post, matter.concerned) for post in posts)
            above = any(
                ROLES[p.role].level > matter.concerned.level
                and any(within(matter.path, path) for path in p.paths) for p in posts
            )  # fmt: skip
            owns = any(p.body == matter.owner_id for p in posts)
            if inside or not (above or owns):
                assert matter.pk not in seen, (matter.concerned.name, posts)

    never()


def belongs(post: Office, body: Any) -> bool:
    """Whether a post is one of the unit: held in the body, or at its place on its level."""
    return post.body == body.pk or (
        body.kind_of_body in GOVERNING
        and ROLES[post.role].level == body.level
        and body.path in post.paths
    )


@pytest.mark.parametrize(("kind", "place"), CONCERNED)
def test_nobody_hands_it_down_or_to_the_one_concerned(town: World, kind: str, place: str) -> None:
    """Dispatch, from whoever has it: neither to the unit nor to anybody below."""
    for category in categories():
        matter = complaint(town, category, kind, place)
        role = "city_dispatcher"
        below = town.of_body("compound_body", "mill")
        for body in (matter.concerned, below):
            fresh = Matter.objects.get(pk=matter.pk)
            with pytest.raises(ActError):
                do(town.actor(role), "matters.dispatch", fresh,
                   {"owner": str(body.pk), "words": "请处理"}, version=fresh.version)  # fmt: skip
            assert Matter.objects.get(pk=matter.pk).owner_id == matter.owner_id


@pytest.mark.parametrize(("kind", "place"), CONCERNED)
def test_no_notice_reaches_them(town: World, kind: str, place: str) -> None:
    """Neither by the bell of their body nor as text to their phones."""
    for category in categories():
        matter = complaint(town, category, kind, place)
        drain()
        told = Notice.objects.filter(about=f"matters.matter:{matter.pk}")
        assert told.exists()
        for notice in told:
            assert notice.body_id != matter.concerned_id
            assert notice.body is None or notice.body.level > min(matter.concerned.level, CITY - 1)


def channels(client: Client, matter: Matter) -> dict[str, str]:
    """What every web channel says to one person."""
    urls = (
        "/desk/", "/desk/matters/?", "/desk/matters/?words=态度", "/desk/search/?q=态度",
        f"/desk/matters/{matter.pk}/", "/desk/lists/", "/desk/lists/?sheet=report", "/pocket/",
        "/pocket/lists/", "/pocket/search/?q=态度", f"/pocket/m/{matter.pk}/", "/api/v1/matters/",
        f"/api/v1/matters/{matter.pk}/", "/api/v1/matters/?words=态度", "/desk/notices/?",
        "/api/v1/notices/",
    )  # fmt: skip
    return {url: client.get(url).content.decode() for url in urls}


@pytest.mark.parametrize(
    ("kind", "place", "role"),
    [("community_committee", "dong", "community_secretary"),
     ("community_committee", "dong", "grid_member"),
     ("compound_body", "lake", "compound_secretary"),
     ("street_office", "east", "street_dispatcher"),
     ("street_office", "east", "street_secretary")],
)  # fmt: skip
def test_every_channel_is_silent(
    town: World, as_: Callable[..., Client], kind: str, place: str, role: str
) -> None:
    """Pages, lists, searches, exports, API, pocket and homes of the one concerned."""
    client = as_(role)
    before = channels(client, Matter(pk=uuid.uuid4()))
    for category in categories():
        matter = complaint(town, category, kind, place)
        drain()
        for url, text in channels(client, matter).items():
            assert matter.number not in text, (category, url)
            assert "态度不好" not in text, (category, url)
            if str(matter.pk) not in url and url in before and "api" in url:
                assert text == before[url], (category, url)
        assert matter.number not in taken(town.actor(role), "matters")


@pytest.mark.parametrize(("kind", "place"), CONCERNED[1:])
def test_no_count_of_theirs_counts_it(town: World, kind: str, place: str) -> None:
    """Totals of lists, homes and the search box before and after are equal."""
    role = {"compound_body": "compound_secretary", "community_committee": "community_secretary",
            "street_office": "street_dispatcher"}[kind]  # fmt: skip
    actor, screen = town.actor(role), SCREENS["matters"]
    queue = Queue("board.new", "matters", {"state": ("submitted", "assigned")})

    def told() -> tuple[Any, ...]:
        page = page_of(screen, actor, Wanted())
        return (page.total, count_of(screen, actor, Wanted(), 500), counts(actor, [queue]),
                [r.pk for hit in find_all(actor, "态度") for r in hit.records])  # fmt: skip

    before = told()
    for category in categories():
        complaint(town, category, kind, place)
    assert told() == before


def test_no_figure_of_theirs_counts_it(town: World) -> None:
    """The board of a community secretary: not one number moves by a complaint about them."""
    scope = Scope((town.places["dong"].path,))
    codes = [c for c, f in FIGURES.items() if f.app == "lists"]
    assert "lists_collect" in codes
    before = {c: ask(c, scope, clock.today()) for c in codes}
    complaint(town, about_worker(), "community_committee", "dong")
    assert {c: ask(c, scope, clock.today()) for c in codes} == before


@pytest.mark.parametrize("role", READERS)
def test_no_number_counts_what_is_hidden_from_its_reader(town: World, role: str) -> None:
    """For every role that reads the board, of its own place; the city's total hides none."""
    for category in categories():
        for kind, place in CONCERNED:
            complaint(town, category, kind, place)
    actor = town.actor(role)
    counted = records("lists_collect", Scope(actor.paths()), clock.today())
    assert counted is not None
    assert [m.concerned for m in counted if stands(actor, "below", m)] == []
    whole = records("lists_collect", Scope(), clock.today())
    assert whole is not None
    assert whole.count() == 2 * len(CONCERNED)


def test_a_place_that_closes_does_not_tell_of_it(town: World) -> None:
    """The numbers of what keeps a place open hold what everybody there may know of."""
    lake, day = town.places["lake"], clock.today()
    town.new("matters.matter", "lake")
    before = still_there(lake, day)
    town.new("matters.matter", "lake", hidden_below=4)
    assert still_there(lake, day) == before
    town.new("matters.matter", "lake")
    assert still_there(lake, day) != before


def test_its_parts_are_hidden_as_it_is(town: World) -> None:
    """Splitting gives no way round."""
    matter = complaint(town, about_worker(), "community_committee", "dong")
    do(town.actor("street_dispatcher"), "matters.split", matter, {"parts": "一\n二"},
       version=matter.version)  # fmt: skip
    for part in Matter.objects.filter(parent=matter):
        assert (part.hidden_below, part.concerned_id) == (3, matter.concerned_id)
        assert not decide.sees(town.actor("community_secretary"), SCREENS["matters"], part)


def test_put_into_such_a_category_later_it_is_hidden_from_then_on(town: World) -> None:
    """Somebody notices afterwards that it is about a worker, or that a child is in danger."""
    from doorstep.frame.catalogues import rows

    secret = next(r.code for r in rows("routing.category") if r.data.get("confidential"))
    for category in (about_worker(), secret):
        matter = town.new("matters.matter", "lake", state="accepted", level=3,
                          owner=town.of_body("street_office", "east"))  # fmt: skip
        do(town.actor("street_dispatcher"), "matters.recategorise", matter,
           {"category": category, "words": "是投诉"}, version=matter.version)  # fmt: skip
        again = Matter.objects.get(pk=matter.pk)
        assert again.hidden_below >= 3, category
        assert not decide.sees(town.actor("community_secretary"), SCREENS["matters"], again)


def test_every_level_has_somebody_above(town: World) -> None:
    """The one case without a level above, the city's own office, is not silently its own judge."""
    build.body("department", town.places["city"], "discipline")
    for kind, level in BODY_LEVEL.items():
        if level < CITY:
            continue
        body = town.of_body(kind, "city")
        matter = complaint(town, about_worker(), kind, "city")
        assert matter.owner_id != body.pk, kind
