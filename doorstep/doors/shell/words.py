"""Compile translations without gettext's own tools (a bare machine has none)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from doorstep.doors.shell.command import GOOD, Command, say


def compile_words() -> int:
    """Write each ``.mo`` that is older than its ``.po``; returns how many were written."""
    import polib
    from django.conf import settings

    written = 0
    paths = [Path(path) for path in settings.LOCALE_PATHS]
    for root in [*paths, *(app for path in paths for app in sorted(path.parent.glob("*/locale")))]:
        for source in sorted(root.glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(target))
            written += 1
    return written


def _words(_given: Namespace) -> int:
    say(f"{compile_words()} translation files compiled")
    return GOOD


COMMANDS = (Command("words", "compile the translations", _words, django=False),)
