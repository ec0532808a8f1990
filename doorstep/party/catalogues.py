"""Catalogues of this app: forms of Party organisations."""

from __future__ import annotations

from doorstep.frame import catalogue
from doorstep.people.rules import ADMIN, CITY_OD

#: 党工委, 党委, 党总支, 党支部, 党小组.
FORMS = catalogue("party.forms", roles=[CITY_OD, ADMIN])
