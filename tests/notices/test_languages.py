"""In the app everybody reads a message in their own language; a phone gets Chinese."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import get_language, override

from doorstep.frame import do
from doorstep.frame.erasing import emptied
from doorstep.frame.follows import drain
from doorstep.matters.models import Matter
from doorstep.notices.acts.sending import LONGEST, in_languages
from doorstep.notices.models import Notice
from doorstep.people.queries.actors import actor_for
from tests.doors.test_pocket import text_of

pytestmark = pytest.mark.django_db


def report(village: Any) -> Matter:
    """A matter with the reporter's phone; whoever writes in English decides for nobody else."""
    data = {"place": village.lake.path, "category": "stair_light", "text": "灯不亮",
            "reporter_phone": "13912345678", "way": "community"}  # fmt: skip
    with override("en"):
        actor = actor_for(village.people["grid_member"].account)
        made = do(actor, "matters.report", None, data, channel="pocket").record
        drain()
    return Matter.objects.get(pk=made.pk)


def read(client: Client, language: str, at: str = "/desk/notices/") -> str:
    return text_of(client.get(at, headers={"Accept-Language": language}))


def test_each_reads_it_in_their_language(as_: Any, village: Any) -> None:
    matter = report(village)
    told = Notice.objects.get(topic="matters.yours")
    told.body, told.account = None, village.people["community_secretary"].account
    told.save()
    client = as_("community_secretary")
    assert told.text.startswith(f"{matter.number}：{matter.title}")
    for at in ("/desk/notices/", f"/desk/notices/{told.pk}/"):
        assert told.text in read(client, "zh-hans", at)
        assert told.text not in read(client, "en", at)
        assert f"{matter.number}: {matter.title} by " in read(client, "en", at)


def test_a_phone_gets_chinese_and_no_second_text_is_kept(village: Any) -> None:
    matter = report(village)
    sms = Notice.objects.get(channel="sms")
    assert "已收到" in sms.text
    assert matter.number in sms.text
    assert sms.texts == {}


def test_what_is_erased_is_erased_in_every_language(village: Any) -> None:
    report(village)
    told = Notice.objects.get(topic="matters.yours")
    assert told.texts
    empty = emptied(told)
    assert (empty["text"], empty["texts"]) == ("", {})


def test_no_language_is_longer_than_a_message(village: Any) -> None:
    first, others = in_languages(lambda: "x" * 400 + str(get_language()))
    assert {len(words) for words in (first, *others.values())} <= {LONGEST}
