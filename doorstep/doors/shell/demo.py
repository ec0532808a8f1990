"""``doorstep demo``: everything at once, on one machine, in one terminal."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from types import FrameType

from doorstep.doors.shell.command import Command, UsageError, say
from doorstep.doors.shell.serve import gunicorn, prepare, serve_arguments

#: Seconds between looks at the children; seconds they get to finish.
LOOK, GRACE = 0.5, 10


class StopAsked(Exception):  # noqa: N818  (not an error)
    """Somebody asked us to end."""


def _port_is_free(host: str, port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
    return True


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise StopAsked


def keep_running(children: dict[str, list[str]], main: str) -> int:
    """Run the commands until `main` ends or a signal comes; restart others that die.

    Returns the exit status of `main`, 0 after a signal. No child outlives us.
    """
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    running = {name: subprocess.Popen(command) for name, command in children.items()}
    try:
        while (status := running[main].poll()) is None:
            for name, child in running.items():
                if name != main and child.poll() not in (None, 0):
                    say(f"{name} ended with {child.returncode}; starting it again")
                    time.sleep(LOOK)
                    running[name] = subprocess.Popen(children[name])
            time.sleep(LOOK)
    except StopAsked:
        status = 0
    finally:
        for child in running.values():
            with suppress(ProcessLookupError):
                child.terminate()
        for child in running.values():
            try:
                child.wait(GRACE)
            except subprocess.TimeoutExpired:
                child.kill()
    return status


def _demo(given: Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command

    from doorstep.doors.demo.cast import accounts, cast
    from doorstep.doors.shell.founding.staff import PASSWORD

    if not settings.DEMO:
        raise UsageError("the demo runs in the demo profile only")
    if not _port_is_free(given.host, given.port):
        raise UsageError(f"port {given.port} is taken; try PORT={given.port + 1}")
    prepare()
    call_command("migrate", verbosity=0)
    shell = [sys.executable, "-m", "doorstep.doors.shell.main"]
    if given.city:
        say("  founding the invented city; a minute or two the first time")
        subprocess.run([*shell, "found-city", given.city, "--present"], check=True)
    children = {
        "server": gunicorn(given.port, given.host, given.workers, given.threads),
        "worker": [*shell, "worker"],
    }
    if given.city:  # the years before go on while the city is already served
        children["past"] = [*shell, "found-city", given.city, "--past", "--behind"]
    say(f"\n  http://{given.host}:{given.port}/")
    there = accounts()
    for figure in cast():
        if figure.key in there:
            say(f"    {figure.key:<20} {figure.name}  {figure.title}")
    if there:
        say(f"  password of all: {PASSWORD}")
    say("  /demo/ logs in with one click; Ctrl-C ends it\n")
    return keep_running(children, "server")


def _arguments(parser: ArgumentParser) -> None:
    serve_arguments(parser)
    parser.add_argument("--city", default="chaohu", help="profile to found; '' for an empty one")


COMMANDS = (Command("demo", "set up and serve everything on one machine", _demo, _arguments),)
