"""Django's own commands, for whoever needs them: ``doorstep django migrate``."""

from __future__ import annotations

import argparse

from doorstep.doors.shell.command import GOOD, Command


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="Django command and its arguments")


def _django(given: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["doorstep django", *given.rest])
    return GOOD


COMMANDS = (
    Command("django", "run a Django management command", _django, _arguments, django=False),
)
