"""GET /api/v1/figures/?at=&place=: rows as of `doorstep figures --json`, for whoever reads them."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from doorstep.board.queries import progress
from doorstep.board.rules import READERS
from doorstep.board.screens.figures import article_order, where
from doorstep.doors.api.problem import RequestError, api
from doorstep.doors.api.schemas import DAY, TEXT, Schema, an_object, answer, array, problems
from doorstep.doors.api.views import in_scope
from doorstep.kit import clock
from doorstep.panes.figures import FIGURES, ask
from doorstep.panes.pages import actor_of

#: What a key has to name to read them, where it names anything.
SCOPE = "board.figures"


def day(request: HttpRequest) -> date:
    """The day asked for; today if none was.

    :raises RequestError: when it is no day, or one to come.
    """
    asked = request.GET.get("at", "")
    try:
        found = date.fromisoformat(asked) if asked else clock.today()
    except ValueError:
        found = None
    if found is None or found > clock.today():
        raise RequestError(_("“%(name)s” is not as it should be.") % {"name": "at"})
    return found


@api("GET")
def figures(request: HttpRequest) -> HttpResponse:
    """All figures of a place (a street or community; without: all of one's own) as of a day."""
    actor = actor_of(request)
    if not actor.roles & frozenset(READERS) or not in_scope(actor, SCOPE):
        raise Http404
    at, scope, complete = day(request), where(request, actor), progress() is None
    rows = [
        row | {"past_complete": complete}
        for code in sorted(FIGURES, key=article_order)
        for row in ask(code, scope, at)
    ]
    return JsonResponse({"items": rows, "next": None, "previous": None, "total": len(rows)})


def described() -> Schema:
    """The path in the document of the API."""
    row = an_object(("code", "value", "at"), code=TEXT, at=DAY)
    parameters = [
        {"name": "at", "in": "query", "schema": DAY},
        {"name": "place", "in": "query", "schema": TEXT},
    ]
    found = {"200": answer("Figures", an_object(("items",), items=array(row)))}
    responses = found | problems("400", "404")
    return {"get": {"operationId": "figures", "parameters": parameters, "responses": responses}}
