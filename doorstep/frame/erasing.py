"""Lawful deletion: two persons, a reason, and everything that holds words about the record.

The columns about people are emptied, of the record and of all that hangs on it; payload and salt of
their trail are nulled, and the chain still verifies. What a kind's words hang on is declared with
`erases` by the apps that keep them, which may stand above. Source: design §3 (trail), PIPL 47.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doorstep.frame.acts import Ctx, Given, Result
from doorstep.frame.errors import NotFound, Refusal, Refused
from doorstep.frame.follows import FollowRow
from doorstep.frame.record import Record
from doorstep.frame.rights import Actor, path_holds
from doorstep.frame.sealed import Private
from doorstep.frame.trail import EntryBody

Hanging = Callable[[Any], Iterable[Any]]
#: Kind ("" for every kind) → questions for the records that are erased with one of that kind.
HANGING: dict[str, list[Hanging]] = {}


class EraseForm(forms.Form):
    """Why it is deleted, and the second person who agreed."""

    reason = forms.CharField(max_length=200)
    second = forms.UUIDField()


def erases(on: type[Record] | None = None) -> Callable[[Hanging], Hanging]:
    """Declare records that go with one of a kind (None: of any kind) when that is erased.

    The decorated function gets the record and returns them; what hangs on these goes too.
    """

    def declare(hanging: Hanging) -> Hanging:
        HANGING.setdefault(on.kind if on else "", []).append(hanging)
        return hanging

    return declare


def hanging_on(record: Any) -> list[Any]:
    """All that goes with a record, at any distance; not the record itself."""
    known, todo = {record.pk}, [record]
    for each in todo:  # grows while it is walked
        for ask in (*HANGING.get(each.kind, ()), *HANGING.get("", ())):
            todo += [r for r in ask(each) if r.pk not in known]
            known |= {r.pk for r in todo}
    return todo[1:]


def emptied(record: Any) -> dict[str, Any]:
    """The columns about people with nothing in them, and what the kind itself gives up."""
    fields = {f.name: f for f in record._meta.concrete_fields}
    names = [*(n for n, f in fields.items() if isinstance(f, Private)), *record.personal]
    empty = {n: None if fields[n].null else fields[n].get_default() for n in names}
    sealed = {n: "" for n in names if isinstance(fields[n], Private)}  # its blind index goes too
    return {**empty, **sealed, **record.when_erased()}


def erase_act(record: Any, given: Given, ctx: Ctx) -> Result:
    """Empty the record and what hangs on it; null payload and salt of their trail."""
    others = hanging_on(record)
    values = emptied(record)
    record.untold = (*record.untold, *values)  # the old words must not enter the new entry
    for name, value in values.items():
        setattr(record, name, value)
    for other in others:
        ctx.change(other, **emptied(other))
    subjects = [record.pk, *(other.pk for other in others)]
    bodies = EntryBody.objects.filter(entry__subject_id__in=subjects)
    bodies.update(payload=None, salt=None, device_at=None)
    FollowRow.objects.filter(subject__in=subjects).update(error="")  # a trace may quote values
    ctx.note(reason=given.reason, second=given.second)
    return Result(record)


def erase(record: Any, reason: str, first: Actor, second: Actor) -> None:
    """Lawful deletion by two persons with a reason.

    Both need a role of the record class's `erase_roles` at the record's place.
    :raises Refused: when both are the same person; NotFound: when one may not.
    """
    from doorstep.frame.run import do

    if first.id is None or first.id == second.id:
        raise Refused([Refusal(_("Deleting needs two persons."), cure=_("Ask a second person."))])
    path = getattr(record, "path", None)
    for person in (first, second):
        if not any(path_holds(person, role, path) for role in getattr(record, "erase_roles", ())):
            raise NotFound
    # Nobody may call the act alone, so it runs with the system's right under the first one's name.
    given = {"reason": reason, "second": second.id}
    do(replace(first, is_system=True), f"{record.kind}.erase", record, given)
