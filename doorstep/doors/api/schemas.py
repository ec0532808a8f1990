"""JSON schemas that are the same for every screen and act, and short ways to write schemas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
UUID: Schema = {"type": "string", "format": "uuid"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
MAYBE_NUMBER: Schema = {"type": ["integer", "null"]}


def an_object(required: Iterable[str] = (), **properties: Schema) -> Schema:
    """An object with these properties."""
    found: Schema = {"type": "object", "properties": properties}
    needed = list(required)
    return found | ({"required": needed} if needed else {})


def array(items: Schema, **more: Any) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": items, **more}


def ref(name: str) -> Schema:
    """A schema among the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def content(schema: Schema, kind: str = "application/json") -> Schema:
    """A body of that schema."""
    return {"content": {kind: {"schema": schema}}}


def answer(words: str, schema: Schema) -> Schema:
    """A response with a JSON body."""
    return {"description": words, **content(schema)}


def body(schema: Schema) -> Schema:
    """A required JSON body."""
    return {"required": True, **content(schema)}


def problems(*statuses: str) -> Schema:
    """RFC 9457 answers."""
    told = {"description": "Problem", **content(ref("Problem"), "application/problem+json")}
    return dict.fromkeys(statuses, told)


COMPONENTS: Schema = {
    "schemas": {
        "Record": an_object(
            ("id", "version", "label"), id=UUID, version=NUMBER, label=TEXT, url=TEXT
        ),
        "List": an_object(
            ("items",),
            items=array(ref("Record")),
            next=MAYBE_TEXT,
            previous=MAYBE_TEXT,
            total=MAYBE_NUMBER,
        ),
        "Outcome": an_object(
            ("kind", "id", "entry"),
            kind=TEXT,
            id=UUID,
            entry=UUID,
            version=MAYBE_NUMBER,
            state=MAYBE_TEXT,
            words=TEXT,
            replayed={"type": "boolean"},
        ),
        "Answer": an_object(
            ("op_id", "answer"),
            op_id=MAYBE_TEXT,
            answer={"enum": ["applied", "duplicate", "merged", "conflict", "rejected", "held"]},
            title=TEXT,
            errors=array(ref("Reason")),
            merged=array(TEXT),
        ),
        "Reason": an_object(field=TEXT, words=TEXT, clause=TEXT, cure=TEXT),
        "Problem": an_object(
            ("type", "title", "status"),
            type=TEXT,
            title=TEXT,
            status=NUMBER,
            detail=TEXT,
            instance=TEXT,
            errors=array(ref("Reason")),
        ),
    },
    "securitySchemes": {
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
        "token": {"type": "http", "scheme": "bearer"},
    },
}
