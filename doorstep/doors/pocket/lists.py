"""The three lists of a day, a week, a month by domain B4, on the phone and on paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from doorstep.doors.look import show
from doorstep.doors.pocket.base import ROLES, Hand, draw, hand_of, place_words
from doorstep.doors.pocket.rows import line, what
from doorstep.doors.portal.follow import state_of
from doorstep.doors.portal.reading import day_words
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.lists import rules
from doorstep.lists.queries import undivided
from doorstep.matters.models import Matter
from doorstep.matters.queries import level_of
from doorstep.panes.pages import page
from doorstep.panes.screens import SCREENS, visible
from doorstep.people.rules import ROLES as ALL_ROLES

MOST = 500


def level(hand: Hand) -> int:
    """The level the lists are told from: a grid's is the compound's (B4)."""
    own = [level_of(o.role) for o in hand.actor.offices if o.role in ALL_ROLES]
    found = max(own, default=1)
    return (
        1
        if found <= 2 and hand.actor.roles & {"grid_member", "grid_head", "compound_secretary"}
        else max(found, 1)
    )


def sorted_lists(hand: Hand, since: date, until: date) -> dict[str, list[Matter]]:
    """Matters begun in the period, each in exactly one part: one statement."""
    rows = visible(hand.actor, SCREENS["matters"]).filter(
        undivided(), begun_on__gte=since, begun_on__lte=until
    )
    rows = rows.select_related("place", "owner")
    at = level(hand)
    made: dict[str, list[Matter]] = {part: [] for part in rules.PARTS}
    for matter in rows.order_by("begun_at")[:MOST]:
        made[rules.part(matter, at)].append(matter)
    return made


def asked(request: HttpRequest) -> tuple[str, date, date]:
    """Period and its days, from the address."""
    period = request.GET.get("period", "day")
    period = period if period in rules.UNITS else "day"
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = clock.today()
    return period, *rules.period(period, min(day, clock.today()))


def title(period: str, since: date, until: date) -> str:
    """The days in words."""
    return day_words(since) if period == "day" else f"{day_words(since)} – {day_words(until)}"


def period_words() -> dict[str, str]:
    """Names of the periods."""
    return {"day": _("Day"), "week": _("Week"), "month": _("Month")}


def totals(found: dict[str, list[Matter]]) -> list[dict[str, Any]]:
    """The five parts and their sum, which is the first list."""
    rows = [
        {
            "code": "collect",
            "label": label("lists", "part.collect"),
            "n": sum(map(len, found.values())),
        }
    ]
    order = (rules.RESOLVED, rules.REPORTED, rules.OPEN, rules.MERGED, rules.STRUCK)
    return rows + [
        {"code": p, "label": label("lists", f"part.{p}"), "n": len(found[p])} for p in order
    ]


@page("lists", door="pocket", roles=ROLES, budget=6)
def three(request: HttpRequest) -> HttpResponse:
    """收集 · 解决 · 上报 of the own patch, with totals that foot."""
    hand = hand_of(request)
    period, since, until = asked(request)
    found = sorted_lists(hand, since, until)
    shown = request.GET.get("list", "collect")
    matters = (
        [m for part in rules.PARTS for m in found[part]] if shown not in found else found[shown]
    )
    query = f"period={period}&day={since}"
    return draw(
        request,
        hand,
        "pocket/lists.html",
        "lists",
        {
            "page_title": label("lists", "lists"),
            "page_lead": title(period, since, until),
            "periods": [
                {
                    "label": w,
                    "url": f"?period={p}&day={until if until <= clock.today() else clock.today()}",
                    "active": p == period,
                }
                for p, w in period_words().items()
            ],
            "totals": [
                t | {"url": f"?{query}&list={t['code']}", "active": t["code"] == shown}
                for t in totals(found)
            ],
            "rows": [line(hand, m) for m in sorted(matters, key=lambda m: m.begun_at)[:80]],
            "before": f"?period={period}&day={since - timedelta(days=1)}",
            "after": f"?period={period}&day={until + timedelta(days=1)}"
            if until < clock.today()
            else "",
            "print_url": f"{hand.base}lists/print/?{query}",
        },
    )


@page("lists", door="pocket", tail="print/", roles=ROLES, budget=6)
def sheet(request: HttpRequest) -> HttpResponse:
    """The three lists on one sheet."""
    hand = hand_of(request)
    period, since, until = asked(request)
    found = sorted_lists(hand, since, until)
    where = {m.pk: part for part, ms in found.items() for m in ms}
    rows = sorted((m for ms in found.values() for m in ms), key=lambda m: m.begun_at)
    heads = [_("What"), _("Place"), _("Day"), _("Where it is now"), _("State")]
    cells = [
        (what(m), m.place.label, day_words(m.begun_on), m.owner.name if m.owner else "",
         f"{label('lists', f'part.{where[m.pk]}')} · {state_of(m)['word']} · {m.number}")
        for m in rows
    ]  # fmt: skip
    now = clock.today()
    response = show(
        request,
        "pocket/sheet.html",
        {
            "page_title": label("lists", "lists"),
            "page_lead": f"{period_words()[period]} · {title(period, since, until)}",
            "place": place_words(hand.actor),
            "totals": totals(found),
            "back_url": f"{hand.base}lists/?period={period}&day={since}",
            "columns": [{"label": words} for words in heads],
            "rows": [
                {"cells": [{"label": h, "value": v} for h, v in zip(heads, row, strict=True)]}
                for row in cells
            ],
            "printed": f"{now.year}-{now:%m-%d}",
            "as_of": _("as of %(day)s") % {"day": day_words(min(until, now))},
        },
    )
    response["Cache-Control"] = "no-store"
    return response
