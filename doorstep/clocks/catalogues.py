"""Lists the city keeps: why a clock may stand, and who is reminded when."""

from __future__ import annotations

from doorstep.frame.catalogues import catalogue
from doorstep.people.rules import CITY_CENTRE

#: Why a clock may stand: `days` is the longest pause in calendar days.
REASONS = catalogue(
    "clocks.reasons", roles=(CITY_CENTRE,), required_codes=("reporter",), schema={"days": int}
).name
#: The matrix of reminders (peers 18): how far from which date, for what, whom it tells.
STEPS = catalogue(
    "clocks.steps",
    roles=(CITY_CENTRE,),
    schema={
        "stage": str, "offset": int, "unit": str, "tells": str, "level": int, "class": str,
        "urgency": str, "pressing": bool,
    },
).name  # fmt: skip
