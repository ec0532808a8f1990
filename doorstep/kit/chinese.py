"""Chinese text as people write it: normalising, bigrams, likeness, pinyin of names, rooms."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad]")
#: Ideographs of all planes, with the iteration mark and the zero.
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_USUAL = re.compile("[\u4e00-\u9fff]{2,}")
_IS_HAN = re.compile(f"[{_HAN}]")

#: Surnames read otherwise than the same character elsewhere (Xinhua dictionary).
_SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "令狐": "ling hu", "单于": "chan yu",
    "澹台": "tan tai", "宰父": "zai fu", "鲜于": "xian yu", "呼延": "hu yan", "夏侯": "xia hou",
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "朴": "piao",
    "盖": "ge", "任": "ren", "华": "hua", "纪": "ji", "乐": "yue", "翟": "zhai", "缪": "miao",
    "逄": "pang", "员": "yun", "冼": "xian", "洗": "xian", "覃": "qin", "种": "chong", "秘": "bi",
    "黑": "he", "折": "she", "繁": "po", "哈": "ha", "尉": "wei", "乜": "nie", "晁": "chao",
    "召": "shao", "祭": "zhai", "盛": "sheng", "石": "shi", "沈": "shen", "柏": "bai", "葛": "ge",
    "阚": "kan", "车": "che", "能": "nai", "隗": "wei", "褚": "chu", "谌": "chen", "宓": "fu",
    "牟": "mou", "佴": "nai", "郗": "xi", "适": "kuo", "撒": "sa", "俞": "yu", "曲": "qu",
    "卜": "bu", "宁": "ning", "臧": "zang", "谷": "gu", "费": "fei", "邵": "shao", "占": "zhan",
    "燕": "yan", "应": "ying", "於": "yu", "相": "xiang", "重": "chong", "教": "jiao",
    "那": "na", "兴": "xing", "强": "qiang", "都": "du", "句": "gou", "瞿": "qu",
}  # fmt: skip

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE_NUMBER = re.compile("[零〇一二两三四五六七八九十百]+(?=[栋幢座楼号单排梯门室户]|$)")
_BUILDING = re.compile(r"([A-Z]?[0-9]+[A-Z]?|[A-Z]|[甲乙丙丁])(?:号楼|号栋|栋|幢|座|#|楼(?!道))")
_ENTRANCE = re.compile(r"([0-9]+|[A-Z甲乙丙丁])(?:单元|门洞|梯)")
_FLOOR = re.compile(r"[0-9]{1,2}(?:层|楼)")
_DWELLING = re.compile(r"([0-9]{1,4}[A-Z]?)(?:号房|室|户|号)?(?![0-9A-Z])")
_ROW = re.compile(r"([前后中东西南北]|第?[0-9]+)排")
_DASHED = re.compile(
    r"(?<![0-9A-Z-])([A-Z]?[0-9]{1,3}[A-Z]?)#?[-/]([0-9]{1,2}|[A-Z])[-/]([0-9]{1,4}[A-Z]?)室?$"
)
_SHORT = re.compile(r"(?<![0-9A-Z-])([A-Z]?[0-9]{1,3}[A-Z]?)[-/#]+([0-9]{3,4}[A-Z]?)室?$")


def normalise(text: str) -> str:
    """NFKC (full-width becomes half-width), no invisible marks, single spaces, no ends."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def bigrams(text: str) -> str:
    """Tokens to index a text by, between spaces: 路灯坏 → ``路 路灯 灯 灯坏 坏``.

    Latin words and numbers stay whole, in small letters; punctuation is left out.
    """
    tokens: list[str] = []
    for run in _runs(text):
        if not _IS_HAN.match(run):
            tokens.append(run)
            continue
        for i, character in enumerate(run):
            tokens.append(character)
            if i + 1 < len(run):
                tokens.append(run[i : i + 2])
    return " ".join(tokens)


def query_bigrams(query: str) -> str:
    """Tokens that a text must all have to match, between spaces: 路灯坏 → ``路灯 灯坏``.

    A lone ideograph asks for itself. Every token is letters and digits in small letters, so the
    result is safe as it stands in FTS5 and in ``to_tsquery`` after joining with ``&``. "" where
    the query holds nothing to search for.
    """
    tokens: list[str] = []
    for run in _runs(query):
        if len(run) == 1 or not _IS_HAN.match(run):
            tokens.append(run)
        else:
            tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
    return " ".join(dict.fromkeys(tokens))


def similar(one: str, other: str) -> float:
    """Likeness of two texts from 0 to 1: Jaccard index of their tokens; 0 for empty ones."""
    mine, theirs = set(query_bigrams(one).split()), set(query_bigrams(other).split())
    together = mine | theirs
    return len(mine & theirs) / len(together) if together else 0.0


def pinyin_full(name: str) -> str:
    """Reading of a name, syllables together, ü as v: 单红梅 → ``shanhongmei``.

    Characters without a known reading stay as they are, so that they can still be found.
    """
    return "".join(_syllables(name))


def pinyin_initials(name: str) -> str:
    """First letters of the syllables: 曾建华 → ``zjh``."""
    return "".join([syllable[:1] for syllable in _syllables(name)])


@lru_cache(maxsize=20_000)
def _syllables(written: str) -> tuple[str, ...]:
    name = normalise(written)
    for length in (2, 1):
        surname = _SURNAMES.get(name[:length])
        if surname is not None:
            return (*surname.split(), *_plain(name[length:]))
    return _plain(name)


@lru_cache(maxsize=20_000)
def _plain(text: str) -> tuple[str, ...]:
    """Where no phrase may begin, each character is read alone: looked up, a fifth of the time."""
    pairs = pairwise(text)
    if _USUAL.fullmatch(text) and _beginnings().isdisjoint(map("".join, pairs)):
        return tuple(word for character in text for word in _plain(character))
    return tuple(
        word.casefold() for part in lazy_pinyin(text) for word in re.findall(r"[^\W_]+", part)
    )


@cache
def _beginnings() -> frozenset[str]:
    """The first two characters of all phrases that are read as a whole."""
    return frozenset(phrase[:2] for phrase in PHRASES_DICT)


def _runs(text: str) -> list[str]:
    return _RUNS.findall(normalise(text).casefold())


@dataclass(frozen=True, slots=True)
class Room:
    """Parts of a written room, "" where not written; area is the text before (a compound)."""

    building: str = ""
    entrance: str = ""
    dwelling: str = ""
    row: str = ""
    area: str = ""

    @property
    def floor(self) -> int | None:
        """Floor told by the number of the dwelling (501 → 5), None where it tells none."""
        digits = re.match(r"[0-9]*", self.dwelling)
        number = digits[0] if digits else ""
        return int(number[:-2]) if len(number) in (3, 4) else None


@lru_cache(maxsize=20_000)
def parse_room(text: str) -> Room | None:
    """The parts of a written room, None where it names neither building, row nor dwelling."""
    written = _arabic(re.sub(r"[—–−~～]", "-", normalise(text).upper().replace(" ", "")))
    if found := _DASHED.search(written):
        area = written[: found.start()]
        return Room(found[1], found[2], found[3], area=area)
    if found := _SHORT.search(written):
        return Room(found[1], "", found[2], area=written[: found.start()])
    return _named(written)


def _named(written: str) -> Room | None:
    parts: dict[str, str] = {}
    begins = len(written)
    rest = 0
    for name, pattern in (("row", _ROW), ("building", _BUILDING), ("entrance", _ENTRANCE)):
        if found := pattern.search(written, rest):
            parts[name] = found[1].removeprefix("第")
            begins, rest = min(begins, found.start()), found.end()
    tail = _FLOOR.sub("", written[rest:].lstrip("-第"), count=1)
    # After a building more words may follow (501 张家); a bare number must stand alone.
    if found := _DWELLING.match(tail) if parts else _DWELLING.fullmatch(tail):
        parts["dwelling"] = found[1]
        begins = min(begins, rest)
    return Room(**parts, area=written[:begins]) if parts else None


def _arabic(text: str) -> str:
    return _CHINESE_NUMBER.sub(lambda found: _value(found[0]), text)


def _value(number: str) -> str:
    if not re.search("[十百]", number):
        return "".join(str(_DIGITS[digit]) for digit in number)
    total, digit = 0, 0
    for character in number:
        if character in "十百":
            total += max(digit, 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return str(total + digit)
