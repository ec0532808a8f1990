"""The other side of each comparison: a bare Django view, and SQL by hand drawn as the same page."""

from __future__ import annotations

import json
import uuid
from datetime import UTC
from typing import Any

from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from doorstep.doors.desk.lists import total_words
from doorstep.matters.rules.telling import phones_hidden
from doorstep.panes.columns import due as due_words

#: The hand-written statements of the list under test, their parameters, what the page draws beside
#: its rows, and the words of categories and states; set by the bench.
LIST: dict[str, Any] = {}


class BareMatter(models.Model):
    """The first of three rows, as a Django project of an afternoon would keep it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    place = models.TextField()
    category = models.TextField()
    words = models.TextField()

    class Meta:
        app_label = "bench"
        db_table = "bench_matter"


class BareStage(models.Model):
    """The second."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    matter = models.UUIDField()
    state = models.TextField()

    class Meta:
        app_label = "bench"
        db_table = "bench_stage"


class BareEntry(models.Model):
    """The third."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    matter = models.UUIDField()
    body = models.TextField()

    class Meta:
        app_label = "bench"
        db_table = "bench_entry"


@csrf_exempt
def three_records(request: HttpRequest) -> HttpResponse:
    """A bare Django view that inserts three rows: JSON in, three `create` in a transaction."""
    said = json.loads(request.body)
    with transaction.atomic():
        matter = BareMatter.objects.create(
            place=said["place"], category=said["category"], words=said["text"]
        )
        BareStage.objects.create(matter=matter.pk, state="submitted")
        BareEntry.objects.create(matter=matter.pk, body=request.body.decode())
    return JsonResponse({"id": str(matter.pk)})


@csrf_exempt
def one_record(request: HttpRequest) -> HttpResponse:
    """One `create`: the yardstick of a machine (the design's aims come from one with 1,790/s)."""
    said = json.loads(request.body)
    matter = BareMatter.objects.create(
        place=said["place"], category=said["category"], words=said["text"]
    )
    return JsonResponse({"id": str(matter.pk)})


@csrf_exempt
def three_rows(request: HttpRequest) -> HttpResponse:
    """The same by SQL through a cursor: what a report costs at the very least."""
    said = json.loads(request.body)
    ident = uuid.uuid4().hex
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_matter (id, place, category, words) VALUES (%s, %s, %s, %s)",
            [ident, said["place"], said["category"], said["text"]],
        )
        cursor.execute(
            "INSERT INTO bench_stage (id, matter, state) VALUES (%s, %s, 'submitted')",
            [uuid.uuid4().hex, ident],
        )
        cursor.execute(
            "INSERT INTO bench_entry (id, matter, body) VALUES (%s, %s, %s)",
            [uuid.uuid4().hex, ident, request.body.decode()],
        )
    return JsonResponse({"id": ident})


def by_hand(request: HttpRequest, template: str = "desk/list.html") -> HttpResponse:
    """Signs in and lists by five statements written by hand, then draws the same page.

    It draws with our own templates or with the same page as a plain Django template; the bench
    compares the pages byte by byte. It has no rights, filters or menus to work out: they are given.
    """
    who = uuid.UUID(request.session["_auth_user_id"])
    lite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.person_id, a.active, p.name FROM people_account a"
            " JOIN people_person p ON p.id = a.person_id WHERE a.id = %s",
            [who.hex if lite else who],
        )
        account, person, _active, _name = cursor.fetchone()
        cursor.execute(
            "SELECT o.id, o.role, o.path, o.title, p.label FROM people_office o"
            " JOIN places_place p ON p.id = o.place_id WHERE o.person_id = %s AND o.since <= %s"
            " AND (o.until IS NULL OR o.until > %s) AND o.withdrawn_at IS NULL",
            [person, LIST["day"], LIST["day"]],
        )
        cursor.fetchall()
        cursor.execute(LIST["sql"], LIST["params"])
        lines = cursor.fetchall()
        cursor.execute(LIST["count"], LIST["params"])
        ((total,),) = cursor.fetchall()
        cursor.execute(
            "SELECT title, query FROM panes_savedview WHERE keeper = %s AND screen = 'matters'"
            " AND withdrawn_at IS NULL ORDER BY title LIMIT 20",
            [account],
        )
        cursor.fetchall()
    rows = [line(*found) for found in lines[:50]]
    head = LIST["head"] | {"total_label": total_words(min(total, 1001)), "rows": rows}
    return HttpResponse(get_template(template).render(head, request))


def line(
    ident: Any, category: str, text: str, hidden: int, label: str, state: str, due: Any, owner: str
) -> dict[str, Any]:
    """One row of the page."""
    words = "" if hidden else " ".join(phones_hidden(text).split())
    topic, heads = LIST["categories"][category], LIST["head"]["columns"]
    said = f"{topic} · {words[:34]}{'…' * (len(words) > 34)}" if words else topic
    if due.tzinfo is None:  # SQLite keeps no zone
        due = due.replace(tzinfo=UTC)
    when = due_words(due)
    cells = (
        {"kind": "words", "value": said},
        {"kind": "place", "value": label},
        {"kind": "state", "value": LIST["states"][state], "tone": "info"},
        when,
        {"kind": "text", "value": owner},
    )
    ident = uuid.UUID(str(ident))
    return {
        "id": str(ident),
        "url": f"/desk/matters/{ident}/",
        "struck": False,
        "overdue": when["tone"] == "over",
        "cells": [c | {"label": h["label"]} for c, h in zip(cells, heads, strict=True)],
    }


urlpatterns = [
    path("bare/report/", three_records),
    path("bare/one/", one_record),
    path("bare/cursor/", three_rows),
    path("bare/list/", by_hand),
    path("bare/plain/", by_hand, {"template": "bench/list.html"}),
]


def tables() -> None:
    """The three tables of the bare views."""
    with connection.schema_editor() as editor:
        for kind in (BareMatter, BareStage, BareEntry):
            editor.create_model(kind)
