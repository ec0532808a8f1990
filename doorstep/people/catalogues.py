"""Catalogues of this app: what the city calls its offices."""

from __future__ import annotations

from doorstep.frame import catalogue
from doorstep.people.rules import ADMIN, CITY_OD

#: Titles of offices; the code is the role's, or one of the city's own for several titles of a role.
TITLES = catalogue(
    "people.titles",
    roles=[CITY_OD, ADMIN],
    schema={"short": str, "held_at": str, "rural_zh": str, "role": str},
)
