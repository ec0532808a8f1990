"""A month that is closed fairly: what was only said to be done comes back, what nobody can do is
left out by two persons, and the numbers say both."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from doorstep.closing.models import Exclusion, SpotCheck
from doorstep.frame import do
from doorstep.frame.follows import drain
from doorstep.frame.seal import publish_root
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from doorstep.panes.figures import Scope, ask, working
from doorstep.people.models import Account
from tests.closing.conftest import crew, ends

__all__ = ["crew", "ends"]
pytestmark = pytest.mark.django_db


def test_a_month_is_closed_fairly(town: Any, crew: SimpleNamespace, ends: Any) -> None:
    good = [ends("solved", grade="good") for _n in range(10)]
    forced = ends("solved", phone="13900008888")  # "say it is solved, else I am in trouble"
    frogs = ends("not", phone="13900007777")

    # June: the street draws May, and calls.
    with clock.at(datetime(2024, 6, 17, 2, tzinfo=UTC)):
        publish_root(datetime(2024, 6, 16).date())
        client = Client()
        client.force_login(Account.objects.get(pk=crew.street.id))
        data = {"place": town.east.path, "month": "2024-05-01", "size": 50}
        assert client.get("/desk/draws/do/draw/").status_code == 200
        do(crew.street, "closing.draw", None, data)
        assert SpotCheck.objects.count() == len(good) + 1
        for check in SpotCheck.objects.select_related("matter"):
            said = "not" if check.matter_id == forced.pk else "solved"
            do(crew.street, "closing.record", check, {"answer": said})
        drain()
        assert Matter.objects.get(pk=forced.pk).state == "reopened"
        assert Notice.objects.filter(topic="matters.take_up", about__endswith=str(forced.pk))
        page = Client().get(f"/m/{forced.token}/").content.decode()
        assert "重新办理" in page
        handler = Client()
        handler.force_login(Account.objects.get(pk=crew.secretary.id))
        seen = handler.get(f"/desk/matters/{forced.pk}/").content.decode()
        assert "抽查发现还没有办好" in seen
        false = ask("false_closing", Scope(()), clock.today())[0]
        assert (false["numerator"], false["denominator"]) == (1, 11)

        # The frogs cannot be helped: two persons leave it out, the reporter reads why.
        words = {"about": frogs.number, "clause": "nature", "words": "蛙鸣"}
        ident = do(crew.street, "closing.propose", None, words).id
        do(crew.centre, "closing.decide", ident, {"decision": "excluded", "words": "属实"})
        drain()
        assert "蛙鸣" in Notice.objects.get(topic="closing.decide").text
        assert Exclusion.objects.get().state == "excluded"
        rate = ask("resolution_rate", Scope((town.east.path,)), clock.today())[0]
        assert (rate["numerator"], rate["denominator"]) == (10, 11)
        assert working(rate).startswith("说解决了 ÷ 表了态：10 ÷ 11 = 91%(10/11)")
        assert "剔除1件" in working(rate)
        happy = ask("satisfaction_rate", Scope((town.east.path,)), clock.today())[0]
        assert working(happy).startswith("（满意10 + 1.0 × 基本满意0）÷ 评价10件 = 100%")
