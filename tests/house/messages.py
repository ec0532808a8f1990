"""Sentences for people: which the source asks gettext for, and which stand bare in templates."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import polib
from django.utils.translation import templatize

from tests.house.source import PACKAGE, files, name

#: Functions of gettext and how many of their first arguments are message ids.
CALLS = {
    "_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2,
    "pgettext": 2, "pgettext_lazy": 2, "npgettext": 3, "_p": 2,
}  # fmt: skip
CONTEXTS = {"pgettext", "pgettext_lazy", "npgettext", "_p"}
Key = tuple[str, str]


def in_code(source: str) -> set[Key]:
    """(context, msgid) of every gettext call with constant arguments in Python source."""
    found: set[Key] = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [
            a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
        ]
        if called not in CALLS or not texts:
            continue
        context = texts.pop(0) if called in CONTEXTS else ""
        if texts:
            found.add((context, texts[0]))
    return found


def in_template(source: str, origin: str) -> set[Key]:
    """(context, msgid) of every translate tag; Django turns the template into calls first."""
    calls = templatize(source, origin=origin)
    text = r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\""""
    wanted = rf"""\b(?:gettext|pgettext|ngettext|npgettext|_)\((?:[^()'"]|{text})*\)"""
    found: set[Key] = set()
    for call in re.findall(wanted, calls):
        try:
            found |= in_code(call.strip())
        except SyntaxError as error:
            raise AssertionError(f"{origin}: cannot read {call!r}") from error
    return found


def in_tree() -> dict[Key, str]:
    """Every message the project asks for, with a file that asks for it."""
    found: dict[Key, str] = {}
    for path in files("doorstep/**/*.py"):
        found |= dict.fromkeys(in_code(path.read_text("utf-8")), name(path))
    for path in files("doorstep/**/*.html", "doorstep/**/*.txt"):
        if "templates" in path.parts:
            found |= dict.fromkeys(in_template(path.read_text("utf-8"), name(path)), name(path))
    return found


def catalogues(language: str = "zh_Hans") -> list[Path]:
    """The .po files of a language, the shared one last."""
    return sorted(PACKAGE.glob(f"*/locale/{language}/LC_MESSAGES/*.po")) + sorted(
        PACKAGE.glob(f"locale/{language}/LC_MESSAGES/*.po")
    )


def translated() -> tuple[dict[Key, str], list[str]]:
    """(context, msgid) → Chinese from all catalogues together; and the fuzzy entries."""
    found: dict[Key, str] = {}
    fuzzy: list[str] = []
    for path in catalogues():
        for entry in polib.pofile(str(path), encoding="utf-8"):
            if entry.obsolete:
                continue
            if entry.fuzzy:
                fuzzy.append(f"{name(path)}: {entry.msgid}")
            text = entry.msgstr or "".join(entry.msgstr_plural.values())
            found[entry.msgctxt or "", entry.msgid] = text
    return found, fuzzy


# -- bare text in templates ----------------------------------------------------------------------
#: What may stand untranslated: names of languages, units, marks.
BARE = re.compile(r"^(English|简体中文|中文|Doorstep|家门口|PDF|CSV|JSON|QR|km|m²|×|Esc|Enter)$")
SPOKEN = ("title", "alt", "placeholder", "aria-label", "aria-description", "label")


class _Bare(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style", "svg", "code")
        button = tag == "input" and dict(attrs).get("type") in ("submit", "button", "reset")
        for key, value in attrs:
            if key in SPOKEN or (button and key == "value"):
                self.look(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "svg", "code")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.look(data)

    def look(self, text: str) -> None:
        for part in re.split(r"[\u00a4\n]", text):
            words = part.strip(" \t·—-–:：()（）[],.、/|&;0123456789%+→←↑↓…")
            if re.search(r"[A-Za-z]{2}|[\u4e00-\u9fff]", words) and not BARE.match(words):
                self.found.append((self.getpos()[0], words))


def bare(source: str) -> list[tuple[int, str]]:
    """(line, words) of every text in a template that no translate tag covers."""

    def blank(match: re.Match[str]) -> str:
        # spaces, so that a tag between attributes does not grow into their names
        return " \u00a4 " + "\n" * match.group(0).count("\n")

    # <{% if a %}p{% else %}h1{% endif %} …: the first tag stands for both
    choice = r"(</?)\{%\s*if[^%]*%\}(\w+)\{%\s*else\s*%\}\w+\{%\s*endif\s*%\}"
    source = re.sub(choice, r"\1\2", source)
    for pattern in (
        r"\{#.*?#\}",
        r"\{%\s*comment.*?endcomment\s*%\}",
        r"\{%\s*block (?:surface|\w*(?:class|attrs)\w*)\s*%\}.*?endblock[^%]*%\}",
        r"\{%\s*blocktrans.*?endblocktrans(late)?\s*%\}",
        r"\{%.*?%\}",
        r"\{\{.*?\}\}",
    ):
        source = re.sub(pattern, blank, source, flags=re.DOTALL)
    parser = _Bare()
    parser.feed(source)
    return parser.found
