"""The offline batch: up to 50 acts by name, each with an answer of its own.

applied · duplicate (done before) · merged (others changed other fields meanwhile) · conflict (the
same field, a person decides) · rejected (with reasons) · held (waits for an earlier one that was
not applied).
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from doorstep.doors.api.problem import RequestError, api, body_of, entries, errors_of
from doorstep.doors.api.views import answer, as_day, as_moment, as_uuid, in_scope, of_type
from doorstep.frame.acts import ACTS, Act
from doorstep.frame.errors import ActError, Conflict, Invalid, NotFound, OpReused, Refusal
from doorstep.frame.fields import stored_fields
from doorstep.frame.rights import Actor
from doorstep.frame.run import do
from doorstep.frame.trail import Entry, plain
from doorstep.panes.columns import private_names
from doorstep.panes.pages import actor_of
from doorstep.panes.parts import Facts
from doorstep.panes.screens import screen_of, visible

MOST = 50


@api("POST")
def ops(request: HttpRequest) -> HttpResponse:
    """Do the operations in their order. Body: {"ops": [{op_id, act, target?, data, base?, …}]}."""
    given = body_of(request).get("ops")
    if (
        not isinstance(given, list)
        or len(given) > MOST
        or not all(isinstance(o, dict) for o in given)
    ):
        raise RequestError(_("Send “ops”: a list of at most 50 operations."))
    actor, answers = actor_of(request), []
    failed: set[str] = set()
    for op in given:
        after = op.get("after")
        waits = {str(op.get("target")), *map(str, after if isinstance(after, list) else ())}
        if waits & failed:
            told: dict[str, Any] = {"answer": "held"}
        else:
            told = one_op(actor, op)
        if told["answer"] in ("rejected", "conflict", "held"):
            data = op.get("data")
            failed |= {str(op.get("op_id")), str(data.get("id") if isinstance(data, dict) else "")}
        sent = op.get("op_id")
        answers.append({"op_id": sent if isinstance(sent, str) else None, **told})
    return JsonResponse({"answers": answers})


def rejected(error: ActError) -> dict[str, Any]:
    """Refused for good; the reasons go back to the person."""
    return {"answer": "rejected", "title": str(error.title), "errors": errors_of(error.refusals)}


def one_op(actor: Actor, op: dict[str, Any]) -> dict[str, Any]:
    """The answer to one operation."""
    try:
        op_id = of_type(op, "op_id", as_uuid)
        act = ACTS.get(str(op.get("act")))
        if op_id is None or act is None or not act.offline or not in_scope(actor, act.name):
            raise NotFound([Refusal(_("This cannot be sent from the phone."))])
        record = target_of(actor, act, of_type(op, "target", as_uuid))
        data, base = op.get("data") or {}, op.get("base") or {}
        if not isinstance(data, dict) or not isinstance(base, dict):
            raise Invalid([Refusal(_("The entries are not readable."), field="data")])
        merged: list[str] = []
        done = Entry.objects.filter(op_id=op_id).exists() if record is not None else False
        if record is not None and not done:
            merged = others(act, record, data, base)
        outcome = do(
            actor,
            act.name,
            record,
            entries(act, data),
            op_id=op_id,
            channel="pocket",
            version=record.version if record is not None and not done else None,
            occurred_on=of_type(op, "occurred_on", as_day),
            device_at=of_type(op, "device_at", as_moment),
        )
    except Conflict as error:
        return rejected(error) | {"answer": "conflict"}
    except (OpReused, ActError) as error:
        return rejected(error)
    except RequestError as error:
        return {"answer": "rejected", "title": str(error), "errors": []}
    word = "duplicate" if outcome.replayed else "merged" if merged else "applied"
    return {"answer": word, **answer(outcome)} | ({"merged": merged} if merged else {})


def target_of(actor: Actor, act: Act, ident: uuid.UUID | None) -> Any:
    """The record the act is done to, if the actor sees it."""
    if act.creates:
        return None
    screen = screen_of(act.kind)
    found = visible(actor, screen).filter(pk=ident).first() if screen and ident else None
    if found is None:
        raise NotFound
    return found


def told_of(act: Act, record: Any) -> set[str]:
    """Columns of a record that its page tells or the act asks; encrypted ones never."""
    screen = screen_of(act.kind)
    names = set(act.form.base_fields if act.form else ())
    if screen is not None:
        facts = (p for p in screen.panels if isinstance(p, Facts))
        names |= {*screen.columns, *(n for p in facts for n in p.names)}
    return {f.name for f in stored_fields(record.__class__)} & names - set(private_names(record))


def others(act: Act, record: Any, data: dict[str, Any], base: dict[str, Any]) -> list[str]:
    """Fields that others changed since the phone saw `base`.

    Only those that the act asks or the page shows: `base` is no way to try what is hidden.

    :raises Conflict: when one of them is a field this operation changes to something else.
    """
    known = told_of(act, record)
    changed = [n for n, v in base.items() if n in known and plain(getattr(record, n)) != v]
    both = [n for n in changed if n in data and plain(getattr(record, n)) != data[n]]
    if both:
        raise Conflict(
            [
                Refusal(
                    _("Somebody else entered another value here in the meantime."),
                    field=n,
                    cure=_("Look at both and decide."),
                )
                for n in both
            ]
        )
    return changed
