"""Phone codes: once, six digits, ten minutes, five tries, not too often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from doorstep.frame import NOBODY, Invalid, Refused, blind, do
from doorstep.frame.trail import EntryBody
from doorstep.kit import clock
from doorstep.notices.acts import verify
from doorstep.notices.models import Notice, PhoneCode


def ask(phone="138 1234 1234"):
    return do(NOBODY, "notices.ask_code", None, {"phone": phone}, channel="portal").record


def code_sent() -> str:
    return Notice.objects.latest("id").secret.open()


def test_a_right_code_proves_the_phone_once(db):
    record = ask()
    proved = verify(record.pk, code_sent())
    assert proved == blind(PhoneCode, "phone", "13812341234")["phone_index"]
    assert verify(record.pk, code_sent()) == ""


def test_a_code_has_six_digits_and_leaves_no_trace(db):
    ask()
    code = code_sent()
    assert len(code) == 6
    assert code.isdigit()
    assert code not in Notice.objects.get().text
    assert not EntryBody.objects.filter(payload__contains=code).exists()
    assert not EntryBody.objects.filter(payload__contains="13812341234").exists()


def test_five_tries_and_no_more(db):
    record, code = ask(), code_sent()
    wrong = "000000" if code != "000000" else "111111"
    for _n in range(5):
        assert verify(record.pk, wrong) == ""
    assert verify(record.pk, code) == ""


def test_a_code_is_good_for_ten_minutes(db):
    record, code = ask(), code_sent()
    with clock.at(clock.now() + timedelta(minutes=10)):
        assert verify(record.pk, code) == ""


def test_a_new_code_ends_the_old_one(db):
    first, code = ask(), code_sent()
    with clock.at(clock.now() + timedelta(minutes=2)):
        second = ask()
        assert verify(first.pk, code) == ""
        assert verify(second.pk, code_sent()) != ""


def test_not_too_often(db):
    ask()
    with pytest.raises(Refused):
        ask()
    start = clock.now()
    for n in range(1, 5):
        with clock.at(start + timedelta(minutes=2 * n)):
            ask()
    with clock.at(start + timedelta(minutes=20)), pytest.raises(Refused):
        ask()
    ask("13912341234")


@pytest.mark.parametrize("phone", ["", "123", "0551-82312345", "abc"])
def test_only_mobiles(db, phone):
    with pytest.raises(Invalid):
        ask(phone)
