"""Chinese text: two characters are found, rare ones too; names and rooms as people write them."""

import re

import pysqlite3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from doorstep.kit import chinese

han = st.text(st.sampled_from("路灯坏了单元楼道漏水𣲘㛃垚𠮷〇"), min_size=1, max_size=12)
mixed = st.text(st.sampled_from("路灯𣲘㛃 3A５。,-aé\u200b"), max_size=15)


def found_in_index(text: str, query: str) -> bool:
    connection = pysqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(tokens)")
    connection.execute("INSERT INTO words VALUES (?)", (chinese.bigrams(text),))
    sql = "SELECT count(*) FROM words WHERE words MATCH ?"
    (count,) = connection.execute(sql, (chinese.query_bigrams(query),)).fetchone()
    return bool(count)


@given(han, st.data())
def test_every_part_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    assert found_in_index(text, text[begin:end])


@pytest.mark.parametrize(
    ("query", "found"),
    [("路灯", True), ("灯", True), ("501", True), ("50", False), ("灯路", False), ("abc", True),
     ("NOT", False), ("AND", False), ("𣲘㛃", True), ("㛃", True), ("路灯 501", True)],
)  # fmt: skip
def test_search_in_fts5(query: str, found: bool) -> None:
    assert found_in_index("3栋2单元501 路灯坏了，ABC 𣲘㛃", query) is found


def test_characters_beyond_the_basic_plane_are_ideographs() -> None:
    assert chinese.bigrams("𣲘𠮷a") == "𣲘 𣲘𠮷 𠮷 a"
    assert chinese.query_bigrams("𠮷") == "𠮷"


@given(mixed)
def test_query_tokens_are_always_indexed_and_safe(text: str) -> None:
    tokens = chinese.query_bigrams(text).split()
    assert set(tokens) <= set(chinese.bigrams(text).split())
    assert all(token.isalnum() and token == token.casefold() for token in tokens)


@given(st.text())
def test_normalise_settles(text: str) -> None:
    once = chinese.normalise(text)
    assert chinese.normalise(once) == once
    assert once == once.strip()


def test_normalise() -> None:
    assert chinese.normalise("  ３栋\u3000\u200b２单元 \n") == "3栋 2单元"


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张建华", "zhangjianhua", "zjh"),
        ("单红梅", "shanhongmei", "shm"),
        ("曾建国", "zengjianguo", "zjg"),
        ("仇英", "qiuying", "qy"),
        ("解晓东", "xiexiaodong", "xxd"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟雨", "moqiyu", "mqy"),
        ("欧阳秀英", "ouyangxiuying", "oyxy"),
        ("吕桂兰", "lvguilan", "lgl"),
        ("王单", "wangdan", "wd"),
        ("㛃垚", "jieyao", "jy"),
        ("Ali Bek", "alibek", "ab"),
        ("", "", ""),
    ],
)
def test_pinyin(name: str, full: str, initials: str) -> None:
    assert chinese.pinyin_full(name) == full
    assert chinese.pinyin_initials(name) == initials


def test_a_character_without_reading_stays_findable() -> None:
    assert chinese.pinyin_full("张\U00031348") == "zhang\U00031348"


#: Characters that begin phrases, and some that do not; Latin words stay whole.
_NAMES = st.text(alphabet="王张朝阳长乐重庆行会计建国秀英曾单", min_size=1, max_size=4)


@given(_NAMES, st.sampled_from(["", " Ali Bek", "·", "丶", "𠮷"]))
def test_characters_are_read_alone_only_where_no_phrase_is(name: str, more: str) -> None:
    parts = (re.findall(r"[^\W_]+", part) for part in lazy_pinyin(name + more))
    assert chinese._plain(name + more) == tuple(w.casefold() for found in parts for w in found)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3栋2单元501", ("3", "2", "501", "", "")),
        ("3-2-501", ("3", "2", "501", "", "")),
        ("３－２－５０１", ("3", "2", "501", "", "")),
        ("三号楼五〇一室", ("3", "", "501", "", "")),
        ("十二幢一单元302户", ("12", "1", "302", "", "")),
        ("东塘家园3#楼2单元501室", ("3", "2", "501", "", "东塘家园")),
        ("东塘B区 3-2-501", ("3", "2", "501", "", "东塘B区")),
        ("幸福里3号楼12层1203", ("3", "", "1203", "", "幸福里")),
        ("A栋1203", ("A", "", "1203", "", "")),
        ("12#302", ("12", "", "302", "", "")),
        ("3-501", ("3", "", "501", "", "")),
        ("3栋2单元501张家", ("3", "2", "501", "", "")),
        ("2单元501", ("", "2", "501", "", "")),
        ("3栋", ("3", "", "", "", "")),
        ("前排4号", ("", "", "4", "前", "")),
        ("第三排5号", ("", "", "5", "3", "")),
        ("501", ("", "", "501", "", "")),
    ],
)
def test_parse_room(text: str, parts: tuple[str, ...]) -> None:
    assert chinese.parse_room(text) == chinese.Room(*parts)


@pytest.mark.parametrize("text", ["", "路灯坏了", "2026-04-15", "0551-82312345", "东塘路15号"])
def test_no_room(text: str) -> None:
    assert chinese.parse_room(text) is None


def test_floor() -> None:
    assert chinese.Room(dwelling="501").floor == 5
    assert chinese.Room(dwelling="1203A").floor == 12
    assert chinese.Room(dwelling="4").floor is None


@given(mixed, mixed)
def test_similar_is_symmetric_and_within_one(one: str, other: str) -> None:
    assert chinese.similar(one, other) == chinese.similar(other, one)
    assert 0 <= chinese.similar(one, other) <= 1
    if chinese.query_bigrams(one):
        assert chinese.similar(one, one) == 1


def test_similar() -> None:
    assert chinese.similar("楼道路灯坏了", "路灯坏了") > 0.5
    assert chinese.similar("楼道路灯坏了", "水管冻裂") == 0
