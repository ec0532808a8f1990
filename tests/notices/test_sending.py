"""Sending, the bell, delivery to phones, the digest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from doorstep.frame import SYSTEM, NotFound, do
from doorstep.frame.acts import ACTS
from doorstep.frame.run import as_system
from doorstep.frame.trail import Entry
from doorstep.kit import clock
from doorstep.notices.acts import deliver_due, ports, see_about, send, send_digests
from doorstep.notices.models import Notice
from doorstep.notices.queries import bell, unseen_by_urgency
from doorstep.people.models import Absence, DutyShift, Office
from tests.people.town import account, body, office, person

NIGHT = datetime(2024, 6, 3, 14, 0, tzinfo=UTC)  # 22:00 here
EVENING = datetime(2024, 6, 3, 9, 30, tzinfo=UTC)  # 17:30 here


class Kept:
    """A port that keeps what it is given, or refuses."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.down = False

    def send(self, phone: str, text: str, key: str) -> None:
        if self.down:
            raise OSError("the provider does not answer")
        self.sent.append((phone, text, key))


@pytest.fixture
def port(monkeypatch):
    made = Kept()
    monkeypatch.setattr("doorstep.notices.acts.delivery.sms_port", lambda: made)
    return made


def tell(to, about, **more):
    """Send from inside a follow, as upper apps do."""
    values = {"topic": "test.told", "text": "路灯已修好", "about": about, **more}
    entry = Entry(act="test", subject_id=about.pk, at=clock.now())
    as_system("test", entry, lambda ctx: send(ctx, to=to, **values))


def test_the_bell_counts_what_is_unseen(town, holder):
    actor = holder("grid_member", town.dong)
    other = holder("grid_member", town.xi)
    who = person(town.dong, "主体")
    tell([account_of(actor)], who)
    assert len(unseen_by_urgency(actor, 100)) == 1
    assert len(unseen_by_urgency(other, 100)) == 0
    assert see_about(actor, who) == 1
    assert len(unseen_by_urgency(actor, 100)) == 0
    assert bell(actor).count() == 1


def account_of(actor):
    from doorstep.people.models import Account

    return Account.objects.get(pk=actor.id)


def test_nobody_marks_anothers_message_seen(town, holder):
    actor, other = holder("grid_member", town.dong), holder("grid_member", town.xi)
    tell(account_of(actor), person(town.dong, "主体"))
    with pytest.raises(NotFound):
        do(other, "notices.seen", Notice.objects.get(), {})


def test_a_body_is_told_through_whoever_holds_office_in_it(town, holder):
    bureau = body("department", town.city, "城管局")
    clerk, away = holder("department_dispatcher", bureau), holder("city_dispatcher", town.city)
    tell(bureau, person(town.dong, "主体"))
    assert len(unseen_by_urgency(clerk, 100)) == 1
    assert len(unseen_by_urgency(away, 100)) == 0


def test_a_person_without_account_is_told_by_phone(town, port):
    who = person(town.doors[0], "徐桂兰", phone="13812341234")
    tell(who, who, urgency="urgent")
    assert deliver_due() == 1
    assert port.sent[0][:2] == ("13812341234", "路灯已修好")
    notice = Notice.objects.get()
    assert notice.sending == "sent"
    assert str(notice.phone) == "138****1234"
    assert deliver_due() == 0


def test_the_normal_messages_of_a_day_leave_as_one_and_the_urgent_by_itself(town, port):
    first, other = town.doors[0], person(town.dong, "主体")
    who = person(first, "徐桂兰", phone="13812341234")
    mate = person(first, "周敏", phone="13812340000")
    for text in ("已受理", "明天来看"):
        tell(who, other, text=text)
    tell(mate, other, text="已转办")
    tell(who, other, urgency="urgent", text="今天停水")
    assert deliver_due() == 1, "the urgent one goes at once"
    with clock.at(EVENING):
        port.down = True
        assert deliver_due() == 0
        port.down = False
    with clock.at(EVENING + timedelta(minutes=10)):
        assert deliver_due(limit=1) == 1, "a batch cuts no day in two"
        assert deliver_due() == 1
        assert deliver_due() == 0
    told = {(phone, text) for phone, text, _key in port.sent[1:]}
    assert told == {("13812341234", "已受理\n明天来看"), ("13812340000", "已转办")}
    assert set(Notice.objects.values_list("sending", flat=True)) == {"sent"}


def test_who_also_has_an_account_gets_one_message_a_day(town, port):
    who = person(town.dong, "周敏", phone="13900001111")
    office(who, "grid_member", town.dong)
    login = account(who)
    tell(login, who)
    tell("13900001111", who, text="您反映的路灯已修好")
    with clock.at(EVENING):
        assert send_digests() == 1
        assert deliver_due() == 1
    assert "您反映的路灯已修好" in port.sent[0][1]


def test_nothing_leaves_at_night(town, port):
    who = person(town.doors[0], "徐桂兰", phone="13812341234")
    with clock.at(NIGHT):
        tell(who, who, urgency="urgent")
        tell(who, who, urgency="emergency", text="请立即下楼")
        assert deliver_due() == 1
        assert [text for _p, text, _k in port.sent] == ["请立即下楼"]
    with clock.at(NIGHT + timedelta(hours=9, minutes=31)):
        assert deliver_due() == 1


def test_a_message_caught_by_the_night_waits_for_the_morning(town, port):
    who = person(town.doors[0], "徐桂兰", phone="13812341234")
    tell(who, who, urgency="urgent")
    with clock.at(NIGHT):
        assert deliver_due() == 0
    with clock.at(NIGHT + timedelta(hours=9, minutes=31)):
        assert deliver_due() == 1


def test_a_port_that_is_down_is_tried_again(town, port):
    who = person(town.doors[0], "徐桂兰", phone="13812341234")
    tell(who, who, urgency="urgent")
    port.down = True
    assert deliver_due() == 0
    assert Notice.objects.get().tries == 1
    port.down = False
    assert deliver_due() == 0, "it pauses first"
    with clock.at(clock.now() + timedelta(minutes=10)):
        assert deliver_due() == 1


def test_quiet_mode_tells_nobody(town, holder):
    actor = holder("grid_member", town.dong)
    who = person(town.dong, "主体")
    from doorstep.frame.acts import Ctx
    from doorstep.frame.rights import Warrant

    ctx = Ctx(SYSTEM, Warrant(), clock.now(), clock.today(), "import", quiet=True)
    send(ctx, to=account_of(actor), topic="x", text="y", about=who)
    assert not Notice.objects.exists()


def test_one_digest_a_day_says_how_many_and_not_what(town, holder, port):
    who = person(town.dong, "周敏", phone="13900001111")
    office(who, "grid_member", town.dong)
    login = account(who)
    for _n in range(3):
        tell(login, who)
    with clock.at(EVENING):
        assert send_digests() == 1
        assert send_digests() == 0
        assert deliver_due() == 1
    assert "路灯" not in port.sent[0][1]
    assert "3" in port.sent[0][1]


def test_the_log_never_holds_phone_or_text(monkeypatch):
    import structlog
    from structlog.testing import capture_logs

    # one that has not been used yet: a used one keeps the way it wrote the first time
    monkeypatch.setattr(ports, "log", structlog.get_logger("doorstep.notices"))
    with capture_logs() as lines:
        ports.ConsoleSms().send("13812341234", "您的验证码 123456", "k")
    assert lines[0]["phone"] == "138****1234"
    assert "123456" not in str(lines)
    assert "notices.send" in ACTS


def test_who_is_away_is_told_through_the_deputy(town, holder):
    head, mate = holder("community_secretary", town.dong), holder("community_worker", town.dong)
    held = Office.objects.get(role="community_secretary")
    Absence(office=held, person_id=head.person, deputy_id=mate.person, path=held.path,
            since=clock.today(), until=clock.today() + timedelta(days=2)).save()  # fmt: skip
    tell(account_of(head), person(town.dong, "主体"))
    assert len(unseen_by_urgency(mate, 100)) == 1
    assert len(unseen_by_urgency(head, 100)) == 0


def test_in_an_emergency_those_on_duty_are_called_too(town, port):
    bureau = body("department", town.city, "应急局")
    guard = person(town.city, "值班员", phone="13900001111")
    DutyShift(body=bureau, person=guard, path=bureau.path, leads=True,
              starts_at=clock.now() - timedelta(hours=1),
              ends_at=clock.now() + timedelta(hours=7)).save()  # fmt: skip
    tell(bureau, person(town.dong, "主体"), urgency="emergency")
    assert deliver_due() == 1
    assert port.sent[0][0] == "13900001111"


def test_what_a_port_complains_of_keeps_no_secret(town, port, monkeypatch):
    """A provider may repeat the whole message in its error; the note of it is in the clear."""
    link = "https://doorstep.example/m/a-long-token/"
    about = person(town.dong, "主体")
    tell("13955551234", about, text="请看 {link}", secret=link, urgency="emergency")

    def send(phone, text, key):
        raise OSError(f"GET /sms?to={phone}&m={text}&l=a-long-token failed")

    monkeypatch.setattr(port, "send", send)
    assert deliver_due() == 0
    kept = Notice.objects.get()
    assert kept.error
    for secret in ("13955551234", "a-long-token"):
        assert secret not in kept.error
    assert kept.secret
    for _again in range(4):
        Notice.objects.update(due_at=clock.now())
        deliver_due()
    kept.refresh_from_db()
    assert (kept.sending, bool(kept.secret)) == ("failed", False)


def test_what_is_called_back_keeps_no_link(town):
    tell("13955551234", person(town.dong, "主体"), text="请看 {link}", secret="https://x/m/t/")
    notice = Notice.objects.get()
    assert notice.secret
    do(SYSTEM, "notices.recall", notice, {})
    notice.refresh_from_db()
    assert (notice.sending, bool(notice.secret)) == ("dropped", False)
