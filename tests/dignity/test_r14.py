"""R14: solved = the resident says so; unanswered is not solved; no handler sees a single rating."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from doorstep.doors.codes import code_of
from doorstep.doors.portal.reading import past, public_state
from doorstep.frame import SYSTEM, ActError, do
from doorstep.frame.acts import ACTS
from doorstep.frame.follows import drain
from doorstep.frame.trail import EntryBody
from doorstep.kit import clock
from doorstep.matters.acts.answers import lapse_due
from doorstep.matters.models import Matter, Rating
from doorstep.people.rules import ROLES
from tests.every import decide
from tests.every.world import World

WORDS = "态度敷衍得很"


def test_only_the_reporter_judges_grades_and_reopens() -> None:
    """Declared so: no role, no owner, no anyone."""
    for word in ("verify", "rate", "reopen"):
        act = ACTS[f"matters.{word}"]
        assert act.relations == ("reporter",)
        assert not act.roles
        assert not act.anyone


def test_silence_is_shown_as_unanswered(town: World) -> None:
    """Seven days after the work it ends, and is nowhere counted as solved."""
    matter = town.new("matters.matter", "lake", state="handling", level=1)
    do(town.actor("compound_secretary"), "matters.settle", matter, {"words": "换了"},
       version=matter.version)  # fmt: skip
    drain()
    with clock.at(clock.now() + timedelta(days=8)):
        assert lapse_due() == 1
        again = Matter.objects.get(pk=matter.pk)
        assert (again.state, again.verdict) == ("closed", "unanswered")
        said = past(town.places["lake"].path, clock.today()).said
        assert (said.part, said.whole) == (0, 0)
    assert "solved" not in public_state("closed", "unanswered", "")[1]


def test_what_the_grid_member_saw_is_not_what_the_reporter_said(town: World) -> None:
    """Looked at is shown as looked at: public words and the share go by the reporter's answers."""
    for by, verdict in (("staff", "solved"), ("reporter", "solved"), ("reporter", "not")):
        town.new("matters.matter", "lake", state="closed", verdict=verdict, verdict_by=by,
                 ended_at=clock.now())  # fmt: skip
    said = past(town.places["lake"].path, clock.today()).said
    assert (said.part, said.whole) == (1, 2)
    assert public_state("closed", "solved", "staff") == public_state(
        "closed", "settled", "reporter"
    )


@pytest.fixture
def rated(town: World) -> Rating:
    """A rating by the reporter of a matter that the street office has."""
    matter = town.new("matters.matter", "lake", state="closed", level=3, verdict="solved",
                      owner=town.of_body("street_office", "east"))  # fmt: skip
    do(town.related("reporter", matter), "matters.rate", matter, {"grade": "bad", "words": WORDS})
    return Rating.objects.get(matter=matter)


def test_no_handler_sees_a_rating_in_any_channel(
    town: World, rated: Rating, as_: Callable[..., Client]
) -> None:
    """Pages, lists, search, API, export, pocket, trail; every role that may handle a matter."""
    matter = rated.matter
    handlers = {r for a in decide.acts() if a.kind == "matters.matter" for r in a.roles}
    for role in sorted(handlers & set(ROLES) - {"city_dispatcher"}):
        client = as_(role)
        for url in (f"/desk/matters/{matter.pk}/", f"/api/v1/matters/{matter.pk}/",
                    "/desk/matters/?", "/desk/ratings/", f"/desk/ratings/{rated.pk}/",
                    "/api/v1/ratings/", f"/api/v1/ratings/{rated.pk}/", "/desk/search/?q=敷衍",
                    f"/pocket/m/{matter.pk}/"):  # fmt: skip
            response = client.get(url)
            if "ratings" in url:
                assert response.status_code == 404, (role, url)
            assert WORDS not in response.content.decode(), (role, url)
    assert not EntryBody.objects.filter(payload__contains=WORDS).exists()
    assert not EntryBody.objects.filter(payload__contains='"grade"').exists()


def test_whoever_sees_ratings_does_not_see_those_of_the_own_work(town: World) -> None:
    """The city's centre handles matters too: those it had it does not see rated."""
    screen = next(s for s in decide.screens() if s.slug == "ratings")
    centre = town.actor("city_dispatcher")
    own = town.new("matters.matter", "lake", owner=town.of_body("city_office", "city"))
    other = town.new("matters.matter", "lake", owner=town.of_body("street_office", "east"))
    long_ago = clock.now() - timedelta(days=80)  # the batch of its month is closed
    mine, theirs = (town.new("matters.rating", matter=m, at=long_ago) for m in (own, other))
    assert not decide.sees(centre, screen, mine)
    assert decide.sees(centre, screen, theirs)


def test_a_handler_cannot_become_the_reporter(town: World) -> None:
    """The phone that answers cannot be put in by who handles the matter."""
    matter = town.new("matters.matter", "lake", level=1, state="handling")
    for act in decide.acts():
        if act.kind == "matters.matter" and not act.creates and act.roles and act.form:
            names = set(act.form.base_fields)
            assert not names & {"reporter_phone", "reporter_account", "token"}, act.name
    with pytest.raises(ActError):
        do(town.actor("compound_secretary"), "matters.leave_phone", matter, {})


def test_no_message_asks_for_a_good_grade() -> None:
    """Wording of what goes out (D11 beside R14)."""
    from tests.dignity.declared import sources

    for path, text in sources(".py", ".html", ".po", ".toml"):
        for word in ("五星", "好评", "给个满意", "请评满意", "非常满意"):
            assert word not in text, path
    assert SYSTEM.is_system


def test_the_public_page_prints_answers_out_of_answers(town: World) -> None:
    """R16 beside it: n of those who answered."""
    for n in range(3):
        town.new("matters.matter", "lake", state="closed", verdict="solved" if n else "not",
                 verdict_by="reporter", ended_at=clock.now())  # fmt: skip
    root = town.places["city"].path
    page = Client().get(f"/c/{code_of(town.places['lake'].path, root)}/").content.decode()
    assert "2/3" in page
    assert "67%" not in page
