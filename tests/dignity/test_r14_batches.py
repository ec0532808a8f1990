"""R14, D6, D11 of fair closing: no early grade in any channel; what is left out marks no person."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from doorstep.closing.models import Draw, Exclusion, RatingBatch, SpotCheck
from doorstep.frame import do
from doorstep.frame.acts import ACTS
from doorstep.frame.trail import EntryBody
from doorstep.kit import clock
from doorstep.matters.models import Matter, Rating
from doorstep.people.models import Account, Person
from doorstep.people.rules import ROLES
from tests.dignity.declared import figures, shown_names
from tests.every.world import World

WORDS = "根本没人来看过"


def test_nobody_reads_a_grade_of_an_open_batch_in_any_channel(
    town: World, as_: Callable[..., Client]
) -> None:
    """Every role: list, page, interface, search, figures; the two that read results too."""
    matter = town.new("matters.matter", "lake", state="closed", level=3, verdict="solved",
                      owner=town.of_body("street_office", "east"))  # fmt: skip
    do(town.related("reporter", matter), "matters.rate", matter, {"grade": "bad", "words": WORDS})
    rating = Rating.objects.get(matter=matter)
    for role in sorted(ROLES):
        client = as_(role)
        for url in (f"/desk/ratings/{rating.pk}/", f"/api/v1/ratings/{rating.pk}/"):
            assert client.get(url).status_code in (302, 403, 404), (role, url)
        for url in ("/desk/ratings/", "/api/v1/ratings/", f"/desk/search/?q={WORDS[:4]}",
                    "/desk/figures/satisfaction_rate/records/"):  # fmt: skip
            text = client.get(url).content.decode()
            assert WORDS not in text.replace(f"q={WORDS[:4]}", ""), (role, url)
            assert str(rating.pk) not in text, (role, url)


def test_what_is_kept_of_closing_names_no_reporter() -> None:
    """No column for a person but the three who decide; none on person or account (D6)."""
    for model in (Exclusion, Draw, SpotCheck, RatingBatch):
        names = {f.name for f in model._meta.concrete_fields}
        assert not {n for n in names if n.startswith("reporter")}, model
    for model in (Person, Account):
        names = {f.name for f in model._meta.get_fields()}
        assert not {n for n in names if "exclu" in n or "spot" in n}
    for figure in figures():
        if figure.app == "closing":
            assert not set(figure.grain) - {"street", "community"}, figure.code
    for where, name in shown_names():
        if where.split(".")[0] in ("exclusions", "spot-checks", "draws", "rating-batches"):
            assert "reporter" not in name, where


def test_answers_stand_in_no_payload_and_on_no_page_of_a_handler(
    town: World, as_: Callable[..., Client]
) -> None:
    """D3: the one it is about does not read who said so."""
    unit = town.of_body("compound_body", "lake")
    matter = town.new("matters.matter", "lake", state="closed", outcome="solved", level=1,
                      owner=unit, ended_at=clock.now())  # fmt: skip
    check = town.new("closing.spotcheck", "lake", matter=matter, state="waiting", unit=unit)
    do(town.actor("street_dispatcher"), "closing.record", check, {"answer": "not", "words": WORDS})
    assert Matter.objects.get(pk=matter.pk).state == "reopened"
    assert not EntryBody.objects.filter(payload__contains=WORDS).exists()
    assert not EntryBody.objects.filter(payload__contains='"answer"').exists()
    for role in ("compound_secretary", "community_secretary", "grid_member"):
        client = as_(role)
        page = client.get(f"/desk/matters/{matter.pk}/").content.decode()
        assert WORDS not in page
        assert "回访" not in page
        assert client.get(f"/desk/spot-checks/{check.pk}/").status_code == 404


def test_nothing_of_closing_is_amended_or_taken_back() -> None:
    """Else one could draw until it pleases, or ask again for what was refused."""
    for model in (Exclusion, Draw, SpotCheck, RatingBatch):
        assert not [a.name for a in ACTS.values() if a.name.startswith(f"{model.kind}.")]
