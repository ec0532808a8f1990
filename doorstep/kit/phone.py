"""Telephone numbers: one canonical form, or a clear code of what is wrong."""

import re
import unicodedata
from dataclasses import dataclass

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
#: Area codes: 010 and 02x have three digits, all others four.
_LANDLINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([2-9][0-9]{6,7})(?:-([0-9]{1,6}))?")
_SERVICE = re.compile(r"[48]00[0-9]{7}|1[0-9]{2}|1[02][0-9]{3}|9[56][0-9]{3,4}")
_EXTENSION = re.compile(r"(?:转|EXT\.?|#|,)([0-9]{1,6})$")


@dataclass(frozen=True, slots=True)
class Phone:
    """What a written number turned out to be.

    kind: ``mobile``, ``landline``, ``service`` or "". number: canonical (13812341234,
    0551-82312345, 0551-82312345-8001) where problem is "", else the cleaned text. problem:
    ``empty``, ``characters``, ``length``, ``prefix``, ``area_code`` (missing), ``foreign``.
    """

    number: str
    kind: str = ""
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Whether the number can be kept and called."""
        return not self.problem


def read(text: str, area: str = "") -> Phone:
    """Read a number as written; area (such as ``0551``) completes local landline numbers."""
    if _MOBILE.fullmatch(text):
        return Phone(text, "mobile")
    cleaned = re.sub(r"[\s.()\[\]·]", "", unicodedata.normalize("NFKC", text)).upper()
    cleaned = re.sub(r"[‐‑‒–—―−_]", "-", cleaned)
    extension = ""
    if found := _EXTENSION.search(cleaned):
        cleaned, extension = cleaned[: found.start()], found[1]
    if found := re.match(r"(?:\+|00)86-?|86-?(?=1[3-9][0-9-]{9})", cleaned):
        cleaned = cleaned[found.end() :]
        # After the country code the area code has lost its zero: +86 551 82312345.
        if re.match(r"[2-9]|10", cleaned):
            cleaned = f"0{cleaned}"
    if not cleaned.strip("-"):
        return Phone("", problem="empty")
    if re.match(r"\+|00", cleaned):
        return Phone(cleaned, problem="foreign")
    if re.search(r"[^0-9-]", cleaned):
        return Phone(cleaned, problem="characters")
    return _mainland(cleaned, extension, area)


def normalise(text: str, area: str = "") -> str:
    """The canonical number. Raises ValueError with the problem code."""
    phone = read(text, area)
    if phone.problem:
        raise ValueError(phone.problem)
    return phone.number


def _mainland(main: str, extension: str, area: str) -> Phone:
    digits = main.replace("-", "")
    # A third group after a dash is an extension too: 0551-82312345-8001.
    if not extension and (parts := re.fullmatch(r"(0[0-9]{2,3}-[0-9]{7,8})-([0-9]{1,6})", main)):
        digits, extension = parts[1].replace("-", ""), parts[2]
    if digits.startswith("1") and len(digits) == 11:
        problem = "" if _MOBILE.fullmatch(digits) and not extension else "prefix"
        return Phone(digits, "" if problem else "mobile", problem)
    if digits.startswith("01") and _MOBILE.fullmatch(digits[1:]):
        return Phone(digits[1:], "mobile")
    if _SERVICE.fullmatch(digits):
        return Phone(digits, "service")
    local = bool(re.fullmatch(r"[2-9][0-9]{6,7}", digits))
    if local and not area:
        return Phone(digits, problem="area_code")
    landline = _LANDLINE.fullmatch(area + digits if local else digits)
    if landline is None:
        return Phone(digits, problem="length" if digits[0] in "01" else "prefix")
    tail = f"-{extension}" if extension else ""
    return Phone(f"{landline[1]}-{landline[2]}{tail}", "landline")
