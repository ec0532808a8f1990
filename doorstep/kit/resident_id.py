"""Resident identity numbers (GB 11643): normalising, checking, birth date and sex.

Only the province part of the division code is checked: people born long ago carry codes of
counties that no longer exist, and they must not be refused.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul

from doorstep.kit import clock

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_USUAL = re.compile(r"[0-9]{17}[0-9X]")
#: First two digits: the provinces, Taiwan, Hong Kong, Macao, and 83 of Taiwan residents' permits.
_PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)))
) | frozenset(("61", "62", "63", "64", "65", "71", "81", "82", "83"))
#: Sequence numbers of 15-digit cards that were kept for people born before 1900.
_CENTENARIANS = frozenset(("996", "997", "998", "999"))
_OLDEST_YEAR = 1880


@dataclass(frozen=True, slots=True)
class ResidentId:
    """What a written number turned out to be.

    number: 18 characters where that can be made, else the cleaned text. problems: codes, none for
    a good number: ``empty``, ``characters``, ``length``, ``division``, ``date``, ``checksum``.
    marks: codes of what was changed and must stay visible: ``cleaned``, ``from_15``.
    """

    number: str
    problems: tuple[str, ...]
    marks: tuple[str, ...] = ()
    #: Date of birth, where one stands in the number.
    born: date | None = None

    @property
    def ok(self) -> bool:
        """Whether the number can be kept."""
        return not self.problems


def read(text: str) -> ResidentId:
    """Read a number as written: full-width digits, spaces, dashes, small x, 15 digits."""
    cleaned = text
    if not _USUAL.fullmatch(text):
        cleaned = re.sub(r"[\s\-_.·'`’]+", "", unicodedata.normalize("NFKC", text)).upper()
    marks = ["cleaned"] if cleaned != text else []
    if not cleaned:
        return ResidentId("", ("empty",), tuple(marks))
    if not re.fullmatch(r"[0-9]*X?", cleaned):
        return ResidentId(cleaned, ("characters",), tuple(marks))
    if len(cleaned) == 15 and cleaned.isdigit():
        century = "18" if cleaned[12:] in _CENTENARIANS else "19"
        body = cleaned[:6] + century + cleaned[6:]
        cleaned = body + check_digit(body)
        marks.append("from_15")
    if len(cleaned) != 18:
        return ResidentId(cleaned, ("length",), tuple(marks))
    problems = []
    if cleaned[:2] not in _PROVINCES:
        problems.append("division")
    born = birth_date(cleaned)
    if born is None:
        problems.append("date")
    if check_digit(cleaned[:17]) != cleaned[17]:
        problems.append("checksum")
    return ResidentId(cleaned, tuple(problems), tuple(marks), born)


def check(text: str) -> tuple[str, ...]:
    """Problem codes of a written number (see :class:`ResidentId`), none for a good one."""
    return read(text).problems


def check_digit(body17: str) -> str:
    """The eighteenth character after seventeen digits (ISO 7064 MOD 11-2)."""
    if len(body17) != len(_WEIGHTS):
        raise ValueError(f"{len(body17)} digits")
    return _CHECKS[sum(map(mul, map(int, body17), _WEIGHTS)) % 11]


def birth_date(number: str) -> date | None:
    """Date of birth in an 18-digit number; None where no one can have been born that day."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= _OLDEST_YEAR and born <= clock.today() else None


def sex(number: str) -> str:
    """``m`` or ``f`` by the seventeenth digit of an 18-digit number."""
    return "m" if int(number[16]) % 2 else "f"
