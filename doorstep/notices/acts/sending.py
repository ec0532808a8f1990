"""Telling somebody something: `send` for follows and acts of upper apps, and marking seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import override

from doorstep.frame import Actor, Ctx, Given, Ref, Result, act, do
from doorstep.notices.models import Notice
from doorstep.notices.queries import quiet_hours, unseen_about
from doorstep.notices.rules import APP, EMERGENCY, NORMAL, SMS, leaves_at
from doorstep.people.models import Account, Body, Person
from doorstep.people.queries import on_duty, stand_ins
from doorstep.people.queries.actors import accounts_of

#: Characters of one message.
LONGEST = 300


@act("notices.send", creates=Notice, at="path", grants="follows and acts tell people things")
def send_act(given: Given, ctx: Ctx) -> Result:
    """Queue one message; quiet hours decide when it leaves."""
    channel = SMS if given.phone else APP
    urgency = given.urgency or NORMAL
    notice = Notice(
        topic=given.topic, text=given.text[:LONGEST],
        texts=given.texts if given.texts and channel == APP else {},
        about=given.about or "", path=given.path or "",
        account=given.account, body=given.body, urgency=urgency, channel=channel,
        sending="waiting" if channel == SMS else "sent",
        due_at=leaves_at(ctx.now, urgency, channel, quiet_hours(given.path or "", ctx.cache)),
    )  # fmt: skip
    if given.phone:
        notice.phone = given.phone
    if given.secret:
        notice.secret = given.secret
    if channel == APP:
        notice.sent_at = notice.due_at
    return Result(notice)


def send(
    ctx: Ctx,
    *,
    to: Account | Person | Body | str | Iterable[Account | Person | Body | str] | None,
    topic: str,
    text: str | Callable[[], str],
    about: Any = None,
    urgency: str = NORMAL,
    path: str = "",
    secret: str = "",
) -> None:
    """Tell somebody something, inside the act or follow at hand; nothing in quiet mode.

    :param to: an account, a person (told in the app if they have an account, else by phone if that
        is known), a body (whoever holds an office in it), a phone number, or several of these.
        Who is away is told through the deputy; in an emergency a body's people on duty are told
        by phone too.
    :param topic: code of the sentence, such as "matters.assigned".
    :param text: the words, at most 300 characters; no health, group or ID (it may go by SMS). A
        function is asked once in each language: in the app everybody reads their own, a phone
        gets Chinese.
    :param about: the record it is about; the message links to it.
    :param secret: a code or link that only the phone gets; stands where `{code}` or `{link}` does.
    :param urgency: one of `rules.URGENCIES`.
    :param path: place for quiet hours; that of `about` by default.
    """
    if ctx.quiet or to is None:
        return
    targets = [to] if isinstance(to, (Account, Person, Body, str)) else list(to)
    said, others = in_languages(text)
    values = {
        "topic": topic, "text": said, "texts": others, "urgency": urgency, "secret": secret,
        "about": str(Ref.to(about)) if about is not None else "",
        "path": path or getattr(about, "path", "") or "",
    }  # fmt: skip
    if urgency == EMERGENCY:
        bodies = [target for target in targets if isinstance(target, Body)]
        targets += [s.person.phone.open() for b in bodies for s in on_duty(b.pk, ctx.now)
                    if s.person.phone]  # fmt: skip
    for address in _addresses(targets, ctx):
        ctx.do("notices.send", None, Given({**values, **address}), to_all=True)


def in_languages(text: str | Callable[[], str]) -> tuple[str, dict[str, str]]:
    """The words in Chinese, and by code of language where they differ."""
    if not callable(text):
        return text, {}
    said: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            said[code] = str(text())[:LONGEST]
    first = said.pop(settings.LANGUAGE_CODE)
    return first, {code: words for code, words in said.items() if words != first}


def _addresses(targets: list[Any], ctx: Ctx) -> list[dict[str, Any]]:
    """Which column each target goes into; who cannot be reached is left out."""
    found: list[dict[str, Any]] = [{"phone": t} for t in dict.fromkeys(targets) if type(t) is str]
    found += [{"body": t} for t in dict.fromkeys(targets) if isinstance(t, Body)]
    persons = {t.person_id: t.person for t in targets if isinstance(t, Account)}
    plain = {t.pk: t for t in targets if isinstance(t, Person)}
    persons |= plain
    if not persons:
        return found
    deputies = stand_ins(persons, ctx.today)
    wanted = dict.fromkeys(deputies.get(ident, ident) for ident in persons)
    accounts = accounts_of(list(wanted))
    for ident in wanted:
        if ident in accounts:
            found.append({"account": accounts[ident]})
        elif ident in persons and ident in plain and persons[ident].phone:
            found.append({"phone": persons[ident].phone.open()})
    return found


@act("notices.recall", on=Notice, grants="what it says was taken back before anybody read it")
def recall(notice: Notice, given: Given, ctx: Ctx) -> Result:
    """A message that nobody has read yet goes no further."""
    if notice.seen_at is None and (notice.channel == APP or notice.sending == "waiting"):
        notice.sending, notice.secret = "dropped", ""
    return Result(notice)


@act("notices.seen", on=Notice, relations=["addressee"], button="none")
def seen(notice: Notice, given: Given, ctx: Ctx) -> Result:
    """Mark a message seen. Nobody else learns of it (R23: no read receipts)."""
    notice.seen_at = notice.seen_at or ctx.now
    if notice.sending == "waiting":
        notice.sending = "dropped"
    return Result(notice)


def see_about(actor: Actor, about: Any) -> int:
    """Mark the actor's messages about a record (or its "kind:id") seen; how many there were."""
    there = list(unseen_about(actor, about)[:20])
    for notice in there:
        do(actor, "notices.seen", notice, {}, channel="desk")
    return len(there)
