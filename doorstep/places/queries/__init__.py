"""What is asked about places: tree, past, coverings, finding, what the city has set."""

from doorstep.places.queries.coverings import (
    covering_of,
    coverings_of,
    coverings_within,
    held_by,
    parts_on,
    paths_on,
)
from doorstep.places.queries.finding import find_areas, find_rooms, search_places
from doorstep.places.queries.settings import (
    calendar_on,
    emergencies_at,
    office_hours,
    parameter,
    parameters,
)
from doorstep.places.queries.tree import (
    above,
    by_code,
    children,
    city_code,
    compounds_at,
    counts_below,
    moves_remembered,
    path_then,
    places_at,
    scope_then,
    with_past,
    within,
)

__all__ = [
    "above",
    "by_code",
    "calendar_on",
    "children",
    "city_code",
    "compounds_at",
    "counts_below",
    "covering_of",
    "coverings_of",
    "coverings_within",
    "emergencies_at",
    "find_areas",
    "find_rooms",
    "held_by",
    "moves_remembered",
    "office_hours",
    "parameter",
    "parameters",
    "parts_on",
    "path_then",
    "paths_on",
    "places_at",
    "scope_then",
    "search_places",
    "with_past",
    "within",
]
