"""/api/openapi.json, written from the screens and the forms of the acts: no second source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse

import doorstep
from doorstep.board.rules import READERS
from doorstep.doors.api import exchange, figures
from doorstep.doors.api.schemas import (
    COMPONENTS,
    DAY,
    MOMENT,
    NUMBER,
    TEXT,
    UUID,
    Schema,
    an_object,
    answer,
    array,
    body,
    problems,
    ref,
)
from doorstep.doors.story import act_label
from doorstep.frame.acts import ACTS, Act
from doorstep.frame.rights import Actor
from doorstep.frame.terms import codes
from doorstep.frame.terms import found as term_found
from doorstep.panes.pages import PAGES, actor_of
from doorstep.panes.screens import SCREENS, Screen, opens

#: Form field → JSON schema; the first that fits.
TYPES: tuple[tuple[type[forms.Field], Schema], ...] = (
    (forms.BooleanField, {"type": "boolean"}),
    (forms.DateTimeField, MOMENT),
    (forms.DateField, DAY),
    (forms.TimeField, {"type": "string", "format": "time"}),
    (forms.UUIDField, UUID),
    (forms.DecimalField, {"type": "number"}),
    (forms.FloatField, {"type": "number"}),
    (forms.IntegerField, NUMBER),
    (forms.EmailField, {"type": "string", "format": "email"}),
    (forms.JSONField, {}),
    (forms.MultipleChoiceField, array(TEXT)),
    (forms.FileField, {"type": "string", "format": "binary"}),
    (forms.Field, TEXT),
)
#: Limits of a form field → of the schema.
LIMITS = {
    "max_length": "maxLength",
    "min_length": "minLength",
    "max_value": "maximum",
    "min_value": "minimum",
}


def schema_of(made: forms.Field, name: str, app: str) -> Schema:
    """One form field as JSON schema."""
    found = dict(next(s for t, s in TYPES if isinstance(made, t)))
    called = made.label or term_found(*codes(app, name))
    if called:  # a title that only repeats the key tells nobody anything
        found["title"] = str(called)
    if made.help_text:
        found["description"] = str(made.help_text)
    for attr, key in LIMITS.items():
        value = getattr(made, attr, None)
        if value is not None and not callable(value):
            found[key] = value if isinstance(value, int) else float(value)
    choices = getattr(made, "choices", None)
    if isinstance(made, forms.ChoiceField) and isinstance(choices, list):
        offered = [str(c) for c, _w in choices if isinstance(c, (str, int))]
        if offered and found.get("type") == "string":
            found["enum"] = offered if made.required else ["", *(c for c in offered if c), None]
    if not made.required and "type" in found:
        found["type"] = [found["type"], "null"]
    return found


def data_of(act: Act) -> Schema:
    """The entries of an act as JSON schema."""
    fields = act.form.base_fields if act.form else {}
    needed = [n for n, f in fields.items() if f.required]
    return an_object(needed, **{n: schema_of(f, n, act.app) for n, f in fields.items()})


def operation(screen: Screen, act: Act) -> Schema:
    """POST of one act."""
    needed = ["data"] if act.form else []
    envelope = an_object(
        [*needed, *([] if act.creates else ["version"])],
        data=data_of(act),
        op_id=UUID,
        office=UUID,
        occurred_on=DAY,
        **({} if act.creates else {"version": NUMBER}),
    )
    done = {"200": answer("Done" if not act.creates else "Done before", ref("Outcome"))}
    if act.creates:
        done["201"] = answer("Done", ref("Outcome"))
    return {
        "operationId": f"{screen.slug}.{act.name}",
        "summary": act_label(act),
        "tags": [act.app],
        "requestBody": body(envelope),
        "responses": done | problems("400", "401", "403", "404", "409", "422"),
    }


def paths_of(screen: Screen) -> Schema:
    """All paths of one screen."""
    base, app = f"/api/v1/{screen.slug}/", screen.kind.split(".", 1)[0]
    names = [*screen.filters, *(["words"] if screen.search else []), "place", "after", "before"]
    query: list[Schema] = [{"name": n, "in": "query", "schema": TEXT} for n in names]
    size = NUMBER | {"minimum": 1, "maximum": 200}
    query.append({"name": "size", "in": "query", "schema": size})
    ident = [{"name": "id", "in": "path", "required": True, "schema": UUID}]
    common = {"summary": screen.title, "tags": [app]}
    listed = {"200": answer("A page", ref("List"))} | problems("400", "404")
    read = {"200": answer("A record", ref("Record"))} | problems("404")
    found: Schema = {
        base: {
            "get": {
                "operationId": f"{screen.slug}.list",
                **common,
                "parameters": query,
                "responses": listed,
            }
        },
        f"{base}{{id}}/": {
            "get": {
                "operationId": f"{screen.slug}.read",
                **common,
                "parameters": ident,
                "responses": read,
            }
        },
    }
    for act in ACTS.values():
        if act.kind != screen.kind or not (act.roles or act.relations or act.anyone):
            continue
        at = f"{base}do/{act.word}/" if act.creates else f"{base}{{id}}/do/{act.word}/"
        more = {} if act.creates else {"parameters": ident}
        found[at] = {"post": operation(screen, act) | more}
    return found


def batch() -> Schema:
    """POST of the offline batch."""
    offline = sorted(a.name for a in ACTS.values() if a.offline)
    op = an_object(
        ("op_id", "act"),
        op_id=UUID,
        act={"enum": offline} if offline else TEXT,
        target=UUID,
        data={"type": "object"},
        base={"type": "object"},
        occurred_on=DAY,
        device_at=MOMENT,
        after=array(UUID),
    )
    answers = answer("One answer for each", an_object(answers=array(ref("Answer"))))
    return {
        "operationId": "ops",
        "requestBody": body(an_object(("ops",), ops=array(op, maxItems=50))),
        "responses": {"200": answers} | problems("400", "401", "403"),
    }


def whole(actor: Actor | None = None) -> dict[str, Any]:
    """The document; for an actor only what their offices may open."""
    paths: Schema = {"/api/v1/ops/": {"post": batch()}}
    if actor is None or actor.roles & frozenset(READERS):
        paths["/api/v1/figures/"] = figures.described()
    if actor is None or actor.roles & ACTS["matters.receive"].roles:
        paths["/api/v1/exchange/"] = exchange.described()
    for screen in SCREENS.values():
        if actor is None or opens(actor, screen):
            paths |= paths_of(screen)
    for page in PAGES.values():
        if page.door == "api" and not page.tail:
            get = {"operationId": page.slug, "responses": {"200": {"description": "Found"}}}
            paths[page.url] = {"get": get}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Doorstep 家门口", "version": doorstep.__version__},
        "paths": paths,
        "components": COMPONENTS,
        "security": [{"session": []}, {"token": []}],
    }


def document(request: HttpRequest) -> HttpResponse:
    """The document as the caller may use it."""
    actor = actor_of(request)
    return JsonResponse(whole(actor if actor.id else None))
