"""POST /api/v1/exchange/: matters of another system in one call, idempotent by their numbers.

The rows go the way of a table (`exchange.imports`): the same columns, findings and cures, whatever
brings them. The same number with the same words changes nothing; with other words it is told.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from doorstep.doors.api.problem import RequestError, api, body_of
from doorstep.doors.api.schemas import TEXT, Schema, an_object, answer, array, body, problems
from doorstep.doors.api.views import in_scope
from doorstep.exchange.imports import MATTERS, kind_of
from doorstep.frame.acts import ACTS
from doorstep.frame.imports import run_import
from doorstep.frame.tables import Bad
from doorstep.frame.workbooks import Sheet
from doorstep.kit.written import code
from doorstep.matters.models import Matter
from doorstep.panes.pages import actor_of

#: Rows of one call.
MOST = 1_000
#: Name of a column here → its heading in a table.
COLUMNS = {column.name: column.headers[0] for column in MATTERS.columns}


@api("POST")
def exchange(request: HttpRequest) -> HttpResponse:
    """Take in rows; each is answered: its number here, or what is wrong with it."""
    actor, act = actor_of(request), ACTS["matters.receive"]
    if not actor.roles & act.roles or not in_scope(actor, act.name):
        raise Http404
    rows = rows_of(body_of(request))
    report = run_import(MATTERS.name, sheet_of(rows), actor, take_good=True)
    wrong: dict[int, list[Bad]] = {}
    for bad in report.bad:
        wrong.setdefault(bad.row, []).append(bad)
    there = numbers_here([key_of(row) for row in rows])
    answers = [
        {
            "outside_number": _text(row["outside_number"]),
            "number": there.get(key_of(row), ""),
            "errors": [{"field": b.header, "words": b.words, "cure": b.cure}
                       for b in wrong.get(at + 2, [])],
        }
        for at, row in enumerate(rows)
    ]  # fmt: skip
    return JsonResponse({"taken": report.done, "there": report.skipped, "answers": answers})


def rows_of(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a body.

    :raises RequestError: when there are none, too many, or one without a number of its own.
    """
    rows = given.get("matters")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not rows:
        raise RequestError(_("“matters” is to be a list of objects."))
    if len(rows) > MOST:
        raise RequestError(_("At most %(n)d rows in one call.") % {"n": MOST})
    unknown = sorted({name for row in rows for name in row} - set(COLUMNS))
    if unknown:
        raise RequestError(_("Not known here: %(names)s.") % {"names": ", ".join(unknown)[:200]})
    for at, row in enumerate(rows, start=1):
        if not str(row.get("outside_number") or "").strip():
            raise RequestError(_("Row %(n)d has no “outside_number”.") % {"n": at})
    return rows


def sheet_of(rows: list[dict[str, Any]]) -> Sheet:
    """The rows as the table they are read as: no character of a cell parts cells or rows."""
    cells = [[_text(row.get(name)) for name in COLUMNS] for row in rows]
    digest = hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()
    return Sheet([list(COLUMNS.values()), *cells], digest)


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\x00", "")


def key_of(row: dict[str, Any]) -> tuple[str, str]:
    """Source and number of a row as they are kept: another source's number is another matter."""
    said = {"source": _text(row.get("source")).strip()}
    list(kind_of(said))
    return said["source"], code(_text(row["outside_number"]))


def numbers_here(keys: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Our numbers of matters that those sources call so."""
    asked = {"source__in": {s for s, _n in keys}, "outside_number__in": {n for _s, n in keys if n}}
    found = Matter.objects.filter(**asked, withdrawn_at=None)
    return {(s, o): n for s, o, n in found.values_list("source", "outside_number", "number")}


def described() -> Schema:
    """The path in the document of the API."""
    row = an_object(("outside_number",), **dict.fromkeys(COLUMNS, TEXT))
    told = an_object(("outside_number", "number", "errors"), outside_number=TEXT, number=TEXT)
    done = {"200": answer("One answer a row", an_object(("answers",), answers=array(told)))}
    return {"post": {
        "operationId": "exchange",
        "requestBody": body(an_object(("matters",), matters=array(row, maxItems=MOST))),
        "responses": done | problems("400", "401", "404"),
    }}  # fmt: skip
