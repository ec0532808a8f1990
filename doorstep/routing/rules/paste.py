"""A text pasted from WeChat proposes phone, category and place; a person decides (R27).

Runs on words of the category tree only: no model, nothing about the person (dignity D16).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from doorstep.kit.chinese import normalise

_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
#: Where something is, not what: the door of the stairwell is not broken because one stands there.
_SPOT = re.compile(r"单元门口|单元门前|楼门口")

#: What the street's office and its desk are called, by residents and in letters.
_STREET = re.compile(r"街道|街办|办事处|[镇乡]政府|调度|综治中心")

_SENTENCE, _CLAUSE = re.compile(r"[。!?;…]+"), re.compile(r"[。!?;…,、 ]+")
#: Characters between the parts of a sign, and how much one counts: as a word of four.
_GAP, SIGN = 14, 4
#: What is read of: code, words and signs that residents use for it, and those that mean otherwise.
Leaf = tuple[str, Iterable[str], Iterable[str]]


@dataclass(frozen=True)
class Proposal:
    """What was found in a pasted text."""

    phone: str
    categories: list[str]
    text: str


@lru_cache(maxsize=4096)
def _sign(word: str) -> tuple[tuple[str, ...], re.Pattern[str], tuple[str, ...]]:
    """A sign taken apart: words of which one must be there, what finds it, what speaks against."""
    ordered = ">" in word
    parts = [tuple(p.split("|")) for p in word.replace(">", " ").split()]
    against = tuple(w.removeprefix("-") for p in parts if p[0].startswith("-") for w in p)
    parts = [p for p in parts if not p[0].startswith("-")]
    one_of = [f"(?:{'|'.join(map(re.escape, p))})" for p in parts]
    gap = rf"[^,、 ]{{0,{_GAP - 4}}}?" if ordered else rf".{{0,{_GAP}}}?"
    orders = [tuple(one_of)] if ordered else permutations(one_of)
    return parts[0], re.compile("|".join(gap.join(order) for order in orders)), against


def _says(word: str, text: str, among: re.Pattern[str] = _SENTENCE) -> int:
    """How much of a word (its length) or of a sign (`SIGN`) a text says; 0 for nothing.

    A sign is parts between spaces, each with its forms between strokes: all stand near each other
    in one sentence ("电梯|轿厢 困住|出不来"), with ">" in that order within one clause; a last part
    that begins with "-" names what the sentence must not say.
    """
    if " " not in word and ">" not in word:
        return len(word) if word and word in text else 0
    first, finder, against = _sign(word)
    if not any(form in text for form in first):
        return 0
    for said in among.split(text):
        if finder.search(said) and not any(w in said for w in against):
            return SIGN
    return 0


def _without(text: str, otherwise: Iterable[str]) -> str:
    """A text without what means otherwise (落水管 is no 落水), and the clauses of such signs."""
    for word in otherwise:
        if _says(word, text, _CLAUSE):
            if " " in word or ">" in word:
                kept = (c for c in _CLAUSE.split(text) if not _says(word, c, _CLAUSE))
                text = ",".join(kept)
            else:
                text = text.replace(word, " ")
    return text


def propose(text: str, leaves: Iterable[Leaf], most: int = 3) -> Proposal:
    """Read a pasted text.

    :param leaves: longer words count for more.
    :returns: the first mobile number, up to `most` category codes (best first), the text cleaned.
    """
    clean = normalise(text)
    phone = _PHONE.search(clean)
    said = _SPOT.sub(" ", clean)
    scores: dict[str, int] = {}
    for code, words, otherwise in leaves:
        score = sum(_says(w, said) ** 2 for w in words)
        if score and otherwise:
            rest = _without(said, otherwise)
            score = score if rest == said else sum(_says(w, rest) ** 2 for w in words)
        if score:
            scores[code] = score
    best = sorted(scores, key=lambda code: (-scores[code], code))[:most]
    return Proposal(phone.group(0) if phone else "", best, clean)


def names_street(text: str) -> bool:
    """Whether a text names the street's (town's) office or its desk, perhaps to complain of it."""
    return _STREET.search(normalise(text)) is not None
