"""How a matter comes in: from field workers, the window, the portal, the API and tables."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act
from doorstep.kit.ids import matter_number
from doorstep.kit.paper import word_file
from doorstep.matters.acts.complaints import hidden_from, judge, looked_from, set_subject, subject
from doorstep.matters.acts.dates import wind
from doorstep.matters.acts.forms import AskForm, ReceiveForm, ReportForm
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import (
    AT_THE_DOOR,
    L_COMMUNITY,
    L_COMPOUND,
    L_STREET,
    LOOK,
    PHONE,
    PORTAL,
    REQUEST,
    SOLVED,
    WINDOW,
)
from doorstep.matters.rules.telling import made_title
from doorstep.panes import files
from doorstep.people.models import Body
from doorstep.people.rules import (
    BUILDING_HEAD,
    CITY_CENTRE,
    COMMUNITY_DISPATCHER,
    COMMUNITY_SECRETARY,
    COMMUNITY_WORKER,
    COMPOUND_SECRETARY,
    GRID_HEAD,
    GRID_MEMBER,
    HOTLINE,
    STEWARD,
    STREET_DISPATCHER,
    WINDOW_CLERK,
)
from doorstep.places.queries import city_code
from doorstep.routing.queries import (
    UNSORTED,
    Proposal,
    category,
    lowest_body,
    propose,
    sounds_hidden,
)

#: Everybody in the field and at the counter may pass on what they hear in their own place.
REPORTERS = (
    STEWARD, BUILDING_HEAD, GRID_MEMBER, GRID_HEAD, COMPOUND_SECRETARY, COMMUNITY_WORKER,
    COMMUNITY_DISPATCHER, COMMUNITY_SECRETARY, WINDOW_CLERK, STREET_DISPATCHER, CITY_CENTRE,
)  # fmt: skip
#: The source a role stands for, when the form does not say otherwise.
SOURCE_OF_ROLE = {STEWARD: "steward", BUILDING_HEAD: "building_head", WINDOW_CLERK: "window",
                  GRID_MEMBER: "grid_member", GRID_HEAD: "grid_member"}  # fmt: skip
#: Mark of an actor whose address sent so many emergencies that they no longer ring singly.
UNRUNG = "unrung"


def attach(matter: Matter, uploads: list[Any], ctx: Ctx, kind: str) -> list[Any]:
    """Store uploads with the matter: judged by their bytes, made harmless, seen by who sees it."""
    stored = [files.accept(each, (kind,), matter) for each in uploads]
    ctx.add(*stored)
    return stored


def next_number(ctx: Ctx) -> str:
    """The next number of the day: one statement that also locks it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matters_mattercounter (day, last) VALUES (%s, 1)"
            " ON CONFLICT (day) DO UPDATE SET last = matters_mattercounter.last + 1 RETURNING last",
            [ctx.on],
        )
        return matter_number(city_code(), ctx.on, cursor.fetchone()[0])


def begin(given: Given, ctx: Ctx, source: str, way: str = "") -> Matter:
    """Make the matter: number, level, owner, dates. The same for every door.

    :param way: "settled" (我办好了), "compound" (请小区办), "community" (报社区) or "" (by rule).
    """
    place, leaf = given.place, category(given.category)
    if leaf is None:
        raise Refused([Refusal(_("Choose what it is about."), field="category")])
    data, at = leaf.data, given.begun_at or ctx.now
    emergency = bool(data.get("emergency"))
    intake = REQUEST if emergency else given.intake or data.get("intake") or REQUEST
    concerned, marks = subject(given, place.path), marks_of(given, emergency or way == "settled")
    hidden = hidden_from(data, concerned, given.about or "")
    proposal = first_owner(given, ctx, data, hidden, concerned, way, source)
    state = "assigned" if proposal.body and (emergency or way == "compound") else "submitted"
    owner = proposal.body
    if LOOK in marks:  # its level stays that of the work: being looked at is no step up (B4)
        looked = looked_from(said_in(given))
        hidden, state = max(hidden, looked), "submitted"
        above = lowest_body(hidden, place.path, ctx.cache)
        owner = above[0] if above else owner
    matter = Matter(
        intake=intake, category=leaf.code, category_class=data["class"],
        title=given.title or made_title(leaf.zh, place.label), text=(given.text or "").strip(),
        heard=not given.voice or bool(given.text), place=place, path=place.path,
        where=given.where or "", source=source, outside_number=given.outside_number or "",
        reporter_name=given.reporter_name or "", reporter_account=given.reporter_account,
        passed_on_by=given.passed_on_by,
        token=secrets.token_urlsafe(18), hidden_below=hidden,
        emergency=emergency, owner=owner, level=proposal.level, top_level=proposal.level,
        begun_on=ctx.on, begun_at=at, state=state, marks=marks,
    )  # fmt: skip
    set_subject(matter, concerned, given.about or "")
    matter.sealed = bool(given.sealed or data.get("confidential"))
    if given.reporter_phone:
        matter.reporter_phone = given.reporter_phone
    elif ctx.actor.marks.get("phone_clear"):
        matter.reporter_phone = ctx.actor.marks["phone_clear"]
    matter.outside_due, matter.first_level = given.outside_due, proposal.level
    if way == "settled":
        matter.state, matter.outcome = "resolved", SOLVED
        matter.result, matter.resolved_at = given.result or matter.text, ctx.now
        matter.ended_level = matter.level
    wind(matter, ctx.now)
    if given.voice:
        matter.voice = attach(matter, [given.voice], ctx, files.AUDIO)[0].pk
    attach(matter, given.photos or [], ctx, files.IMAGE)
    if given.whole:  # only tables bring it: the text at hand is its shortened form
        attach(matter, [word_file(given.whole)], ctx, files.DOCUMENT)
    matter.number = next_number(ctx)  # last: its row is locked for all reports of the day
    ctx.note(rule=proposal.rule, clause=proposal.clause, emergency=emergency)
    return matter


def marks_of(given: Given, at_once: bool) -> list[str]:
    """Why somebody should look at it; what nobody sorted and sounds hidden is held (0010).

    :param at_once: an emergency, or settled already: not held.
    """
    marks = list(given.marks or ())
    if given.proposed and given.category != UNSORTED:
        marks.append("category")
    unsorted = given.category == UNSORTED or "category" in marks
    if unsorted and not at_once and sounds_hidden(said_in(given)):
        marks.append(LOOK)
    return marks


def said_in(given: Given) -> str:
    """All the words of a report; of a long row of a table those that the file alone keeps, too."""
    return f"{given.title or ''} {given.whole or given.text or ''}"


def first_owner(
    given: Given,
    ctx: Ctx,
    data: dict[str, Any],
    hidden: int,
    concerned: Body | None,
    way: str,
    source: str,
) -> Proposal:
    """Who gets it first.

    The lowest level that can settle it comes first (B5); from counter and phone the community,
    whose counter it is, unless the clerk sends it to the compound (派到小区); emergencies go
    straight to the rule's owner; complaints go one level above the one complained about (D5), other
    hidden ones to the lowest level that may see them.
    """
    place = given.place
    if data.get("emergency"):
        found = propose(given.category, place.path, [place.place_kind])
        if found and (concerned is None or found.body.pk != concerned.pk):
            return found
    if concerned is not None or data.get("about_worker") or hidden > L_STREET:
        found_body = judge(hidden, place.path, concerned, ctx.cache)
        return Proposal(found_body, found_body.level, "", "")
    if hidden:
        body = lowest_body(hidden, place.path, ctx.cache)
    elif way == "community" or (way != "compound" and source in (WINDOW, PHONE)):
        body = lowest_body(L_COMMUNITY, place.path, ctx.cache)
    else:
        body = lowest_body(L_COMPOUND, place.path, ctx.cache)
    if body is None:
        words = _("No organisation looks after this place yet.")
        cure = _("Choose another place, or ask the street to enter one.")
        raise Refused([Refusal(words, field="place", cure=cure)])
    return Proposal(body[0], 0 if way == "settled" and source in AT_THE_DOOR else body[1], "", "")


def result(matter: Matter) -> Result:
    """What the reporter reads at once."""
    return Result(
        matter, words=_("Received. The number is %(number)s.") % {"number": matter.number}
    )


@act(
    "matters.report",
    creates=Matter,
    roles=REPORTERS,
    form=ReportForm,
    offline=True,
    button="primary",
)
def report(given: Given, ctx: Ctx) -> Result:
    """A worker, volunteer or clerk passes on a matter of their own place (M53, M49, R3)."""
    role = ctx.warrant.office.role if ctx.warrant.office else ""
    source = given.source or SOURCE_OF_ROLE.get(role, "window")
    own = None if given.reporter_phone else ctx.actor.id
    given = Given({**given.all(), "reporter_account": own, "passed_on_by": ctx.actor.person})
    return result(begin(given, ctx, source, given.way or ""))


@act(
    "matters.ask",
    creates=Matter,
    form=AskForm,
    button="none",
    anyone="Residents report without an account (R19); abuse is limited by phone code and rate.",
)
def ask(given: Given, ctx: Ctx) -> Result:
    """A resident reports, asks or suggests from the portal (QR of compound or stairwell)."""
    if UNRUNG in ctx.actor.marks:
        ctx.note(unrung=True)
    return result(begin(Given({**given.all(), "reporter_account": ctx.actor.id}), ctx, PORTAL))


@act("matters.receive", creates=Matter, form=ReceiveForm, button="none",
     roles=(COMMUNITY_SECRETARY, STREET_DISPATCHER, CITY_CENTRE, HOTLINE))  # fmt: skip
def receive(given: Given, ctx: Ctx) -> Result:
    """A row of a table or a call from another system becomes a matter (idempotent by op_id)."""
    return result(begin(given, ctx, given.source or "hotline"))
