"""``doorstep found-city chaohu``: the invented city, from nothing to its work of today."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from doorstep.doors.shell.command import GOOD, WRONG_FOUND, Command, UsageError, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doorstep.doors.shell.founding.parts import Done


def _table(found: Iterable[Done]) -> None:
    """Say each part as it ends, and the sum."""
    rows, seconds = 0, 0.0
    for part in found:
        rate = part.rows / part.seconds if part.seconds else 0
        say(f"  {part.code:<12}{part.rows:>9,} rows {part.seconds:>7.1f} s {rate:>9,.0f} rows/s")
        rows, seconds = rows + part.rows, seconds + part.seconds
    if seconds:
        say(f"  {'together':<12}{rows:>9,} rows {seconds:>7.1f} s {rows / seconds:>9,.0f} rows/s")


def found_city(name: str, *, only: str = "", present: bool = True, past: bool = True) -> None:
    """Found a city of the profiles, or go on where an earlier run was cut off.

    :param only: division code or its beginning: found that part alone.
    :param present: what has to be there before the first page; `past`: the years before.
    """
    from django.conf import settings
    from django.core.management import call_command

    from doorstep.doors.shell.founding.parts import PRESENT, begun, past_parts, run
    from doorstep.kit import clock

    if not settings.DEMO:
        raise UsageError("an invented city belongs into the demo profile only")
    call_command("migrate", verbosity=0)
    clock.allow_setting(True)
    city = begun(name, only)
    if not city.profile.folder.is_dir():
        raise UsageError(f"there is no profile {name}")
    if present:
        _table(run(city, PRESENT))
    if past:
        _table(run(city, past_parts(city)))
    for step in city.cut:
        say(f"  refused: {step}")


def _run(given: Namespace) -> int:
    from doorstep.doors.shell.founding.city import FoundingError
    from doorstep.frame.batch import gentle

    if given.behind:
        os.nice(10)
        gentle.set(True)
    try:
        found_city(given.name, only=given.only, present=not given.past, past=not given.present)
    except FoundingError as error:
        say(f"found-city: {error}")
        # behind the demo nobody waits for us: to be started again and again would mend nothing
        return GOOD if given.behind else WRONG_FOUND
    return GOOD


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", help="a profile: chaohu")
    parser.add_argument("--only", default="", metavar="CODE", help="division code or its beginning")
    parser.add_argument("--present", action="store_true", help="leave the past for later")
    parser.add_argument("--past", action="store_true", help="the past alone")
    parser.add_argument("--behind", action="store_true", help="make room for others")


def _sample(given: Namespace) -> int:
    from doorstep.doors.shell.founding.sample import page

    sys.stdout.write(page(given.each, given.seed))
    return GOOD


def _sample_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--each", type=int, default=10, help="matters of each kind")
    parser.add_argument("--seed", default="1", help="the lot; another seed draws others")


COMMANDS = (
    Command("found-city", "found the invented city, or go on with it", _run, _arguments),
    Command("city-sample", "print matters of the invented city, by lot, for a human read",
            _sample, _sample_arguments),
)  # fmt: skip
