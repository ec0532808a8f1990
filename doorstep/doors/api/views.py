"""Lists, records and acts over JSON."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from doorstep.doors.api.problem import RequestError, api, body_of, entries
from doorstep.doors.story import LATE, offers, trail_of
from doorstep.frame.outcomes import Outcome
from doorstep.frame.rights import Actor
from doorstep.frame.run import do
from doorstep.frame.sealed import viewed
from doorstep.kit import clock
from doorstep.panes.columns import as_json
from doorstep.panes.lists import PAGE, Page, page_of, wanted
from doorstep.panes.pages import actor_of
from doorstep.panes.parts import Facts
from doorstep.panes.screens import SCREENS, Screen, one, opens

MOST_ROWS = 200


def screen_of_slug(request: HttpRequest, slug: str, *, reads: bool = True) -> Screen:
    """The screen of a slug if the actor may open it (and, to read it, the key is for its kind)."""
    screen, actor = SCREENS.get(slug), actor_of(request)
    if screen is None or not opens(actor, screen) or (reads and not in_scope(actor, screen.kind)):
        raise Http404
    return screen


def in_scope(actor: Actor, name: str) -> bool:
    """Whether the key of the request is for that act or kind (without list: for all of them)."""
    scopes = actor.marks.get("scopes")
    return not scopes or name in scopes


def as_list(request: HttpRequest, screen: Screen, page: Page) -> dict[str, Any]:
    """A page of a list."""

    def link(name: str, cursor: str) -> str | None:
        params = request.GET.copy()
        for old in ("after", "before"):
            params.pop(old, None)
        params[name] = cursor
        return f"{request.path}?{params.urlencode()}" if cursor else None

    return {
        "items": [
            as_json(screen, r, screen.columns) | {"url": f"/api/v1/{screen.slug}/{r.pk}/"}
            for r in page.records
        ],
        "next": link("after", page.next),
        "previous": link("before", page.before),
        "total": page.total,
    }


@api("GET", "POST")
def nothing(_request: HttpRequest) -> HttpResponse:
    """Every address that there is not: a problem document, like all other errors."""
    raise Http404


@api("GET")
def list_view(request: HttpRequest, slug: str) -> HttpResponse:
    """A list by cursor; the same filters as at the desk; size ≤ 200."""
    screen = screen_of_slug(request, slug)
    size = request.GET.get("size", "")
    rows = min(int(size), MOST_ROWS) if size.isdecimal() and int(size) else PAGE
    return JsonResponse(
        as_list(
            request, screen, page_of(screen, actor_of(request), wanted(screen, request.GET), rows)
        )
    )


@api("GET")
def record_view(request: HttpRequest, slug: str, ident: uuid.UUID) -> HttpResponse:
    """One record: what its page tells, and the acts possible now."""
    screen, actor = screen_of_slug(request, slug), actor_of(request)
    record = one(actor, screen, ident)
    if record is None:
        raise Http404
    names = dict.fromkeys(
        [
            *screen.columns,
            *(n for p in screen.all_panels(actor, record) if isinstance(p, Facts) for n in p.names),
        ]
    )
    viewed(actor, record)
    trail_of(record)
    now, refused = offers(screen, record, actor)
    return JsonResponse(
        as_json(screen, record, names)
        | {
            "url": request.path,
            "acts": [
                {
                    "name": o["name"],
                    "label": o["label"],
                    "url": f"/api/v1/{slug}/{record.pk}/do/{o['name'].rsplit('.', 1)[-1]}/",
                }
                for o in now
            ],
            "refused": [{"name": o["name"], "reason": str(o["reason"])} for o in refused],
        }
    )


def of_type(body: dict[str, Any], name: str, made: Any) -> Any:
    """An envelope value, or None where it is missing.

    :raises RequestError: when it is nonsense.
    """
    value = body.get(name)
    if value is None:
        return None
    try:
        found = made(value)
    except (ValueError, TypeError, AttributeError):
        found = None
    if found is None:
        raise RequestError(_("“%(name)s” is not as it should be.") % {"name": name})
    return found


def as_uuid(value: Any) -> uuid.UUID:
    """A UUID in text."""
    return uuid.UUID(str(value))


def as_moment(value: Any) -> datetime | None:
    """A moment with its zone."""
    found = parse_datetime(str(value))
    return found if found is not None and found.tzinfo is not None else None


def as_day(value: Any) -> date | None:
    """The day something happened: not to come, and at most a week ago.

    Later entries (补录) need a reason, which the desk and tables take (design §3).
    """
    found, today = parse_date(str(value)), clock.today()
    return found if found is not None and today - LATE <= found <= today else None


def answer(outcome: Outcome) -> dict[str, Any]:
    """What an act gives back."""
    record = outcome.record
    return {
        "kind": outcome.kind,
        "id": str(outcome.id),
        "entry": str(outcome.entry),
        "version": getattr(record, "version", None),
        "state": getattr(record, "state", None),
        "words": str(outcome.words or ""),
        "replayed": outcome.replayed,
    }


@api("POST")
def act_view(
    request: HttpRequest, slug: str, word: str, ident: uuid.UUID | None = None
) -> HttpResponse:
    """Do one act. Body: {"data": {…}, "op_id", "version", "office", "occurred_on"}."""
    screen, actor = screen_of_slug(request, slug, reads=False), actor_of(request)
    act = screen.act(word, creates=ident is None)
    if act is None or not in_scope(actor, act.name):
        raise Http404
    record = one(actor, screen, ident) if ident is not None else None
    if ident is not None and record is None:
        raise Http404
    body = body_of(request)
    data, version = body.get("data", {}), body.get("version")
    if not isinstance(data, dict) or (record is not None and not isinstance(version, int)):
        raise RequestError(
            _("Send “data” (an object) and, for a record, its “version” (a number).")
        )
    outcome = do(
        actor,
        act.name,
        record,
        entries(act, data),
        op_id=of_type(body, "op_id", as_uuid),
        channel="api",
        version=version if record is not None else None,
        office=of_type(body, "office", as_uuid),
        occurred_on=of_type(body, "occurred_on", as_day),
    )
    return JsonResponse(
        answer(outcome), status=200 if record is not None or outcome.replayed else 201
    )
