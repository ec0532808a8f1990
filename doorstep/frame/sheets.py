"""Cells of the tables people send (read by `frame.workbooks`): parsers, and what is wrong.

Full-width digits, dates as text, serial number or eight digits are taken as they come; what cannot
be taken is a `Flaw` in the user's words with its cure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.kit import clock
from doorstep.kit import phone as phones
from doorstep.kit.written import apart, as_day, clean, heading, plain


class Flaw(ValueError):  # noqa: N818  (a finding, told to people)
    """What is wrong with a cell or row, and how to mend it; `column` is the column's name."""

    def __init__(self, words: Any, cure: Any = "", column: str = "") -> None:
        super().__init__(words)
        self.words, self.cure, self.column = words, cure, column


class There(Flaw):
    """The row is in already and says the same: it is left out, and that is no fault."""


class Mark(Flaw):
    """The row is taken all the same; it is listed, and the record shows why to look."""


Parser = Callable[[Any], Any]


# -- parsers: pure, so that their answers can be remembered ---------------------------------------
def text(most: int = 200) -> Parser:
    """Words of at most `most` characters."""

    def parse(value: Any) -> str:
        found = clean(value)
        if len(found) > most:
            raise Flaw(_("Longer than %(most)d characters.") % {"most": most}, _("Shorten it."))
        return found

    return parse


#: Words of ordinary length.
words = text()


def whole(low: int = 0, high: int = 10**9) -> Parser:
    """A whole number from low to high."""

    def parse(value: Any) -> int:
        found = plain(value).replace(",", "")
        if not re.fullmatch(r"-?[0-9]+", found) or not low <= int(found) <= high:
            cure = _("Enter a whole number from %(low)d to %(high)d.") % {"low": low, "high": high}
            raise Flaw(_("Not a number that fits."), cure)
        return int(found)

    return parse


def day(value: Any) -> date:
    """A date as `kit.written.as_day` takes it."""
    try:
        found = as_day(value)
    except ValueError:
        raise Flaw(_("There is no such day."), _("Look at year, month and day.")) from None
    if found is None:
        raise Flaw(_("Not a date."), _("Write it like 2023-01-05."))
    return found


def moment(value: Any) -> datetime:
    """A moment of the city: a date as `day` takes it, with or without a time of day behind it."""
    try:
        on, at = apart(value)
    except ValueError:
        cure = _("Write it like 2023-01-05 09:30.")
        raise Flaw(_("There is no such time of day."), cure) from None
    return datetime.combine(day(on), at, clock.CITY)


def yes_no(value: Any) -> bool:
    """是, 有, 1, √, yes … or 否, 无, 0, no … (empty: no)."""
    found = plain(value).casefold()
    if found in ("", "否", "无", "0", "no", "n", "false", "×", "没有", "不是"):
        return False
    if found in ("是", "有", "1", "yes", "y", "true", "√", "✓"):
        return True
    raise Flaw(_("Neither yes nor no."), _("Write 是 or 否."))


def choice(allowed: Mapping[str, Any]) -> Parser:
    """One of the given words; its value is taken."""
    known = {heading(word): value for word, value in allowed.items()}

    def parse(value: Any) -> Any:
        try:
            return known[heading(value)]
        except KeyError:
            cure = _("Write one of: %(words)s.") % {"words": "、".join(list(allowed)[:12])}
            raise Flaw(_("This word is not in the list."), cure) from None

    return parse


_PHONE = {
    "foreign": (lazy("A number from abroad."), lazy("Enter a number in China, or leave it empty.")),
    "area_code": (lazy("The area code is missing."), lazy("Write it like 0551-82312345.")),
}
_PHONE_ELSE = (
    lazy("Not a telephone number."),
    lazy("A mobile number has 11 digits and begins with 1."),
)


def phone(area: str = "") -> Parser:
    """A telephone number in its canonical form; `area` completes local numbers."""

    def parse(value: Any) -> str:
        found = phones.read(clean(value), area)
        if found.problem:
            raise Flaw(*_PHONE.get(found.problem, _PHONE_ELSE))
        return found.number

    return parse
