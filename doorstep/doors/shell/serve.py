"""``doorstep serve``: the web doors through gunicorn."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace

from doorstep.doors.shell.command import GOOD, Command, say


def gunicorn(port: int, host: str, workers: int, threads: int) -> list[str]:
    """The command line that serves the WSGI application.

    Threads share a process and keep one database connection each; two processes use two cores.
    """
    return [
        sys.executable, "-m", "gunicorn", "doorstep.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", str(workers), "--threads", str(threads),
        "--worker-class", "gthread", "--timeout", "60", "--keep-alive", "30",
        "--max-requests", "20000", "--max-requests-jitter", "2000", "--log-level", "warning",
        "--logger-class", "doorstep.doors.shell.links.Access",
    ]  # fmt: skip


def serve_arguments(parser: ArgumentParser) -> None:
    """Where to listen and with how many hands."""
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--threads", type=int, default=4, help="threads in each process")


def prepare() -> None:
    """What must be true before the first request: translations, static files."""
    from django.conf import settings
    from django.core.management import call_command

    from doorstep.doors.shell.words import compile_words

    compile_words()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if not settings.DEMO:
        call_command("collectstatic", interactive=False, verbosity=0)


def _serve(given: Namespace) -> int:
    prepare()
    say(f"http://{given.host}:{given.port}")
    command = gunicorn(given.port, given.host, given.workers, given.threads)
    os.execv(command[0], command)
    return GOOD  # not reached: the process has become gunicorn


COMMANDS = (Command("serve", "serve the web doors", _serve, serve_arguments),)
