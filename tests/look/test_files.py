"""The look's files keep their promises: sizes, freshness, no inline code, all icons drawn."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.look.css import STATIC, joined

TEMPLATES = STATIC.parents[1] / "templates/panes"
PAGES = sorted(TEMPLATES.rglob("*.html"))
assert PAGES
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.S)


def markup(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def icons() -> set[str]:
    return set(re.findall(r'id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))


def test_served_sheet_is_fresh_and_small() -> None:
    sheet = (STATIC / "doorstep.css").read_bytes()
    assert sheet.decode() == joined(), "run python -m tests.look.css"
    assert len(gzip.compress(sheet)) <= 25_000


def test_browser_code_is_short() -> None:
    assert len((STATIC / "js/doorstep.js").read_text(encoding="utf-8").splitlines()) <= 400


def test_first_phone_page_fits_in_60_kb() -> None:
    parts = ["doorstep.css", "js/doorstep.js", "icons.svg", "mark.svg"]
    parts += [f"vendor/{one['file']}" for one in vendored()]
    sizes = [len(gzip.compress((STATIC / part).read_bytes())) for part in parts]
    assert sum(sizes) + 8_000 <= 60_000  # 8 kB for the page itself; measured: 2 to 5


def vendored() -> list[dict[str, str]]:
    manifest = STATIC / "vendor/manifest.json"
    return json.loads(manifest.read_text(encoding="utf-8"))


@pytest.mark.parametrize("one", vendored(), ids=lambda one: one["name"])
def test_vendored_file_is_the_one_of_the_manifest(one: dict[str, str]) -> None:
    assert {"name", "version", "licence", "sha256", "file"} <= set(one)
    found = hashlib.sha256((STATIC / "vendor" / one["file"]).read_bytes()).hexdigest()
    assert found == one["sha256"]


def test_vendor_holds_nothing_else() -> None:
    there = {path.name for path in (STATIC / "vendor").iterdir()}
    assert there == {"manifest.json", *(one["file"] for one in vendored())}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_inline_code(path: Path) -> None:
    text = markup(path)
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"<style|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_icon_is_drawn(path: Path) -> None:
    named = set(re.findall(r'#([a-z][\w-]*)"/></svg>', markup(path)))
    assert named <= icons()


@pytest.mark.parametrize("tone", ["plain", "info", "soon", "done", "over", "stop"])
def test_every_tone_has_an_icon(tone: str) -> None:
    assert f"tone-{tone}" in icons()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_template_says_what_it_needs(path: Path) -> None:
    head = path.read_text(encoding="utf-8")[:1500]
    assert "{% comment %}" in head or "{#" in head
    assert not re.search(r"\{#[^}]*\n", head), "a comment over lines is printed; use {% comment %}"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def tokens(theme: str) -> dict[str, str]:
    text = (STATIC / "css/2-tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", light))
    found["red-ink"] = found["red-600"]
    if theme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", dark))
    return found


TEXT = [
    ("ink-900", "paper"), ("ink-900", "ground"), ("ink-600", "paper"), ("ink-600", "ground"),
    ("red-ink", "paper"), ("red-ink", "ground"), ("red-ink", "red-50"), ("on-red", "red-600"),
    ("on-red", "red-700"), ("amber", "amber-50"), ("amber", "paper"), ("green", "green-50"),
    ("green", "paper"), ("blue", "blue-50"), ("ink-900", "red-50"), ("ink-900", "amber-50"),
]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "under"), TEXT)
def test_text_has_enough_contrast(theme: str, ink: str, under: str) -> None:
    found = tokens(theme)
    assert contrast(found[ink], found[under]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("edge", ["ink-400", "focus"])
def test_edges_and_focus_can_be_seen(theme: str, edge: str) -> None:
    found = tokens(theme)
    assert min(contrast(found[edge], found[under]) for under in ("paper", "ground")) >= 3


def test_tokens_are_those_of_the_design() -> None:
    found = tokens("light")
    assert [found[f"red-{n}"] for n in (600, 700, 50)] == ["#B3261E", "#8C1D18", "#FBEDEC"]
    assert [found[f"ink-{n}"] for n in (900, 600, 400)] == ["#1F1B16", "#5B554D", "#8B857C"]
    assert [found[n] for n in ("paper", "ground", "line")] == ["#FFFFFF", "#F7F5F2", "#E4DFD8"]
