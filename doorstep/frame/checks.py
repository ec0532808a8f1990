"""Numbered system checks: what the apps declared must fit together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from doorstep.frame import acts, follows, rights
from doorstep.frame.registry import kinds
from doorstep.frame.sealed import Private
from doorstep.frame.trail import Stage  # noqa: F401  (the table must exist before records are staged)

#: Field names that are about a person wherever they stand; they need a declared purpose.
ABOUT_PEOPLE = {
    "name", "phone", "id_number", "birth", "address", "text", "words_of", "born_on", "sex",
}  # fmt: skip


def _error(number: int, words: str, thing: Any) -> Error:
    return Error(words, obj=thing, id=f"doorstep.E{number:03d}")


@register()
def acts_fit(**_asked: Any) -> list[CheckMessage]:
    """E001 a move without act · E002 an act that nobody may do · E003 a guard or follow on nothing
    · E004 an undeclared relation."""
    return [*_moves(), *_granted(), *_heard()]


def _moves() -> Iterator[Error]:
    """E001."""
    for kind, record in kinds().items():
        named = {a.word for a in acts.ACTS.values() if a.kind == kind}
        for move in record.lifecycle.moves if record.lifecycle else {}:
            if move not in named:
                yield _error(1, f"the lifecycle of {kind} names {move}, no act does", record)


def _granted() -> Iterator[Error]:
    """E002 and E004."""
    for act in acts.ACTS.values():
        if not (act.roles or act.relations or act.anyone or act.grants):
            words = f"nobody may do {act.name}: name roles, relations or grants"
            yield _error(2, words, act.run)
        for name in (*act.relations, *act.never):
            if (name, act.kind) not in rights.RELATIONS:
                words = f"{act.name} names the relation {name}, not declared on {act.kind}"
                yield _error(4, words, act.run)


def _heard() -> Iterator[Error]:
    """E003."""
    for guard in follows.GUARDS.values():
        if guard.act and guard.act not in acts.ACTS:
            yield _error(3, f"guard {guard.name} is on {guard.act}, which is no act", guard.ask)
    for follow in follows.FOLLOWS.values():
        for name in follow.on:
            if name not in acts.ACTS:
                words = f"follow {follow.name} is on {name}, which is no act"
                yield _error(3, words, follow.run)


@register()
def personal_fields_say_why(**_asked: Any) -> list[CheckMessage]:
    """E010 a field about a person without purpose, basis, level and retention (design §6)."""
    found: list[CheckMessage] = []
    for kind, record in kinds().items():
        about = getattr(record, "about_people", True)
        for field in record._meta.concrete_fields:
            if isinstance(field, Private):
                silent = field.personal is None
            else:
                silent = field.name in ABOUT_PEOPLE - set(record.personal) and about
            if silent:
                found.append(_error(10, f"{kind}.{field.name} says no purpose", record))
    return found
