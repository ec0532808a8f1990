"""Pure tables and formulas of fair closing: two lives, the draw, the three rates (B6, R14)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256

from doorstep.frame import Lifecycle, Move
from doorstep.kit.share import SMALL, Share

#: Mark of a matter about which there is an exclusion, whatever became of it.
MARK = "exclusion"
#: Days in which the reporter may object to an exclusion, from the day they are told (B6).
OBJECT_DAYS = 15

EXCLUDED, REFUSED, KEPT, VOIDED = "excluded", "refused", "kept", "voided"
EXCLUSION_LIFE = Lifecycle(
    states=("proposed", EXCLUDED, REFUSED, "objected", KEPT, VOIDED),
    first=("proposed",),
    ended=(EXCLUDED, REFUSED, KEPT, VOIDED),
    moves=[
        Move("decide", ("proposed",), (EXCLUDED, REFUSED)),
        Move("object", (EXCLUDED,), ("objected",)),
        Move("review", ("objected",), (KEPT, VOIDED)),
    ],
)
DECISIONS, REVIEWS = (EXCLUDED, REFUSED), (VOIDED, KEPT)

CHECK_LIFE = Lifecycle(
    states=("waiting", "answered"),
    first=("waiting",),
    ended=("answered",),
    moves=[Move("record", ("waiting",), ("waiting", "answered"))],
)
SOLVED, NOT, UNREACHED, UNSAID = "solved", "not", "unreached", "unsaid"
ANSWERS = (SOLVED, NOT, UNSAID, UNREACHED)
#: Answers that say something of the closing; the rate of false closings is among these.
SAID = (SOLVED, NOT)
#: Calls after which somebody counts as not reached.
MOST_TRIES = 3
#: Days after which an answer dies and only how many there were stays (D3).
ANSWER_DAYS = 90
#: How many may be drawn at once, and out of how many.
LEAST, MOST, MOST_POOL = 1, 200, 20_000
#: Months that may be drawn from: the last ones that have ended.
MONTHS = 3


def first_of(day: date, back: int = 0) -> date:
    """First day of the month of a day, or of one `back` months earlier."""
    month = day.year * 12 + day.month - 1 - back
    return date(month // 12, month % 12 + 1, 1)


def last_of(first: date) -> date:
    """Last day of the month that begins on `first`."""
    return first_of(first, -1) - timedelta(days=1)


def seed_of(place: str, month: date, salt: str) -> str:
    """The seed of a draw: of place and month, and of something that nobody could choose.

    :param place: what the place is called.
    :param salt: the trail's root, published once the month had ended.
    """
    return sha256(f"{place}|{month:%Y-%m}|{salt}".encode()).hexdigest()


def mark_of(seed: str, number: str) -> str:
    """What puts the numbers in order: SHA-256 of the seed followed by the number."""
    return sha256(f"{seed}{number}".encode()).hexdigest()


def drawn(seed: str, numbers: Iterable[str], size: int) -> list[str]:
    """The `size` numbers with the lowest marks, lowest first; anybody can work it out again."""
    return sorted(set(numbers), key=lambda number: (mark_of(seed, number), number))[:size]


def satisfaction(good: int, fair: int, bad: int, weight: float) -> Fraction | None:
    """(good + weight · fair) ÷ all grades; None under ten, where a single one could be read (D11).

    :param weight: of "fair", 0 to 1: a city's parameter, printed beside the number.
    """
    whole = good + fair + bad
    if whole < SMALL:
        return None
    return (good + Fraction(str(weight)) * fair) / whole


def parts(share: Share) -> str:
    """A share with what was divided: 7 ÷ 9 = 7/9, 116 ÷ 133 = 87%(116/133)."""
    return f"{share.part} ÷ {share.whole} = {share.label}"
