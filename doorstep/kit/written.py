"""Cells as people fill them: text, codes and dates, whatever a spreadsheet made of them."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_TIME = re.compile(r"(.*?\d日?)[ T]+(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?)?[分秒]?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0:00(?::00)?)?")
_SERIAL_0 = date(1899, 12, 30)


def clean(value: Any) -> str:
    """A cell as text: 12.0 is 12, dates are 2023-01-05; invisible characters are dropped."""
    if isinstance(value, str):
        return _INVISIBLE.sub("", value).strip() if value else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != datetime.min.time() else str(value.date())
    return "" if value is None else str(value)


def plain(value: Any) -> str:
    """As `clean`, full-width characters made ordinary: for numbers, codes and dates."""
    return unicodedata.normalize("NFKC", clean(value)).strip()


def heading(value: Any) -> str:
    """A header cell made comparable: no spaces, stars, brackets' content, colons."""
    text = unicodedata.normalize("NFKC", clean(value)).casefold()
    return re.sub(r"\(.*?\)|[\s*:_/、,.-]", "", text)


def code(value: Any) -> str:
    """A code or number that is not counted with: no spaces."""
    return re.sub(r"\s", "", plain(value))


def as_day(value: Any) -> date | None:
    """A date: a date cell, 2023-1-5, 2023/01/05, 2023年1月5日, 20230105 or a serial number.

    :raises ValueError: for a day that does not exist; None: it is no date at all.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = plain(value)
    if parts := _DAY.fullmatch(found):
        return date(*map(int, parts.groups()))
    if re.fullmatch(r"(19|20)\d{6}", found):
        return date(int(found[:4]), int(found[4:6]), int(found[6:]))
    if re.fullmatch(r"\d{4,5}", found) and 3000 < int(found) < 80000:
        return _SERIAL_0 + timedelta(days=int(found))
    return None


def apart(value: Any) -> tuple[Any, time]:
    """What stands for the day in a cell, for `as_day`, and the time of day beside it.

    :raises ValueError: for a time of day that does not exist.
    """
    if isinstance(value, datetime):
        return value, value.time()
    serial = plain(value)
    if re.fullmatch(r"\d{4,5}\.\d+", serial):
        whole, minutes = int(float(serial)), round((float(serial) % 1) * 24 * 60)
        return float(whole + minutes // 1440), time(*divmod(minutes % 1440, 60))
    if parts := _TIME.fullmatch(serial):
        return parts[1], time(int(parts[2]), int(parts[3]), int(parts[4] or 0))
    return value, time()
