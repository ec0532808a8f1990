"""One thing has one word on all doors; two words for it were found by readers."""

from __future__ import annotations

from pathlib import Path

import pytest

import doorstep

HOUSE = Path(doorstep.__file__).parent


@pytest.mark.parametrize(
    ("once", "instead"),
    [("长者钥匙", "志愿者工牌"), ("可不写", "可不填"), ("Take along", "Export")],
)
def test_one_thing_has_one_word(once: str, instead: str) -> None:
    files = [f for kind in ("*.po", "words.toml", "*.html") for f in HOUSE.rglob(kind)]
    assert len(files) > 50
    texts = {f: f.read_text("utf-8") for f in files}
    assert not [str(f) for f, text in texts.items() if once in text]
    assert any(instead in text for text in texts.values())
