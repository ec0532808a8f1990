"""我也遇到: like matters shown before somebody reports, and joined with one tap instead.

Residents see of others' what the page of a place tells anybody: category, day, state and how many
met it; never a word, a name or a door, and what is hidden not at all (D4, D5, D6).
"""

from __future__ import annotations

import dataclasses
import secrets
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from doorstep.doors.look import new_op, op_of
from doorstep.doors.portal import phone, reading
from doorstep.doors.story import with_cure
from doorstep.frame import NOBODY, ActError, Actor, do, may
from doorstep.frame.catalogues import row
from doorstep.kit import clock
from doorstep.kit.ids import derived
from doorstep.kit.path import covers_any
from doorstep.matters.models import Matter
from doorstep.matters.queries import last_of, titled
from doorstep.matters.rules.telling import phones_hidden
from doorstep.panes.pages import actor_of
from doorstep.panes.screens import SCREENS
from doorstep.routing.queries import CATEGORIES, UNSORTED, call_first
from doorstep.together.models import Support
from doorstep.together.queries import before_filing, desk, keys_of

#: What stands for this browser while no phone is confirmed; a random word in the signed session.
BROWSER = "met"
#: Lines offered while somebody reports; characters of what was said, at a desk.
MOST, WORDS = 4, 40


def passer(request: HttpRequest, *, begin: bool = False) -> Actor:
    """Whoever taps, by confirmed phone, account or browser; never by name: the trail of what was
    joined does not tell who met it.

    :param begin: whether the browser gets its word now.
    """
    asks = actor_of(request)
    if begin and BROWSER not in request.session:
        request.session[BROWSER] = secrets.token_urlsafe(16)
    marks = dict(phone.reporter(request).marks)
    if asks.id is not None:
        marks["account"] = str(asks.id)
    if BROWSER in request.session:
        marks["browser"] = request.session[BROWSER]
    return dataclasses.replace(NOBODY, marks=marks)


def line(matter: Matter, url: str, supports: dict[Any, Support]) -> dict[str, Any]:
    """One that is open, as anybody may read it."""
    leaf = row(CATEGORIES, matter.category)
    word, tone = reading.public_state(matter.state, matter.verdict, matter.verdict_by)
    mine = supports.get(matter.pk)
    return {
        "id": matter.pk,
        "what": leaf.label if leaf else "",
        "day": reading.day_words(clock.local(matter.begun_at).date()),
        "state": {"word": word, "tone": tone},
        "reach": matter.reach if matter.reach > 1 else None,
        "join": f"{url}same/{matter.pk}/",
        "mine": mine.pk if mine else None,
        "told": bool(mine and mine.phone),
        "op_id": new_op(),
    }


def mine_of(actor: Actor, matters: Iterable[Matter] | None = None) -> dict[Any, Support]:
    """What somebody said they met, by matter: one statement, none for who never did."""
    keys = keys_of(actor)
    if not keys:
        return {}
    found = Support.objects.filter(who__in=keys, withdrawn_at=None)
    if matters is not None:
        found = found.filter(matter__in=[m.pk for m in matters])
    return {s.matter_id: s for s in found.select_related("matter__place", "matter__merged_into")}


def shown(
    actor: Actor, path: str, codes: Iterable[str], text: str, url: str, taps: Actor | None = None
) -> list[dict[str, Any]]:
    """What stands beside a report that is being written.

    :param actor: whose sight counts; `taps`: by whom it would be joined.
    """
    likes = before_filing(actor, path, [c for c in codes if c != UNSORTED], text)[:MOST]
    supports = mine_of(taps or actor, [like.matter for like in likes]) if likes else {}
    sees = SCREENS["matters"] if desk(actor) else None
    return [
        line(like.matter, url, supports)
        | ({"why": like.reasons, "said": said(like.matter)}
           if sees and may(actor, sees, like.matter) else {})
        for like in likes
    ]  # fmt: skip


def inside(
    actor: Actor, scopes: Iterable[str], path: str, codes: list[str], text: str, url: str
) -> list[dict[str, Any]]:
    """The same for those who report for others: inside their scope, never beside an emergency."""
    if not path or not covers_any(scopes, path) or not codes or call_first(codes):
        return []
    return shown(actor, path, codes, text[:500], url)


def said(matter: Matter) -> str:
    """The reporter's words, for a desk that may read them."""
    return " ".join(phones_hidden(matter.text).split())[:WORDS]


def joined(request: HttpRequest, actor: Actor, ident: uuid.UUID, channel: str, **more: str) -> bool:
    """Say that one met the same; what is wrong is told on the next page."""
    op_id = op_of(request)  # of the form, which may still be sent as a report of its own
    try:
        done = do(actor, "matters.support", None, {"matter": str(ident), **more},
                  op_id=derived(op_id, str(ident)) if op_id else None, channel=channel)  # fmt: skip
    except ActError as error:
        for refusal in error.refusals:
            messages.error(request, with_cure(refusal))
        return False
    messages.success(request, done.words or _("Done."))
    return True


def met_rows(actor: Actor) -> list[dict[str, Any]]:
    """What one said one met, for one's own page: how each stands now, the newest first."""
    rows = []
    for support in sorted(mine_of(actor).values(), key=lambda s: s.at, reverse=True):
        last = last_of(support.matter)
        word, tone = reading.public_state(last.state, last.verdict, last.verdict_by)
        rows.append({
            "id": support.pk, "title": category_of(support.matter),
            "note": reading.day_words(clock.local(support.matter.begun_at).date()),
            "state": {"word": word, "tone": tone}, "told": bool(support.phone),
        })  # fmt: skip
    return rows


def category_of(matter: Matter) -> str:
    """What it is about and where, without door: what anybody may read."""
    leaf = row(CATEGORIES, matter.category)
    return leaf.label if leaf else titled(matter)
