"""Tables about people leave with two persons' word: one asks with a reason, another releases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.doors.models import Export
from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act, relation
from doorstep.notices.acts import send
from doorstep.panes.forms import ActForm
from doorstep.people.models import Account
from doorstep.people.queries import holders
from doorstep.people.rules import (
    AUDITOR,
    CITY_CENTRE,
    CITY_OD,
    COMMUNITY_SECRETARY,
    STREET_LEADER,
    STREET_ORGANIZER,
    STREET_SECRETARY,
)

#: Who releases tables about people of their own places; never their own.
RELEASERS = (
    COMMUNITY_SECRETARY, STREET_ORGANIZER, STREET_LEADER, STREET_SECRETARY, CITY_OD, CITY_CENTRE,
    AUDITOR,
)  # fmt: skip
#: Rows about people that may leave at once, and how long a released table may be fetched.
MOST_ABOUT_PEOPLE = 2_000
FETCHED_WITHIN = timedelta(hours=24)


def is_maker(actor: Actor, export: Export) -> bool:
    """Whether the actor asked for it."""
    return actor.id is not None and export.maker == actor.id


relation(
    "maker", on=Export, holds=is_maker,
    q=lambda actor: Q(maker=actor.id) if actor.id else Q(pk__in=[]),
)  # fmt: skip


class RefuseForm(ActForm):
    """Why not."""

    reason = forms.CharField(min_length=2, max_length=200, label=gettext_lazy("Why not"))


@act("doors.ask_export", creates=Export, anyone="rows are those the actor sees; a second releases",
     at="nowhere", button="none")  # fmt: skip
def ask_export(given: Given, ctx: Ctx) -> Result:
    """Ask for a table about people; whoever may release it nearest is told.

    Not over the interface: what the table holds is said by the page that asks.
    """
    if ctx.channel != "desk" or ctx.actor.id is None:
        raise Refused([Refusal(_("Ask for it on the page of the list."))])
    if len((given.reason or "").strip()) < 4:
        raise Refused([Refusal(_("Say in a few words what it is for."), field="reason")])
    if len(given.query) > (Export._meta.get_field("query").max_length or 0):
        raise Refused([  # cut off, it would be a larger table than the one that was asked for
            Refusal(_("The filters are too long to be kept."), cure=_("Choose fewer filters."))
        ])  # fmt: skip
    if given.rows > MOST_ABOUT_PEOPLE:
        raise Refused([
            Refusal(_("These are more than %(n)d rows about people.") % {"n": MOST_ABOUT_PEOPLE},
                    cure=_("Narrow the list first."))
        ])  # fmt: skip
    export = Export(
        maker=ctx.actor.id, office=given.office, path=given.path, screen=given.screen,
        query=given.query, form=given.form, about=given.about, rows=given.rows,
        reason=given.reason.strip()[:200], asked_at=ctx.now, state="asked",
    )  # fmt: skip
    near = [o.person for o, who in holders(RELEASERS, given.path, ctx.today)
            if o.person_id == who != ctx.actor.person]  # fmt: skip
    if not near:
        raise Refused([
            Refusal(_("There is nobody else here who could release it."),
                    cure=_("Ask the next level to take this table."))
        ])  # fmt: skip
    send(ctx, to=near[:3], topic="doors.export", about=export,
         text=lambda: _("A table about people waits for your word: %(reason)s")
         % {"reason": export.reason})  # fmt: skip
    return Result(export)


@act("doors.release_export", on=Export, roles=RELEASERS, never=["maker"], button="primary")
def release_export(export: Export, given: Given, ctx: Ctx) -> Result:
    """Let the table go, for a day; it still holds only what its maker may see."""
    export.second, export.until = ctx.actor.id, ctx.now + FETCHED_WITHIN
    told(export, ctx, lambda: _("The table is released; fetch it within 24 hours."))
    return Result(export)


@act("doors.refuse_export", on=Export, roles=RELEASERS, never=["maker"], form=RefuseForm)
def refuse_export(export: Export, given: Given, ctx: Ctx) -> Result:
    """The table stays here; its maker hears why."""
    export.second = ctx.actor.id
    ctx.note(words=given.reason)
    told(export, ctx, lambda: _("The table is not released: %(why)s") % {"why": given.reason})
    return Result(export)


def told(export: Export, ctx: Ctx, words: Callable[[], str]) -> None:
    """Tell the maker, in the language they read."""
    account = Account.objects.filter(pk=export.maker).first()
    send(ctx, to=account, topic="doors.export", text=words, about=export)
