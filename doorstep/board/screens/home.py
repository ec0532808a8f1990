"""The home of a post: what presses now, and where to begin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from doorstep.board.queries import Queue, counts, first_of
from doorstep.board.rules import (
    AT_A_GLANCE,
    BOARD_FIRST,
    DEFAULT,
    HOMES,
    LONGER,
    ONE_SCREEN,
    OVERDUE,
)
from doorstep.frame import Actor
from doorstep.frame.terms import label, term
from doorstep.kit import clock
from doorstep.matters.acts.intake import REPORTERS
from doorstep.panes.columns import rows_of
from doorstep.panes.lists import COUNTED
from doorstep.panes.pages import actor_of, page
from doorstep.panes.screens import SCREENS, opens
from doorstep.people.rules import ROLES

WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)


def heaps(actor: Actor) -> list[Queue]:
    """The queues of all posts of the actor, the pressing ones of the first post first."""
    found = [heap for role in HOMES if role in actor.roles for heap in HOMES[role]] or list(DEFAULT)
    named = {name: Queue(name, "matters", filters, tone) for name, filters, tone in found}
    return list(named.values())[:6]


def counted(number: int) -> int | str:
    """A number as it stands on a page: counting ends at a thousand."""
    return f"{COUNTED}+" if number > COUNTED else number


def tally(queue: Queue, number: int) -> dict[str, Any]:
    """A number that opens its list."""
    return {
        "value": counted(number),
        "label": term(queue.term),
        "url": queue.url,
        "tone": queue.tone if number else "plain",
    }


@page("", roles=tuple(ROLES), budget=13, title="board.home", rank=0)
def home(request: HttpRequest) -> HttpResponse:
    """What presses at this post now; every number opens its list."""
    actor = actor_of(request)
    queues = heaps(actor) if opens(actor, SCREENS["matters"]) else []
    numbers = counts(actor, queues)
    screen = SCREENS["matters"]
    sections = []
    full = [(q, n) for q, n in zip(queues, numbers, strict=True) if n]
    glance = actor.roles & set(AT_A_GLANCE)
    rows_each = ONE_SCREEN[min(len(full), len(LONGER))] if glance else LONGER
    told: set[Any] = set()  # what is late and in hand has its row once, where it presses most
    for (queue, number), rows_shown in zip(full, rows_each, strict=False):
        first = first_of(actor, queue, rows_shown + len(told))
        found = [m for m in first if m.pk not in told][:rows_shown]
        if not found:
            continue
        told |= {m.pk for m in found}
        columns, rows = rows_of(screen, found, screen.columns, actor)
        sections.append(
            {
                "title": term(queue.term),
                "url": queue.url,
                "count": counted(number),
                "columns": columns,
                "rows": rows,
                "more": number > len(rows),
            }
        )
    reports, board = bool(set(REPORTERS) & actor.roles), bool(set(BOARD_FIRST) & actor.roles)
    today = clock.today()
    lead = _("%(month)d/%(day)d, %(weekday)s") % {
        "month": today.month,
        "day": today.day,
        "weekday": _(WEEKDAYS[today.weekday()]),
    }
    return TemplateResponse(
        request,
        "board/home.html",
        {
            "page_title": _("Good day, %(name)s") % {"name": actor.name}
            if actor.name
            else term("board.home"),
            "page_lead": lead,
            "primary": {"url": "/desk/matters/do/report/", "label": label("matters", "report")}
            if reports
            else {"url": "/desk/figures/", "label": _("Open the figures")}
            if board
            else None,
            "tally": [tally(q, n) for q, n in zip(queues, numbers, strict=True)],
            "sections": sections,
            "quiet": not any(
                n for q, n in zip(queues, numbers, strict=True) if q.term == OVERDUE[0]
            ),
            "board": board and reports,
        },
    )
