"""Letting messages leave: those due now, and the digest of the day."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from doorstep.frame import SYSTEM, Conflict, Ctx, Given, Result, act, do
from doorstep.kit import clock
from doorstep.notices.acts.ports import sms_port
from doorstep.notices.models import Notice
from doorstep.notices.queries import due, quiet_hours
from doorstep.notices.rules import (
    APP,
    ASKED,
    DIGEST_AT,
    EMERGENCY,
    MOST_TRIES,
    NORMAL,
    PAUSE,
    SMS,
    in_one,
)

#: Stand in the text where a code or the address of the reporter's page goes.
CODE_MARK, LINK_MARK = "{code}", "{link}"


def filled(notice: Notice, unknown: str = "") -> str:
    """The text with its code or link in place: both are kept apart, encrypted, until it left."""
    secret = notice.secret.open() if notice.secret else unknown
    return notice.text.replace(CODE_MARK, secret).replace(LINK_MARK, secret).strip()


@act("notices.delivered", on=Notice, grants="the port took the message")
def delivered(notice: Notice, given: Given, ctx: Ctx) -> Result:
    """The message left; a code in it is wiped (the demo keeps it for its inbox)."""
    notice.sending, notice.sent_at = "sent", ctx.now
    if not settings.DEMO:
        notice.secret = ""
    return Result(notice)


@act("notices.stuck", on=Notice, grants="the port did not take the message")
def stuck(notice: Notice, given: Given, ctx: Ctx) -> Result:
    """The message could not leave; it is tried again. After five times it has failed, and its code
    or link is wiped: nothing sends it any more."""
    notice.tries += 1
    notice.error = (given.error or "")[:120]
    notice.sending = "failed" if notice.tries >= MOST_TRIES else "waiting"
    notice.due_at = ctx.now + PAUSE * 2**notice.tries
    if notice.sending == "failed":
        notice.secret = ""
    return Result(notice)


@act("notices.postpone", on=Notice, grants="quiet hours began while it waited")
def postpone(notice: Notice, given: Given, ctx: Ctx) -> Result:
    """The message waits for the morning."""
    notice.due_at = given.until
    return Result(notice)


def deliver_due(limit: int = 100) -> int:
    """Hand over the messages to phones that are due; how many left. Run by the worker.

    What is normal and for one phone leaves as one message. The port is called outside any
    transaction. A worker that dies between the port and the note sends once more: the provider
    drops that by the key.
    """
    left = 0
    for notices in due(clock.now(), limit):
        if notices[0].urgency not in (EMERGENCY, ASKED):
            free = quiet_hours(notices[0].path).over(clock.now())
            if free > clock.now():
                for notice in notices:
                    do(SYSTEM, "notices.postpone", notice, Given({"until": free}), channel="system")
                continue
        left += _deliver(notices)
    return left


def without_secrets(error: str, notices: list[Notice]) -> str:
    """What a port said, without the codes, links and phones that it may repeat: the note of it is
    kept in the clear."""
    there = [notice.secret.open() for notice in notices if notice.secret]
    there += [notice.phone.open() for notice in notices if notice.phone]
    for secret in filter(None, there):
        for written in (secret, quote(secret, safe=""), secret.rstrip("/").rsplit("/", 1)[-1]):
            error = error.replace(written, "…")
    return error


def _deliver(notices: list[Notice]) -> bool:
    try:
        text, more = in_one([(n.about, filled(n)) for n in notices])
        if more:
            text += "\n" + _("%(n)d earlier messages: see the page of your link.") % {"n": more}
        sms_port().send(notices[0].phone.open(), text, str(notices[0].pk))
    except Exception as error:  # noqa: BLE001  (a port is foreign code: try again)
        for notice in notices:
            said = without_secrets(str(error), notices)
            do(SYSTEM, "notices.stuck", notice, Given({"error": said}), channel="system")
        return False
    noted = 0
    for notice in notices:
        try:
            do(SYSTEM, "notices.delivered", notice, {}, channel="system")
        except Conflict:
            continue  # another worker was faster
        noted += 1
    return noted > 0


@act("notices.digest", creates=Notice, at="path", grants="once a day")
def digest(given: Given, ctx: Ctx) -> Result:
    """One message that says how many wait in the list, and nothing of what they say."""
    with override(given.account.language or None):
        text = _("%(count)d messages wait for you in Doorstep.") % {"count": given.count}
    notice = Notice(
        topic="notices.digest", text=text, path=given.path, account=given.account, urgency=NORMAL,
        channel=SMS, sending="waiting", due_at=ctx.now,
    )  # fmt: skip
    notice.phone = given.phone
    return Result(notice)


def send_digests(now: datetime | None = None) -> int:
    """Once a day, for accounts with unseen messages and a phone: one digest. Run by the worker."""
    now = now or clock.now()
    local = clock.local(now)
    if local.time() < DIGEST_AT or quiet_hours("").holds(now):
        return 0
    since = clock.start_of(local.date())
    had = Notice.objects.filter(topic="notices.digest", due_at__gte=since, account__isnull=False)
    waiting = (
        Notice.objects.filter(
            channel=APP,
            seen_at=None,
            urgency=NORMAL,
            account__isnull=False,
            due_at__gt=now - timedelta(days=1),
            due_at__lte=now,
        )
        .exclude(account__in=had.values("account"))
        .select_related("account__person")
    )
    counts: dict[object, list[Notice]] = {}
    for notice in waiting.iterator():
        counts.setdefault(notice.account_id, []).append(notice)
    sent = 0
    for notices in counts.values():
        account = notices[0].account
        if account is not None and account.is_active and account.person.phone:
            values = {
                "account": account, "count": len(notices), "path": account.path,
                "phone": account.person.phone.open(),
            }  # fmt: skip
            do(SYSTEM, "notices.digest", None, Given(values), channel="system")
            sent += 1
    return sent


def tick() -> int:
    """What the worker does every half minute: digest if it is time, then what is due."""
    send_digests()
    return deliver_due()
