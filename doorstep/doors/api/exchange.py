"""POST /api/v1/exchange/: matters of another system in one call, idempotent by their numbers.

The rows go the way of a table (`exchange.imports`): the same columns, findings and cures, whatever
brings them. The same number with the same words changes nothing; with other words it is told.
"""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from doorstep.doors.api.problem import RequestError, api, body_of
from doorstep.doors.api.schemas import TEXT, Schema, an_object, answer, array, body, problems
from doorstep.doors.api.views import in_scope
from doorstep.exchange.imports import MATTERS
from doorstep.frame.acts import ACTS
from doorstep.frame.imports import run_import
from doorstep.frame.tables import Bad
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
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.csv"
        write(table, rows)
        report = run_import(MATTERS.name, table, actor, take_good=True)
    wrong: dict[int, list[Bad]] = {}
    for bad in report.bad:
        wrong.setdefault(bad.row, []).append(bad)
    numbers = [str(row.get("outside_number", "")) for row in rows]
    there = dict(
        Matter.objects.filter(outside_number__in=[n for n in numbers if n], withdrawn_at=None)
        .values_list("outside_number", "number")
    )  # fmt: skip
    answers = [
        {
            "outside_number": number,
            "number": there.get(number, ""),
            "errors": [{"field": b.header, "words": b.words, "cure": b.cure}
                       for b in wrong.get(at + 2, [])],
        }
        for at, number in enumerate(numbers)
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


def write(table: Path, rows: list[dict[str, Any]]) -> None:
    """The rows as the table they are read from."""
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.DictWriter(file, list(COLUMNS), restval="")
        lines.writerow(COLUMNS)
        for row in rows:
            lines.writerow({name: "" if v is None else v for name, v in row.items()})


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
