"""Whose report was joined reads and hears how it goes on, and is read by whoever handles it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from doorstep.frame import Actor, do
from doorstep.frame.follows import drain
from doorstep.matters.models import Rating
from doorstep.notices.models import Notice
from doorstep.people.models import Account
from tests.matters.test_merging import (
    MINE,
    NEIGHBOUR,
    THEIRS,
    again,
    join,
    part,
    passer,
    reported,
    reporter,
    secretary,
)

__all__ = ["secretary"]
pytestmark = pytest.mark.django_db


def test_who_handles_the_one_that_goes_on_reads_what_the_others_add(
    secretary: Actor, town: SimpleNamespace
) -> None:
    goes_on, matter = reported(secretary, town), reported(secretary, town)
    join(secretary, matter, goes_on)
    do(reporter(matter), "matters.add_words", matter.pk, {"words": "三楼那盏最急"})
    drain()
    assert Notice.objects.filter(topic="matters.answered", about__contains=str(goes_on.pk)).exists()
    desk = Client()
    desk.force_login(Account.objects.get(pk=secretary.id))
    assert "三楼那盏最急" in desk.get(f"/desk/matters/{goes_on.pk}/").content.decode()
    part(secretary, matter)
    assert "三楼那盏最急" not in desk.get(f"/desk/matters/{goes_on.pk}/").content.decode()
    assert "三楼那盏最急" in desk.get(f"/desk/matters/{matter.pk}/").content.decode()


def test_the_page_of_the_link_says_how_both_stand(
    secretary: Actor, town: SimpleNamespace, client: Client
) -> None:
    goes_on, matter = reported(secretary, town, text="王秀英家灯坏"), reported(secretary, town)
    join(secretary, matter, goes_on)
    page = client.get(f"/m/{matter.token}/").content.decode()
    assert "和邻居反映的同一件事一起办" in page
    assert "王秀英" not in page
    do(secretary, "matters.settle", goes_on.pk, {"words": "3栋502门口的灯换了"})
    do(secretary, "matters.verify", goes_on.pk, {"verdict": "solved"})
    page = client.get(f"/m/{matter.token}/").content.decode()
    assert "灯换了" in page
    assert "502" not in page
    client.post(f"/m/{matter.token}/do/rate/", {"grade": "good"})
    assert Rating.objects.get().matter_id == matter.pk
    client.post(f"/m/{matter.token}/do/part/", {"words": "还是不亮"})
    assert again(matter).state == "reopened"


def test_everybody_hears_how_it_goes_on(secretary: Actor, town: SimpleNamespace) -> None:
    """By the number of their own; nobody hears twice, and no door or name is told."""
    goes_on = reported(secretary, town, reporter_phone=THEIRS)
    matter = reported(secretary, town, reporter_phone=MINE)
    join(secretary, matter, goes_on)
    do(passer(NEIGHBOUR), "matters.support", None, {"matter": str(goes_on.pk)})
    drain()
    Notice.objects.all().delete()
    do(secretary, "matters.settle", goes_on.pk, {"words": "3栋502王大爷门口的灯换了"})
    drain()
    told = {n.phone.open(): n.text for n in Notice.objects.filter(channel="sms")}
    assert set(told) == {MINE, THEIRS, NEIGHBOUR}
    assert matter.number in told[MINE]
    assert goes_on.number not in told[MINE]
    for phone in (MINE, NEIGHBOUR):
        assert "502" not in told[phone]
        assert "王大爷" not in told[phone]
