"""What a city sets about the app itself: filing number, operator, phone (R22; 12号文)."""

from __future__ import annotations

from typing import Any

from doorstep.places.rules import declare


def short_text(value: Any) -> str:
    """A text of at most 80 characters; empty until the city has filled it in."""
    return "" if isinstance(value, str) and len(value) <= 80 else "text"


FILING, OPERATOR, PHONE = "app.filing_number", "app.operator", "app.phone"
declare(FILING, "", short_text, "Filing number of the app (备案编号)", "R22")
declare(OPERATOR, "", short_text, "Office that runs the app", "R22")
declare(PHONE, "", short_text, "Phone for complaints about the app", "R22")
