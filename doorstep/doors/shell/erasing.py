"""``doorstep erase``: lawful deletion at one keyboard, with two persons beside it.

Both log in with their own names and passwords, here and now; what they may erase is what their
offices allow (`erase_roles` of the kind). Nothing is asked of an administrator who sits alone.
"""

from __future__ import annotations

import getpass
import sys
import uuid
from argparse import ArgumentParser, Namespace
from collections import Counter
from typing import Any

from doorstep.doors.shell.command import GOOD, WRONG_FOUND, Command, UsageError, say

#: Where tries to log in are counted.
HERE = "doorstep erase"


def _record(given: Namespace) -> Any:
    """The record, by its id or the number people see."""
    from doorstep.frame.registry import kinds

    if given.kind not in kinds():
        raise UsageError(f"there is no kind {given.kind}")
    model: Any = kinds()[given.kind]
    rows = model._base_manager.all()
    try:
        found = rows.filter(pk=uuid.UUID(given.record)).first()
    except ValueError:
        has_number = any(f.name == "number" for f in model._meta.concrete_fields)
        found = rows.filter(number=given.record).first() if has_number else None
    if found is None:
        raise UsageError(f"there is no {given.kind} {given.record}")
    return found


def _asked(prompt: str, *, secret: bool = False) -> str:
    """A line from the keyboard; a password is not shown. Scripts may send lines."""
    if secret and sys.stdin.isatty():
        return getpass.getpass(prompt)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().rstrip("\n")


def _person(which: str) -> Any:
    """Somebody who logs in now."""
    from doorstep.people.acts.login import locked_until, note_failure, note_success
    from doorstep.people.models import Account
    from doorstep.people.queries.actors import actor_for

    name = _asked(f"User name of the {which} person: ")
    if locked_until(name, HERE) is not None:
        raise UsageError("too many failed tries; wait a while")
    account = Account.objects.filter(username=name).first()
    right = account is not None and account.check_password(_asked("Password: ", secret=True))
    if account is None or not right or not account.is_active:
        note_failure(name, HERE)
        raise UsageError("this name and password do not fit")
    note_success(name, HERE)
    return actor_for(account)


def _erase(given: Namespace) -> int:
    from doorstep.frame.erasing import erase, hanging_on
    from doorstep.frame.errors import ActError

    record = _record(given)
    hanging = Counter(each.kind for each in hanging_on(record))
    more = ", ".join(f"{n} {kind}" for kind, n in sorted(hanging.items())) or "nothing else"
    say(f"{record.kind} {record.pk}: its personal content goes for good, and with it: {more}")
    first, second = _person("first"), _person("second")
    try:
        erase(record, given.reason, first, second)
    except ActError as error:
        say(str(error) or "these two persons may not erase it")
        return WRONG_FOUND
    say("erased; backups made before still hold it")
    return GOOD


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", help="such as matters.matter")
    parser.add_argument("record", help="its id, or its number")
    parser.add_argument("--reason", required=True, help="on what ground; stands in the trail")


COMMANDS = (Command("erase", "lawful deletion of a record by two persons", _erase, _arguments),)
