"""D15, D17: what exists of them: every reading of a private field is logged; emergencies end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.test import Client

from doorstep.frame import ActError, do
from doorstep.frame.acts import ACTS
from doorstep.frame.sealed import ReadLog
from doorstep.kit import clock
from doorstep.places.models import Emergency
from tests.every.world import World

ORDER = {"name": "防汛Ⅱ级", "order": "巢防指〔2024〕3号", "declared_by": "市防指"}


def test_opening_a_private_field_needs_a_purpose_and_is_logged(
    town: World, as_: Callable[..., Client]
) -> None:
    """Without a purpose nothing opens; with one the log says who, what, why."""
    person = town.of("people.person", "lake")
    client, url = as_("community_worker"), f"/desk/persons/{person.pk}/reveal/phone/"
    assert "13955551234" not in client.post(url, {"purpose": ""}).content.decode()
    assert not ReadLog.objects.exists()
    assert "13955551234" in client.post(url, {"purpose": "回访"}).content.decode()
    assert ReadLog.objects.get().purpose == "回访"
    assert as_("steward").post(url, {"purpose": "回访"}).status_code == 404
    assert as_("auditor").post(url, {"purpose": "审计"}).status_code == 404


def test_nobody_outside_reads_a_persons_records_by_role() -> None:
    """Departments and auditors have no screen of persons: requests go through one door (D15)."""
    from doorstep.people.rules import AUDITOR, DEPT_STAFF
    from tests.every import decide

    for screen in decide.screens():
        if screen.kind in ("people.person", "people.household", "people.stay", "people.consent"):
            assert not screen.roles & {*DEPT_STAFF, AUDITOR}, screen.slug


def test_an_emergency_ends_within_fourteen_days(town: World) -> None:
    """Longer ones are refused, and no other act lengthens one."""
    od, today = town.actor("city_od"), clock.today()
    given = {**ORDER, "place": town.places["city"].path, "since": today.isoformat()}
    with pytest.raises(ActError):
        do(od, "places.emergency_declare", None,
           {**given, "until": (today + timedelta(days=15)).isoformat()})  # fmt: skip
    done = do(od, "places.emergency_declare", None, given)
    made = Emergency.objects.get(pk=done.id)
    assert made.until == today + timedelta(days=14)
    longer = (today + timedelta(days=99)).isoformat()
    for act in ACTS.values():
        if act.kind == "places.emergency" and not act.creates and (act.roles or act.relations):
            fields = act.form.base_fields if act.form else {}
            assert "until" not in fields, act.name
    with suppress(ActError):
        do(od, "places.emergency.correct", made, {"until": longer, "reason": "延长"})
    assert Emergency.objects.get(pk=done.id).until == today + timedelta(days=14)


def test_it_stands_on_the_front_page_while_it_is_on(town: World) -> None:
    """The portal's first page and the page of a place name the order; afterwards they do not."""
    do(town.actor("city_od"), "places.emergency_declare", None,
       {**ORDER, "place": town.places["city"].path})  # fmt: skip
    assert "防汛" in Client().get("/").content.decode()
    with clock.at(clock.now() + timedelta(days=15)):
        assert "防汛" not in Client().get("/").content.decode()
