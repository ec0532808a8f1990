"""One level up with one sentence, at the desk and on the phone; the trail keeps both acts."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import NOBODY, Refused, do, history
from doorstep.frame.acts import ACTS
from doorstep.frame.trail import Entry
from doorstep.matters.models import Attempt, Matter
from doorstep.people.models import Body
from doorstep.people.queries import actor_for
from doorstep.routing.queries import GOVERNING

SAID = "找过物业两次，请社区出面协调"


@pytest.fixture
def matter(village: SimpleNamespace) -> Matter:
    data = {"place": village.lake.path, "category": "stair_light", "text": "灯不亮"}
    made = do(NOBODY, "matters.ask", None, data, channel="portal").record
    Matter.objects.filter(pk=made.pk).update(owner=village.branch, level=1)
    return Matter.objects.get(pk=made.pk)


def acts_of(matter: Matter) -> list[str]:
    """What was done to it, oldest first."""
    rows = Entry.objects.filter(subject_id=matter.pk).order_by("at", "id")
    return list(rows.values_list("act", flat=True))


@pytest.mark.parametrize("role", ["compound_secretary", "grid_member"])
@pytest.mark.parametrize("way", ["/desk/matters/{}/do/escalate/", "/pocket/m/{}/do/escalate/"])
def test_one_sentence_is_the_attempt_and_the_reason(
    as_: Any, village: SimpleNamespace, matter: Matter, way: str, role: str
) -> None:
    client, url = as_(role), way.format(matter.pk)
    sent = {"words": SAID, "op_id": str(uuid.uuid4()), "version": matter.version}
    for _tap in range(2):  # a second tap changes nothing
        assert client.post(url, sent).status_code == 302
    matter.refresh_from_db()
    assert (matter.owner, matter.level, matter.state) == (village.committee, 2, "assigned")
    assert [a.words for a in Attempt.objects.all()] == [SAID]
    assert acts_of(matter)[-2:] == ["matters.attempt", "matters.escalate"]


def test_the_desk_and_the_api_offer_it(as_: Any, village: SimpleNamespace, matter: Matter) -> None:
    client, url = as_("compound_secretary"), f"/desk/matters/{matter.pk}/do/escalate/"
    assert f'href="{url}"' in client.get(f"/desk/matters/{matter.pk}/").content.decode()
    assert "这里做过什么" in client.get(url).content.decode()
    said = client.get(f"/api/v1/matters/{matter.pk}/").json()
    assert "matters.escalate" in [a["name"] for a in said["acts"]]


def test_by_the_api_too_the_trail_has_the_attempt_first(
    village: SimpleNamespace, matter: Matter
) -> None:
    """No way up without a recorded attempt (B5), whatever the door; a replay adds nothing."""
    secretary, op_id = actor_for(village.people["compound_secretary"].account), uuid.uuid4()
    call = {"op_id": op_id, "version": matter.version, "channel": "api"}
    first = do(secretary, "matters.escalate", matter.pk, {"words": SAID}, **call)
    again = do(secretary, "matters.escalate", matter.pk, {"words": SAID}, **call)
    assert (first.replayed, again.replayed, again.entry) == (False, True, first.entry)
    assert acts_of(matter)[-2:] == ["matters.attempt", "matters.escalate"]
    assert Attempt.objects.get().level == 1
    assert [e.facts["words"] for e in history(matter)[-2:]] == [SAID, SAID]


def test_each_level_tries_before_it_goes_further(village: SimpleNamespace, matter: Matter) -> None:
    """What the compound tried is no attempt of the community."""
    for role in ("compound_secretary", "community_secretary"):
        who = actor_for(village.people[role].account)
        do(who, "matters.escalate", matter.pk, {"words": SAID})
    assert sorted(Attempt.objects.values_list("level", flat=True)) == [1, 2]
    matter.refresh_from_db()
    assert (matter.level, matter.attempts) == (3, 2)


def test_refused_it_leaves_no_attempt(village: SimpleNamespace, matter: Matter) -> None:
    """Both or neither: nobody is entered one level up, so that the second half is refused."""
    Body.objects.filter(level__gte=2, kind_of_body__in=GOVERNING).update(kind_of_body="utility")
    secretary = actor_for(village.people["compound_secretary"].account)
    before = acts_of(matter)
    with pytest.raises(Refused):
        do(secretary, "matters.escalate", matter, {"words": SAID})
    now = Matter.objects.get(pk=matter.pk)
    assert (now.attempts, now.level, now.version) == (0, 1, matter.version)
    assert acts_of(matter) == before
    assert not Attempt.objects.exists()


def test_a_refusal_after_the_attempt_leaves_nothing_either(
    village: SimpleNamespace, matter: Matter
) -> None:
    """Its subject sits one level up: the attempt was written within the act, and goes with it."""
    Matter.objects.filter(pk=matter.pk).update(concerned=village.committee)
    secretary = actor_for(village.people["compound_secretary"].account)
    before = acts_of(matter)
    with pytest.raises(Refused):
        do(secretary, "matters.escalate", matter.pk, {"words": SAID})
    assert acts_of(matter) == before
    assert not Attempt.objects.exists()
    assert Matter.objects.get(pk=matter.pk).attempts == 0


def test_an_emergency_needs_no_attempt(village: SimpleNamespace, matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(emergency=True)
    secretary = actor_for(village.people["compound_secretary"].account)
    do(secretary, "matters.escalate", matter.pk, {"words": SAID})
    assert not Attempt.objects.exists()
    assert acts_of(matter)[-1] == "matters.escalate"


def test_above_the_city_there_is_nobody(village: SimpleNamespace, matter: Matter) -> None:
    """Said on the page, not after the words were typed."""
    Matter.objects.filter(pk=matter.pk).update(level=4)
    matter.refresh_from_db()
    asks: Any = ACTS["matters.escalate"].asks
    assert "市" in str(asks(matter, NOBODY).words)


def test_what_was_said_last_is_there_already(
    as_: Any, village: SimpleNamespace, matter: Matter
) -> None:
    secretary = actor_for(village.people["compound_secretary"].account)
    do(secretary, "matters.contact", matter, {"words": "已请电工看过，要换线"}, channel="desk")
    client = as_("compound_secretary")
    assert "已请电工看过，要换线</textarea>" in client.get(
        f"/desk/matters/{matter.pk}/do/escalate/"
    ).content.decode().replace("\n", "")
    assert (
        "已请电工看过，要换线</textarea>" in client.get(f"/pocket/m/{matter.pk}/").content.decode()
    )


def test_after_an_attempt_the_reason_alone_is_asked(
    as_: Any, village: SimpleNamespace, matter: Matter
) -> None:
    secretary = actor_for(village.people["compound_secretary"].account)
    do(secretary, "matters.attempt", matter, {"words": "试过了"}, channel="desk")
    client = as_("compound_secretary")
    form = client.get(f"/desk/matters/{matter.pk}/do/escalate/").content.decode()
    assert "原因" in form
    assert "这里做过什么" not in form
    matter.refresh_from_db()
    sent = {"words": SAID, "op_id": str(uuid.uuid4()), "version": matter.version}
    assert client.post(f"/pocket/m/{matter.pk}/do/escalate/", sent).status_code == 302
    assert Attempt.objects.count() == 1
    matter.refresh_from_db()
    assert matter.level == 2


def test_without_words_or_after_a_change_nothing_is_done(
    as_: Any, village: SimpleNamespace, matter: Matter
) -> None:
    client, url = as_("compound_secretary"), f"/desk/matters/{matter.pk}/do/escalate/"
    empty = client.post(url, {"words": "", "op_id": str(uuid.uuid4()), "version": matter.version})
    assert empty.status_code == 422
    stale = {"words": SAID, "op_id": str(uuid.uuid4()), "version": matter.version + 7}
    again = client.post(url, stale)
    assert again.status_code == 409
    assert SAID in again.content.decode()
    assert not Attempt.objects.exists()
    assert "matters.escalate" not in acts_of(matter)


@pytest.mark.parametrize("role", ["steward", "department_handler"])
def test_others_have_no_such_page(
    as_: Any, village: SimpleNamespace, matter: Matter, role: str
) -> None:
    if role not in village.people:
        from tests.people import town as build

        who = build.person(village.dong, "滕建峰")
        who.account = build.account(who, role)
        build.office(who, role, village.police)
        village.people[role] = who
    url = f"/desk/matters/{matter.pk}/do/escalate/"
    assert as_(role).get(url).status_code == 404
    assert as_(role).post(url, {"words": SAID}).status_code == 404


def test_a_matter_of_another_grid_is_not_found(
    as_: Any, village: SimpleNamespace, matter: Matter
) -> None:
    Matter.objects.filter(pk=matter.pk).update(place=village.gate, path=village.gate.path)
    assert as_("grid_member").get(f"/desk/matters/{matter.pk}/do/escalate/").status_code == 404
