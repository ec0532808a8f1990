"""The closed list of reasons for which a matter may be left out of rates."""

from doorstep.frame import catalogue
from doorstep.people.rules import CITY_OD

#: Clauses (剔除条款): a city adds, changes and confirms them; until then 依据待核 (D21).
CLAUSES = "closing.clauses"
catalogue(CLAUSES, roles=[CITY_OD])
