"""What one address may do in an hour, counted by a table that all processes share."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from doorstep.doors.portal import rate
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice, PhoneCode
from doorstep.people.acts.rates import network
from doorstep.people.models import DutyShift, Rate
from tests.doors.test_portal import ask

pytestmark = pytest.mark.django_db


def test_one_connection_cannot_send_codes_to_everybody(client, village):
    """Each message costs, and rings at somebody: thirty an hour from one address."""
    for n in range(30):
        assert client.post("/phone/", {"phone": f"139{n:08d}"}).status_code == 200
    answer = client.post("/phone/", {"phone": "13999990000"})
    assert answer.status_code == 429
    assert PhoneCode.objects.count() == 30


def test_rates_are_counted_by_the_callers_address_behind_a_proxy(rf, settings):
    """Else all residents behind the city's proxy would share ten reports an hour."""
    from doorstep.doors.look import address_of

    settings.DEMO = False
    asked = rf.get("/", headers={"X-Forwarded-For": "1.1.1.1, 10.2.3.4"}, REMOTE_ADDR="10.0.0.1")
    assert address_of(asked) == "10.2.3.4"
    settings.DEMO = True
    assert address_of(asked) == "10.0.0.1"


def test_another_process_counts_on(client, village, monkeypatch):
    """What a process remembers is gone with it; the table is not."""
    monkeypatch.setitem(rate.MOST, "reports", 2)
    for _n in range(2):
        assert ask(client, village)["Location"].startswith("/m/")
        cache.clear()
    assert ask(client, village).status_code == 429
    assert "127.0.0.1" not in str(list(Rate.objects.values()))


def test_after_an_hour_it_begins_anew_and_old_rows_go(client, village, monkeypatch):
    monkeypatch.setitem(rate.MOST, "reports", 1)
    ask(client, village)
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert ask(client, village)["Location"].startswith("/m/")
    with clock.at(clock.now() + timedelta(days=2)):
        client.post("/phone/", {"phone": "13812345678"})
    assert Rate.objects.count() == 1


@pytest.fixture
def guard(village):
    """Somebody has duty at the street and is called in an emergency."""
    who = village.people["street_dispatcher"]
    who.phone = "13900000002"
    who.save()
    now = clock.now()
    DutyShift(
        body=village.centre, person=who, path=village.centre.path, leads=True,
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=8),
    ).save()  # fmt: skip
    return who


def gas(client, village):
    return ask(client, village, "楼道里煤气味很重", category="gas_leak")


def calls():
    drain()
    return Notice.objects.filter(channel="sms", topic="matters.yours").count()


def test_above_the_limit_emergencies_enter_and_ring_once(client, village, guard, monkeypatch):
    monkeypatch.setitem(rate.MOST, "emergencies", 3)
    for _n in range(3):
        gas(client, village)
    within = calls()
    assert within >= 3
    for _n in range(6):
        assert gas(client, village)["Location"].startswith("/m/"), "they enter all the same"
    assert Matter.objects.filter(emergency=True).count() == 9
    assert calls() == within + within // 3, "one call for all six"


def test_another_address_still_rings(client, village, guard, monkeypatch):
    monkeypatch.setitem(rate.MOST, "emergencies", 0)
    for _n in range(4):
        gas(client, village)
    before = calls()
    client.defaults["REMOTE_ADDR"] = "10.9.8.7"
    gas(client, village)
    assert calls() > before


def test_the_same_form_sent_twice_counts_once(client, village, monkeypatch):
    monkeypatch.setitem(rate.MOST, "emergencies", 5)
    for _n in range(3):
        ask(client, village, "煤气味", category="gas_leak",
            op_id="01890000-0000-7000-8000-000000000001")  # fmt: skip
    assert Rate.objects.get().number == 1


def test_nobody_reports_over_the_interface_without_an_account(client, village):
    """Else the limits of the portal would be limits of its forms only."""
    answer = client.post(
        "/api/v1/matters/do/ask/", content_type="application/json",
        data={"data": {"place": str(village.lake.pk), "text": "灯不亮", "category": "stair_light"}},
    )  # fmt: skip
    assert answer.status_code in (401, 403, 404)
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("address", "caller"),
    [
        ("10.0.0.1", "10.0.0.1"), ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"), ("unknown", "unknown"), ("", ""),
    ],
)  # fmt: skip
def test_who_counts_as_one_caller(address, caller):
    assert network(address) == caller
