"""Saved views that tell: once a day with the digest, or at once of emergencies (decision 0025).

A view that is shared belongs to the post: whoever holds it now is told, and may set or end it.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import time
from typing import Any

import structlog
from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.doors.models import ViewTelling, ViewWatch
from doorstep.frame import (
    SYSTEM,
    Actor,
    Ctx,
    Given,
    Refusal,
    Refused,
    Result,
    act,
    do,
    path_q,
    relation,
)
from doorstep.kit import clock
from doorstep.notices.acts import send
from doorstep.notices.rules import NORMAL, URGENT
from doorstep.panes.forms import ActForm
from doorstep.panes.lists import COUNTED, all_of, count_of, wanted
from doorstep.panes.saved import SavedView, chosen
from doorstep.panes.screens import SCREENS, Screen, opens
from doorstep.people.models import Account, Office
from doorstep.people.queries import actor_for, stand_ins
from doorstep.people.queries.actors import accounts_of

log = structlog.get_logger("doorstep.views")
DAILY, AT_ONCE, NEVER = "daily", "at_once", "never"
#: From then on the day's telling is made: before the digest of the day counts what waits.
FROM = time(16, 30)
#: The filter of what does not wait for the evening; holders told of one view.
PRESSING, MOST_HOLDERS = "emergency", 300


def _posts(actor: Actor) -> Q:
    found = Q(pk__in=[])
    for office in actor.offices:
        found |= Q(role=office.role, path__in=office.paths)
    return found & ~Q(role="")


relation(
    "post", on=SavedView,
    holds=lambda actor, view: bool(view.role) and any(
        o.role == view.role and view.path in o.paths for o in actor.offices
    ),
    q=_posts,
)  # fmt: skip


class TellForm(ActForm):
    """When the view tells."""

    when = forms.ChoiceField(label=lazy("Tell of new rows"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        """At once only where a list knows emergencies."""
        field: Any = self.fields["when"]
        screen = SCREENS.get(self.record.screen) if self.record is not None else None
        field.choices = [
            (DAILY, _("Once a day, with the digest")),
            *([(AT_ONCE, _("Once a day, and of emergencies at once"))]
              if screen is not None and PRESSING in screen.filters else []),
            (NEVER, _("Do not tell")),
        ]  # fmt: skip


@act("doors.tell_view", on=SavedView, relations=("keeper", "post"), form=TellForm, button="primary")
def tell_view(view: SavedView, given: Given, ctx: Ctx) -> Result:
    """Say when a view tells of new rows; one that was typed tells of nobody's matters (D6)."""
    there = ViewTelling.objects.filter(view=view.pk).first()
    if given.when != NEVER:
        screen = SCREENS.get(view.screen)
        if screen is None or QueryDict(chosen(view, ctx.actor)) != QueryDict(view.query):
            cure = _("Save it with filters that are chosen from the lists.")
            words = _("A view with typed words does not tell.")
            raise Refused([Refusal(words, field="when", clause="D6", cure=cure)])
        asked = wanted(screen, QueryDict(view.query))
        if count_of(screen, ctx.actor, asked, COUNTED) > COUNTED:
            words = _("It shows more than 1,000 rows: what is new among them is no news.")
            raise Refused([Refusal(words, field="when", cure=_("Narrow the filters first."))])
    if there is None:
        ctx.add(ViewTelling(view=view.pk, mode=given.when))
    else:
        ctx.change(there, mode=given.when)
    ends = given.when == NEVER
    words = _("It tells no more.") if ends else _("It tells of what is new from now.")
    return Result(view, words=words)


@act("doors.view_news", on=SavedView, grants="tells whoever holds the post of new rows")
def view_news(view: SavedView, given: Given, ctx: Ctx) -> Result:
    """One message with how many, and none of what they say."""
    send(ctx, to=given.account, topic="doors.view", about=view,
         text=lambda: _("“%(view)s”: %(n)d new") % {"view": view.title, "n": given.n},
         urgency=URGENT if given.pressing else NORMAL)  # fmt: skip
    ctx.note(n=given.n)
    return Result(view)


def told_by(view: SavedView) -> list[Account]:
    """Who is told: the keeper, or whoever holds the post now (deputies for those who are away)."""
    if not view.role:
        return list(Account.objects.filter(pk=view.keeper, active=True, withdrawn_at=None))
    today = clock.today()
    there: Any = Office.objects
    held = there.at(today).filter(path_q([view.path]), role=view.role, withdrawn_at=None)
    persons = list(held.values_list("person_id", flat=True).distinct()[:MOST_HOLDERS])
    deputies = stand_ins(persons, today)
    return list(accounts_of([deputies.get(p, p) for p in persons]).values())


def matching(screen: Screen, actor: Actor, query: str, *, pressing: bool) -> list[str] | None:
    """Marks of the rows of a view, None where they are too many to tell what is new."""
    asked = wanted(screen, QueryDict(query))
    if pressing:
        asked = replace(asked, filters={**asked.filters, PRESSING: ("1",)})
    rows = [r for part in all_of(screen, actor, asked, COUNTED + 1) for r in part]
    return None if len(rows) > COUNTED else [mark(r.pk) for r in rows]


def mark(ident: uuid.UUID) -> str:
    """The end of an id: what is random in it."""
    return ident.hex[-12:]


def tell_views() -> int:
    """Look at the views that tell; how many messages. Run by the worker every few minutes."""
    sent, local = 0, clock.local(clock.now())
    evening = clock.start_of(local.date()) if local.time() >= FROM else None
    for telling in ViewTelling.objects.exclude(mode=NEVER).order_by("pk"):
        view = SavedView.objects.filter(pk=telling.view, withdrawn_at=None).first()
        screen = SCREENS.get(view.screen) if view is not None else None
        if view is None or screen is None:
            continue
        for account in told_by(view):
            try:
                sent += _looked(view, screen, account, telling.mode, evening is not None)
            except Exception:  # one view that cannot be asked holds up no other
                log.exception("a view could not be looked at", view=str(view.pk))
    return sent


def _looked(view: SavedView, screen: Screen, account: Account, mode: str, evening: bool) -> int:
    watch = ViewWatch.objects.filter(view=view.pk, account=account.pk).first()
    now = clock.now()
    begun = clock.local(now).replace(hour=FROM.hour, minute=FROM.minute, second=0, microsecond=0)
    daily = evening and (watch is None or watch.looked_at < begun)
    if not daily and watch is not None and mode != AT_ONCE:
        return 0
    actor = actor_for(account)
    if not opens(actor, screen):
        return 0
    pressing = watch is not None and not daily
    found = matching(screen, actor, view.query, pressing=pressing)
    if found is None:
        return 0
    if watch is None:  # tells from now on
        ViewWatch.objects.create(view=view.pk, account=account.pk, known=found, looked_at=now)
        return 0
    new = [m for m in found if m not in set(watch.known)]
    with transaction.atomic():
        if new:
            given = Given({"account": account, "n": len(new), "pressing": pressing})
            do(SYSTEM, "doors.view_news", view, given, channel="system")
        watch.known = found if not pressing else [*watch.known, *new]
        if not pressing:
            watch.looked_at = now
        if new or not pressing:
            watch.save(update_fields=["known", "looked_at"])
    return int(bool(new))
