"""Lists of places that a city edits."""

from doorstep.frame.catalogues import catalogue
from doorstep.places import rules

#: The five actions (五大行动), the menu and what every kind of work reports under (M1, figure F1).
ACTIONS = catalogue(
    "places.actions",
    roles=rules.SETTERS,
    expected=5,
    required_codes=("mind", "cadres", "visit", "burden", "forces"),
    article="F1",
)
