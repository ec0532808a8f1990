"""The systems matters come from and go back to."""

from __future__ import annotations

from doorstep.frame.catalogues import catalogue
from doorstep.people.rules import CITY_CENTRE

#: One row a system: which source its matters have, and the form its reply must have.
SYSTEMS = catalogue(
    "exchange.systems", roles=(CITY_CENTRE,), schema={"source": str, "reply": str}
).name
