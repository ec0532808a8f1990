"""What one command of ``doorstep`` is."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

GOOD, WRONG_FOUND, WRONG_USE = 0, 1, 2


class UsageError(Exception):
    """The command was given something it cannot work with; exit status 2, no traceback."""


def _none(_parser: ArgumentParser) -> None:
    """A command without arguments."""


@dataclass(frozen=True)
class Command:
    """Name, one line of help, its arguments, and what it does (returns the exit status)."""

    name: str
    help: str
    run: Callable[[Namespace], int]
    arguments: Callable[[ArgumentParser], None] = _none
    #: Whether Django has to be set up before `run`.
    django: bool = True


def say(*words: object) -> None:
    """A line for the person at the keyboard; standard output stays free for data."""
    print(*words, file=sys.stderr, flush=True)


def tell(data: Any, as_json: bool, line: Callable[[Any], str]) -> None:
    """Print rows as one JSON document or one line each."""
    if as_json:
        json.dump(data, sys.stdout, ensure_ascii=False, indent=1, default=str)
        sys.stdout.write("\n")
    else:
        for row in data:
            print(line(row))
