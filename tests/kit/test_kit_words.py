"""Words: one notion, one word; missing, double and forbidden ones are found."""

from pathlib import Path

import pytest

from doorstep.kit.words import Words, WordsError

ONE = """
[[term]]
code = "matter"
zh = "诉求"
en = "Matter"
meaning = "What a resident asks for"
source = "words.md"
forbidden = ["事项", "ticket"]
allowed = ["履职事项", "事项准入"]
"""
TWO = ONE.replace('"matter"', '"overdue"').replace("诉求", "超期").replace("事项", "逾期")


def load(tmp_path: Path, *texts: str) -> Words:
    paths = [tmp_path / f"{i}.toml" for i in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return Words.load(paths)


def test_terms_of_several_files(tmp_path: Path) -> None:
    words = load(tmp_path, ONE, TWO)
    assert len(words) == 2
    assert "matter" in words
    assert words.term("matter") == words.term("matter", "zh-hans") == "诉求"
    assert words.term("matter", "en") == "Matter"
    assert words.same_word("en") == {"Matter": ["matter", "overdue"]}
    assert words.same_word("zh") == {}


def test_a_missing_term_raises(tmp_path: Path) -> None:
    with pytest.raises(WordsError, match="no term 'other'"):
        load(tmp_path, ONE).term("other")


@pytest.mark.parametrize(
    "text",
    [
        ONE + ONE,
        ONE.replace('zh = "诉求"', ""),
        ONE.replace('"诉求"', '""'),
        ONE.replace("source", "sauce"),
        ONE.replace('["履职事项", "事项准入"]', '"履职事项"'),
        'title = "x"',
    ],
)
def test_a_bad_file_raises(tmp_path: Path, text: str) -> None:
    with pytest.raises(WordsError, match=r"0\.toml"):
        load(tmp_path, text)


def test_forbidden_forms_are_found_with_their_cure(tmp_path: Path) -> None:
    words = load(tmp_path, ONE, TWO)
    hits = words.forbidden("新事项已逾期, Ticket 3; 履职事项目录, 事项准入, tickets")
    assert [(hit.form, hit.at, hit.term.zh) for hit in hits] == [
        ("事项", 1, "诉求"),
        ("逾期", 4, "超期"),
        ("Ticket", 8, "超期"),
    ]


def test_no_terms_forbid_nothing() -> None:
    assert Words().forbidden("事项") == []
