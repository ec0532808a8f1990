"""What things are called: terms of every app's words.toml, by code, in the reader's language.

A label asks for `<kind>.<name>`, then `<app>.<name>`, then `frame.<name>`; a code that is nowhere
is a finding of the system check W023 and of the tests, and shows as its own last part until then.
"""

from __future__ import annotations

import functools
from contextvars import ContextVar
from pathlib import Path

from django.apps import apps
from django.utils.translation import get_language

from doorstep.kit.words import Words, filled

#: Whether the reader serves villages only: a term that has a twin `<code>.rural` is then called so.
in_village: ContextVar[bool] = ContextVar("in_village", default=False)
RURAL = ".rural"


@functools.cache
def words() -> Words:
    """The terms of all installed apps."""
    files = (Path(config.path) / "words.toml" for config in apps.get_app_configs())
    return Words.load(f for f in files if f.exists())


def codes(kind: str, name: str) -> tuple[str, ...]:
    """Where a label is looked for, most special first."""
    return f"{kind}.{name}", f"{kind.split('.', maxsplit=1)[0]}.{name}", f"frame.{name}"


def found(*wanted: str) -> str | None:
    """The word of the first code that there is, or None."""
    return _found(*reader(), wanted)


@functools.lru_cache(maxsize=20_000)
def _found(language: str, village: bool, wanted: tuple[str, ...]) -> str | None:
    return words().first(wanted, language, RURAL if village else "")


def label(kind: str, name: str) -> str:
    """What a field, act, state or relation of a kind is called."""
    return label_in(*reader(), kind, name)


@functools.lru_cache(maxsize=20_000)
def label_in(language: str, village: bool, kind: str, name: str) -> str:
    """`label` for whoever asks for many: they ask once who reads (`reader`)."""
    there = _found(language, village, codes(kind, name))
    return there or name.rsplit(".", 1)[-1].replace("_", " ")


def reader() -> tuple[str, bool]:
    """The language that is read now, and whether by a village: what every word depends on."""
    return get_language() or "zh", in_village.get()


def term(code: str) -> str:
    """The word of a whole code, such as a kind."""
    return found(code) or code.rsplit(".", 1)[-1].replace("_", " ")


def sentence(code: str, facts: dict[str, str]) -> str | None:
    """A term with {facts} filled in; None where there is no such term."""
    shape = found(code)
    return None if shape is None else filled(shape, facts)
