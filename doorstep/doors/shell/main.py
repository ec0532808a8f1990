"""``doorstep``: one command for everything an operator does.

Exit status: 0 good, 1 found something wrong, 2 wrong use.
"""

from __future__ import annotations

import argparse
import os
import sys

from doorstep import __version__
from doorstep.doors.shell import (
    admin,
    backup,
    declared,
    demo,
    docs,
    erasing,
    figures,
    follows,
    importing,
    manage,
    redating,
    serve,
    trail,
    words,
    worker,
)
from doorstep.doors.shell.command import GOOD, WRONG_USE, Command, UsageError, say
from doorstep.doors.shell.founding import command as founding

COMMANDS: tuple[Command, ...] = (
    *demo.COMMANDS,
    *serve.COMMANDS,
    *worker.COMMANDS,
    *follows.COMMANDS,
    *founding.COMMANDS,
    *admin.COMMANDS,
    *importing.COMMANDS,
    *figures.COMMANDS,
    *declared.COMMANDS,
    *trail.COMMANDS,
    *erasing.COMMANDS,
    *redating.COMMANDS,
    *backup.COMMANDS,
    *docs.COMMANDS,
    *words.COMMANDS,
    *manage.COMMANDS,
)


def parser() -> argparse.ArgumentParser:
    """The argument parser with every command."""
    top = argparse.ArgumentParser(prog="doorstep", description=__doc__)
    top.add_argument("--version", action="version", version=f"doorstep {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(sub)
        sub.set_defaults(_command=command)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doorstep.settings")
    given = parser().parse_args(argv)
    command: Command = given._command
    try:
        if command.django:
            import django

            django.setup()
        status = command.run(given)
        sys.stdout.flush()
    except BrokenPipeError:  # `doorstep matrix | head`: whoever reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except UsageError as error:
        say(f"doorstep {command.name}: {error}")
        return WRONG_USE
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
