"""One notion, one word; every sentence is there in Chinese; none stands bare in a template."""

from __future__ import annotations

from pathlib import Path

import pytest

from doorstep.kit.words import Words
from tests.house.messages import bare, catalogues, in_code, in_template, in_tree, translated
from tests.house.source import PACKAGE, files, name


def words() -> Words:
    """The terms of the apps and of the house together."""
    return Words.load(
        [*sorted(PACKAGE.glob("*/words.toml")), Path(__file__).with_name("words.toml")]
    )


def test_no_term_is_there_twice_or_incomplete() -> None:
    assert len(words())


def test_every_sentence_is_there_in_chinese() -> None:
    chinese, _fuzzy = translated()
    missing = [f"{where}: {key[1]!r}" for key, where in in_tree().items() if not chinese.get(key)]
    assert not missing


def test_no_translation_is_fuzzy() -> None:
    assert not translated()[1]


def test_translations_are_chinese() -> None:
    """A msgstr equal to its English msgid was forgotten, not translated."""
    same = [
        key[1] for key, text in translated()[0].items()
        if text == key[1] and sum(c.isalpha() for c in text) > 8 and text.isascii()
    ]  # fmt: skip
    assert not same


def test_no_text_stands_bare_in_a_template() -> None:
    found = [
        f"{name(f)}:{line} {text}"
        for f in files("doorstep/**/*.html")
        for line, text in bare(f.read_text("utf-8"))
    ]
    assert not found


def test_no_forbidden_word_is_printed() -> None:
    known = words()
    texts = [(f"msgid {key[1]!r}", text) for key, text in translated()[0].items()]
    texts += [(f"term {t.code}", t.zh) for t in known if not t.code.startswith("house.")]
    texts += [(name(f), f.read_text("utf-8")) for f in files("doorstep/**/*.html")]
    found = [
        f"{where}: {h.form} (say {h.term.zh})" for where, t in texts for h in known.forbidden(t)
    ]
    assert not found


@pytest.mark.parametrize(
    ("text", "forms"),
    [("我的事项", ["事项"]), ("履职事项清单", []), ("今日打卡", ["打卡"]), ("我的诉求", [])],
)
def test_forbidden_words_are_told_from_allowed_ones(text: str, forms: list[str]) -> None:
    assert [h.form for h in words().forbidden(text)] == forms


def test_messages_are_found_in_code_and_template() -> None:
    code = (
        "a = _('One')\nb = ngettext('%d x', '%d xs', n)\nc = pgettext('road', 'way')\nd = f('No')"
    )
    assert in_code(code) == {("", "One"), ("", "%d x"), ("road", "way")}
    page = (
        '<a title="{% translate "Two (2)" %}">'
        "{% blocktranslate %}Dear {{ n }}{% endblocktranslate %}</a>"
    )
    assert in_template(page, "p.html") == {("", "Two (2)"), ("", "Dear %(n)s")}


def test_bare_text_is_told_from_translated_text() -> None:
    good = (
        '<p title="{{ x }}">{% translate "Hello" %} · {{ n }} 3 %</p><script src="a.js"></script>'
    )
    assert bare(good) == []
    bad = '<p title="Save it">\nHello {{ n }}</p><b>你好</b>'
    assert [text for _line, text in bare(bad)] == ["Save it", "Hello", "你好"]


def test_catalogues_are_well_formed() -> None:
    """No message twice with two translations in different catalogues."""
    import polib

    seen: dict[tuple[str, str], set[str]] = {}
    for path in catalogues():
        for entry in polib.pofile(str(path), encoding="utf-8"):
            if not entry.obsolete and entry.msgid and entry.msgstr:
                seen.setdefault((entry.msgctxt or "", entry.msgid), set()).add(entry.msgstr)
    assert not {key: texts for key, texts in seen.items() if len(texts) > 1}
