"""Lists of the front line that a city edits."""

from doorstep.frame import catalogue
from doorstep.people.rules import ADMIN, CITY_OD

#: On what footing a steward serves: volunteer, public-welfare post, …
SERVICE_BASIS = catalogue(
    "frontline.service_basis", roles=[CITY_OD, ADMIN], required_codes=["volunteer"]
)
