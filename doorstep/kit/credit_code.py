"""Unified social credit codes of organisations (GB 32100): normalising and checking."""

import re
import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def normalise(text: str) -> str:
    """The code without spaces and dashes, half-width, in capitals."""
    return re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", text)).upper()


def check(text: str) -> tuple[str, ...]:
    """Problem codes, none for a good code: ``empty``, ``length``, ``characters``, ``checksum``."""
    code = normalise(text)
    if not code:
        return ("empty",)
    if len(code) != 18:
        return ("length",)
    if not set(code) <= set(_ALPHABET) or not code[2:8].isdigit():
        return ("characters",)
    return () if check_character(code[:17]) == code[17] else ("checksum",)


def check_character(body17: str) -> str:
    """The eighteenth character after the first seventeen (weights 3 to the power i, mod 31)."""
    total = sum(_ALPHABET.index(mark) * pow(3, i, 31) for i, mark in enumerate(body17))
    return _ALPHABET[-total % 31]
