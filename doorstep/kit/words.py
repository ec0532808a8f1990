"""Domain terms from ``words.toml`` files: one notion, one word (words.md).

A file is a list of ``[[term]]`` with ``code``, ``zh``, ``en``, ``meaning``, ``source`` and the
optional lists ``forbidden`` (forms that may not be printed) and ``allowed`` (longer words in
which a forbidden form is right, such as 履职事项 for 事项), and ``meaning_zh`` where pages show it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("zh", "en")
_REQUIRED = ("code", "zh", "en", "meaning", "source")
_LISTS = ("forbidden", "allowed")


class WordsError(ValueError):
    """A term that is missing, double or incomplete; the message names file and code."""


@dataclass(frozen=True, slots=True)
class Term:
    """One notion with its words."""

    code: str
    zh: str
    en: str
    meaning: str
    source: str
    forbidden: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    #: The meaning for Chinese readers, of terms whose definition is shown on pages (figures, 口径).
    meaning_zh: str = ""


class Blank(dict[str, str]):
    """For sentences with facts: a fact that is missing leaves nothing behind."""

    def __missing__(self, key: str) -> str:
        return ""


def filled(shape: str, facts: Mapping[str, str]) -> str:
    """A sentence with its {facts} filled in."""
    known = facts if isinstance(facts, Blank) else Blank(facts)
    return " ".join(shape.format_map(known).split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A forbidden form found in a text, at that index; term tells what to say instead."""

    form: str
    at: int
    term: Term


class Words:
    """The registry of terms, looked up by code."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        """Raises WordsError where two terms share a code."""
        self._terms: dict[str, Term] = {}
        self._finder: re.Pattern[str] | None = None
        self._owners: dict[str, Term | None] = {}
        self.add(terms)

    @classmethod
    def load(cls, paths: Iterable[Path]) -> "Words":
        """Terms of all the files together. Raises WordsError, OSError or tomllib's error."""
        words = cls()
        for path in paths:
            words.add(read_terms(path), str(path))
        return words

    def add(self, terms: Iterable[Term], origin: str = "") -> None:
        """Take in more terms. Raises WordsError for a code that is there already."""
        for term in terms:
            if term.code in self._terms:
                raise WordsError(f"{origin or 'words'}: the term {term.code!r} is there twice")
            self._terms[term.code] = term
        self._finder = None

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __len__(self) -> int:
        return len(self._terms)

    def __contains__(self, code: object) -> bool:
        return code in self._terms

    def get(self, code: str) -> Term:
        """The whole term. Raises WordsError where there is none of that code."""
        try:
            return self._terms[code]
        except KeyError:
            raise WordsError(f"no term {code!r} in any words.toml") from None

    def term(self, code: str, lang: str = "zh") -> str:
        """The word for a notion; lang is ``zh``, ``en`` or begins so (``zh-hans``)."""
        found = self.get(code)
        return found.en if lang.startswith("en") else found.zh

    def first(self, codes: Iterable[str], lang: str = "zh", twin: str = "") -> str | None:
        """The word of the first code that there is, or None.

        :param twin: an ending; a code with it goes before the code itself.
        """
        for code in codes:
            for there in (f"{code}{twin}", code):
                if there in self._terms:
                    return self.term(there, lang)
        return None

    def same_word(self, lang: str = "zh") -> dict[str, list[str]]:
        """Words of that language shared by several codes (for the test on double words)."""
        codes: dict[str, list[str]] = {}
        for found in self:
            codes.setdefault(self.term(found.code, lang), []).append(found.code)
        return {word: shared for word, shared in codes.items() if len(shared) > 1}

    def forbidden(self, text: str) -> list[Hit]:
        """Every forbidden form in a text, in order; words of an ``allowed`` list are passed."""
        if self._finder is None:
            self._prepare()
        if self._finder is None:
            return []
        return [
            Hit(found[0], found.start(), owner)
            for found in self._finder.finditer(text)
            if (owner := self._owners[found[0].casefold()]) is not None
        ]

    def _prepare(self) -> None:
        # The owner of an allowed word is None; the longest form at a place wins.
        owners: dict[str, Term | None] = {}
        for found in self:
            owners.update((form.casefold(), found) for form in found.forbidden)
        for found in self:
            owners.update((form.casefold(), None) for form in found.allowed)
        self._owners = owners
        if owners:
            forms = sorted(owners, key=len, reverse=True)
            self._finder = re.compile("|".join(map(_form_pattern, forms)), re.IGNORECASE)


def read_terms(path: Path) -> list[Term]:
    """Terms of one file. Raises WordsError for an incomplete or unknown entry."""
    with path.open("rb") as file:
        content = tomllib.load(file)
    if set(content) - {"term"}:
        raise WordsError(f"{path}: only [[term]] is known, not {sorted(set(content) - {'term'})}")
    return [_read(entry, path) for entry in content.get("term", [])]


def _read(entry: dict[str, object], path: Path) -> Term:
    code = entry.get("code", "?")
    texts = {name: text for name in _REQUIRED if isinstance(text := entry.get(name), str) and text}
    missing = sorted(set(_REQUIRED) - set(texts))
    unknown = sorted(set(entry) - {*_REQUIRED, *_LISTS, "meaning_zh"})
    if missing or unknown:
        raise WordsError(f"{path}: term {code!r} lacks {missing}, has unknown {unknown}")
    lists: dict[str, tuple[str, ...]] = {}
    for name in _LISTS:
        forms = entry.get(name, [])
        if not isinstance(forms, list) or not all(isinstance(f, str) and f for f in forms):
            raise WordsError(f"{path}: {name} of term {code!r} is a list of words")
        lists[name] = tuple(forms)
    return Term(
        code=texts["code"],
        zh=texts["zh"],
        en=texts["en"],
        meaning=texts["meaning"],
        source=texts["source"],
        forbidden=lists["forbidden"],
        allowed=lists["allowed"],
        meaning_zh=str(entry.get("meaning_zh", "")),
    )


def _form_pattern(form: str) -> str:
    """A Latin form is found as a whole word only."""
    pattern = re.escape(form)
    return rf"\b{pattern}\b" if form.isascii() else pattern
