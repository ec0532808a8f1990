"""A reporter who wishes it is kept even from those who handle the matter (issue 3, dignity D5)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from doorstep.doors.codes import code_of
from doorstep.frame import NotFound, Refused, do, reveal
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account

PHONE, NAME = "13800001234", "周惠"


@pytest.fixture
def report(holder: Any, town: Any, desks: Any) -> Any:
    """`report(sealed="1")`: taken down at the window, handed to the compound."""

    def made(**more: str) -> Matter:
        clerk = holder(roles.WINDOW_CLERK, town.dong)
        done = do(clerk, "matters.report", None, {
            "place": town.lake.path, "category": "stair_light", "text": "灯不亮", "way": "compound",
            "reporter_phone": PHONE, "reporter_name": NAME, **more})  # fmt: skip
        return Matter.objects.get(pk=done.record.pk)

    return made


def seen_by(actor: Any, matter: Matter) -> str:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.id))
    return client.get(f"/desk/matters/{matter.pk}/").content.decode()


def may_call(actor: Any, matter: Matter) -> bool:
    try:
        return reveal(actor, matter, "reporter_phone", "联系反映人") == PHONE
    except NotFound:
        return False


def test_whoever_handles_it_does_not_learn_who(report: Any, holder: Any, town: Any) -> None:
    matter = report(sealed="1")
    for role, where in ((roles.COMPOUND_SECRETARY, town.lake), (roles.GRID_MEMBER, town.dong),
                        (roles.COMMUNITY_SECRETARY, town.dong)):  # fmt: skip
        actor = holder(role, where)
        page = seen_by(actor, matter)
        assert "灯不亮" in page
        assert NAME not in page
        assert "138****1234" not in page
        assert "反映人身份保密" in page
        assert not may_call(actor, matter)
    duty = holder(roles.STREET_DISPATCHER, town.east)
    assert NAME in seen_by(duty, matter)
    assert may_call(duty, matter)


def test_others_are_called_as_ever(report: Any, holder: Any, town: Any) -> None:
    matter = report()
    secretary = holder(roles.COMMUNITY_SECRETARY, town.dong)
    assert NAME in seen_by(secretary, matter)
    assert may_call(secretary, matter)


def test_what_is_confidential_by_its_kind_is_sealed_and_stays_so(
    holder: Any, town: Any, desks: Any
) -> None:
    street = holder(roles.STREET_DISPATCHER, town.east)
    made = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮"}).record  # fmt: skip
    assert not made.sealed
    do(street, "matters.recategorise", made.pk, {"category": "home_violence"})
    assert Matter.objects.get().sealed
    do(street, "matters.recategorise", made.pk, {"category": "stair_light"})
    assert Matter.objects.get().sealed


def test_a_resident_wishes_it_at_the_portal(town: Any, desks: Any, client: Client) -> None:
    page = client.get(f"/c/{code_of(town.lake.path)}/report/").content.decode()
    assert "对承办人保密我的身份" in page
    said = {"text": "灯不亮", "category": "stair_light", "reporter_name": NAME, "sealed": "on"}
    client.post(f"/c/{code_of(town.lake.path)}/report/", said)
    assert Matter.objects.get().sealed


def test_nor_by_correcting_what_was_entered(report: Any, holder: Any, town: Any) -> None:
    """The form of a correction begins with what is there: not with who reported it."""
    matter, secretary = report(sealed="1"), holder(roles.COMMUNITY_SECRETARY, town.dong)
    client, at = Client(), f"/desk/matters/{matter.pk}/do/correct/"
    client.force_login(Account.objects.get(pk=secretary.id))
    page = client.get(at).content.decode()
    assert NAME not in page
    assert "reporter_name" not in page
    assert 'name="where"' in page
    wrong = {"reporter_name": NAME, "reason": "试一试"}
    with pytest.raises(Refused):  # not even whether a guess is right
        do(secretary, "matters.matter.correct", matter, wrong)
    again = client.post(at, {"where": "2单元门口", "reason": "写错了", "version": matter.version})
    assert again.status_code == 302
    kept = Matter.objects.get()
    assert (kept.where, kept.reporter_name) == ("2单元门口", NAME)
    client.force_login(Account.objects.get(pk=holder(roles.STREET_DISPATCHER, town.east).id))
    assert NAME in client.get(at).content.decode()


def test_no_form_of_the_api_tells(report: Any, holder: Any, town: Any) -> None:
    matter, secretary = report(sealed="1"), holder(roles.COMMUNITY_SECRETARY, town.dong)
    client = Client()
    client.force_login(Account.objects.get(pk=secretary.id))
    for tail in (f"{matter.pk}/", ""):
        page = client.get(f"/api/v1/matters/{tail}").content.decode()
        assert NAME not in page
        assert PHONE[-4:] not in page
    for tail in ("file/", "file/?notes=1"):
        page = client.get(f"/desk/matters/{matter.pk}/{tail}").content.decode()
        assert matter.number in page
        assert NAME not in page


def test_a_phone_in_an_answer_is_masked(report: Any, holder: Any, town: Any) -> None:
    """What the reporter writes later reads as what was said first does."""
    matter, secretary = report(sealed="1"), holder(roles.COMMUNITY_SECRETARY, town.dong)
    said = f"打我电话{PHONE}"
    Client().post(f"/m/{matter.token}/do/add/", {"words": said})
    assert said in Client().get(f"/m/{matter.token}/").content.decode()
    client = Client()
    client.force_login(Account.objects.get(pk=secretary.id))
    for at in (f"/desk/matters/{matter.pk}/", f"/desk/matters/{matter.pk}/file/",
               f"/pocket/m/{matter.pk}/"):  # fmt: skip
        page = client.get(at).content.decode()
        assert "打我电话" in page, at
        assert PHONE not in page, at
