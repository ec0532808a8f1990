"""The bell and its list; in the demo the inbox where a tester reads what a phone would get."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.frame import Actor, Ref
from doorstep.kit import clock
from doorstep.notices.acts import see_about
from doorstep.notices.acts.delivery import filled
from doorstep.notices.models import Notice
from doorstep.notices.queries import unseen_by_urgency
from doorstep.notices.rules import APP, EMERGENCY
from doorstep.panes import Facts, Panel, Screen, column, page
from doorstep.panes.pages import actor_of
from doorstep.panes.screens import screen_of, visible

#: The greatest number on the bell.
MOST = 99


def meant(notice: Notice, actor: Actor) -> Iterable[Any]:
    """The record a message is about, where the actor may open it: one statement."""
    try:
        ref = Ref.parse(notice.about)
    except ValueError:
        return ()
    screen = screen_of(ref.kind)
    if screen is None:
        return ()
    return visible(actor, screen).filter(pk=ref.id).select_related(*screen.joins)


class Notices(Screen):
    """What one was told: the newest first; nobody sees anybody else's (R23)."""

    record, slug, action, menu = Notice, "notices", "", False
    relations = ("addressee",)
    columns = ("words", "urgency", "due_at", "seen_at")
    filters = ("unseen",)
    start = {"unseen": "1"}
    order, small, export = ("-due_at", "id"), True, False
    panels = (Facts("words", "due_at", "urgency"), Panel("notices.about", meant))

    def rows(self, actor: Actor) -> QuerySet[Notice]:
        """Messages in the list that may be shown by now."""
        return Notice.objects.filter(channel=APP, due_at__lte=clock.now())

    def label_of(self, record: Notice) -> str:
        """Its words in the reader's language."""
        return record.words[:60]

    @column(label="notices.text")
    def words(self, record: Notice) -> str:
        """What it says, in the reader's language."""
        return record.words

    def where_unseen(self, _value: str) -> Q:
        """Not yet opened."""
        return Q(seen_at=None)

    def find(self, actor: Actor, q: str) -> list[Any]:
        """Messages are not searched."""
        return []


@page("bell", relations=("addressee",), budget=200)
def bell(request: HttpRequest) -> HttpResponse:
    """The number on the bell, asked after the page is there; nothing where nothing is unread.

    A page of a record POSTs what it shows (`about`): what was told of it has now been seen.
    """
    actor = actor_of(request)
    if request.method == "POST":
        see_about(actor, request.POST.get("about", "")[:100])
    found = unseen_by_urgency(actor, MOST + 1)
    response: HttpResponse = JsonResponse(told(found)) if found else HttpResponse(status=204)
    response["Cache-Control"] = "private, no-store"
    return response


def told(urgencies: list[str]) -> dict[str, str]:
    """The number in short and in words; emergencies are named."""
    n, pressing = len(urgencies), urgencies.count(EMERGENCY)
    count = f"{MOST}+" if n > MOST else str(n)
    words = ngettext("%(n)s unread message", "%(n)s unread messages", n) % {"n": count}
    if pressing:
        count = _("Urgent %(n)s") % {"n": count}
        words = _("%(words)s, %(n)d of an emergency") % {"words": words, "n": pressing}
    return {"count": count, "words": words}


def readable(notice: Notice) -> str:
    """The words with the code or link in its place (demo only)."""
    return filled(notice, "••••••")


@page("inbox", anyone="exists in the demo only, where phones are invented", door="demo", budget=4)
def inbox(request: HttpRequest) -> HttpResponse:
    """The last messages to phones of the last hour, so that a tester sees the code."""
    latest = Notice.objects.filter(channel="sms").order_by("-id")[:20]
    lines = [{"phone": str(n.phone), "text": readable(n), "at": n.due_at} for n in latest]
    context = {
        "page_title": _("Inbox of the demo phones"),
        "page_lead": _("Text messages that would have been sent. No phone gets one in the demo."),
        "lines": lines,
    }  # fmt: skip
    return render(request, "notices/inbox.html", context)
