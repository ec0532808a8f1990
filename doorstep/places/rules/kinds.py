"""Pure tables of places: kinds and how they hang, address words, coverings, actions.

Source: design §2 floor 3; city.md (frame and texture); domain.md B1; words.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doorstep.frame import Lifecycle, Move

#: Kinds of place as stored in `Place.place_kind` (glossary of domain.md part E).
CITY, STREET, TOWN, DEVELOPMENT_AREA = "city", "street", "town", "development_area"
COMMUNITY, VILLAGE, COMPOUND, CLUSTER = "community", "village", "compound", "cluster"
BUILDING, ENTRANCE, DWELLING = "building", "entrance", "dwelling"
NATURAL_VILLAGE, GROUP, HOMESTEAD = "natural_village", "group", "homestead"
ALLEY, SHOP, SERVICE_POINT = "alley", "shop", "service_point"


@dataclass(frozen=True)
class PlaceKind:
    """How a kind hangs in the tree and is written in an address."""

    code: str
    parents: tuple[str, ...]
    #: Written after the number where the place has no name of its own (3 → 3栋).
    suffix: str = ""
    #: Whether it is told by number rather than by name.
    numbered: bool = False
    #: Part of a room as people write it (3栋2单元501); such parts are written without a space.
    room: bool = False
    #: Whether addresses begin here (东塘社区 …), leaving out what lies above.
    begins_label: bool = False
    #: Residents are 居民 (True) or 村民 (False); None: as above it.
    urban: bool | None = None


_KINDS = (
    PlaceKind(CITY, ("",), begins_label=True, urban=True),
    PlaceKind(STREET, (CITY,), begins_label=True, urban=True),
    PlaceKind(TOWN, (CITY,), begins_label=True, urban=False),
    PlaceKind(DEVELOPMENT_AREA, (STREET, TOWN), begins_label=True, urban=True),
    PlaceKind(COMMUNITY, (STREET, TOWN), begins_label=True, urban=True),
    PlaceKind(VILLAGE, (STREET, TOWN), begins_label=True, urban=False),
    PlaceKind(COMPOUND, (COMMUNITY, DEVELOPMENT_AREA)),
    PlaceKind(ALLEY, (COMMUNITY, VILLAGE, DEVELOPMENT_AREA)),
    PlaceKind(NATURAL_VILLAGE, (VILLAGE, COMMUNITY)),
    PlaceKind(GROUP, (NATURAL_VILLAGE, VILLAGE), "组"),
    PlaceKind(CLUSTER, (COMPOUND,), "组团"),
    PlaceKind(BUILDING, (COMPOUND, CLUSTER, ALLEY, NATURAL_VILLAGE), "栋", True, room=True),
    PlaceKind(ENTRANCE, (BUILDING,), "单元", numbered=True, room=True),
    PlaceKind(DWELLING, (ENTRANCE, BUILDING, ALLEY), "", numbered=True, room=True),
    PlaceKind(HOMESTEAD, (GROUP, NATURAL_VILLAGE), "号", numbered=True, room=True),
    PlaceKind(SHOP, (COMPOUND, BUILDING, ALLEY, COMMUNITY, VILLAGE, NATURAL_VILLAGE)),
    PlaceKind(SERVICE_POINT, (CITY, STREET, TOWN, DEVELOPMENT_AREA, COMMUNITY, VILLAGE, COMPOUND,
                              NATURAL_VILLAGE)),
)  # fmt: skip
KINDS = {kind.code: kind for kind in _KINDS}

#: Code systems we know by name: statistics and civil affairs.
CODE_SYSTEMS = {"nbs": "统计用区划代码", "mca": "民政区划代码"}
#: Communities and villages: where quota, window and ladder stop or start (city.md).
GRASSROOTS = (COMMUNITY, VILLAGE, DEVELOPMENT_AREA)
#: Kinds a household can live in.
HOMES = (DWELLING, HOMESTEAD)
#: Kinds whose names people type when they look for a room.
NAMED_AREAS = (
    STREET, TOWN, DEVELOPMENT_AREA, COMMUNITY, VILLAGE, COMPOUND, CLUSTER, ALLEY, NATURAL_VILLAGE,
    GROUP,
)  # fmt: skip

#: The five kinds of compound of city.md; all are residential. "other" is not (markets, plants).
DORMITORY, NINETIES, RESETTLEMENT = "dormitory", "nineties", "resettlement"
WALKUP, HIGHRISE, OTHER = "walkup", "highrise", "other"
RESIDENTIAL = (DORMITORY, NINETIES, RESETTLEMENT, WALKUP, HIGHRISE)
COMPOUND_KINDS = (*RESIDENTIAL, OTHER)

#: Kinds of covering.
GRID, MICRO_GRID, PATCH = "grid", "micro_grid", "patch"
AREA, PARTY_COVERAGE, PROPERTY_DISTRICT = "area", "party", "property_district"
COVERING_KINDS = (GRID, MICRO_GRID, PATCH, AREA, PARTY_COVERAGE, PROPERTY_DISTRICT)
#: Kinds in which one place can lie in one covering only on one day (no department draws its own).
EXCLUSIVE = (GRID, MICRO_GRID, PROPERTY_DISTRICT)

#: Kinds that the city reviews before they are in force; the others are in force when drawn.
REVIEWED = (GRID, MICRO_GRID)

#: States of a covering (domain.md B1): drawn by the street, reviewed and published by the city.
COVERING_LIFE = Lifecycle(
    states=("draft", "submitted", "published", "retired"),
    first=("draft", "published"),
    ended=("retired",),
    moves=[
        Move("submit_grid", ("draft",), ("submitted",)),
        Move("return_grid", ("submitted",), ("draft",)),
        Move("publish_grid", ("draft", "submitted"), ("published",)),
        Move("retire_grid", ("draft", "submitted", "published"), ("retired",)),
    ],
)

#: Roles (constants of people.rules) that keep the tree and draw grids; scope is their place.
KEEPERS = (
    "community_secretary", "community_deputy", "community_dispatcher", "street_dispatcher",
    "street_organizer", "city_od", "city_dispatcher", "administrator",
)  # fmt: skip
#: Roles that change the tree itself (move, merge, split, close).
REGROUPERS = ("street_organizer", "street_secretary", "city_od", "administrator")
#: Roles that set the city's parameters, calendar and emergencies.
SETTERS = ("city_od", "city_leader", "administrator")

#: Who sees the pages of places at the desk: everybody who works here. Places are no secret, but a
#: list is of one's own scope.
READERS = (
    *KEEPERS, "street_secretary", "street_director", "street_officer", "community_member",
    "community_worker", "window_worker", "grid_head", "grid_member", "grid_instructor",
    "compound_secretary", "compound_committee", "party_instructor", "property_manager",
    "owners_chair", "department_head", "department_dispatcher", "department_handler",
    "city_leader", "hotline_officer", "auditor",
)  # fmt: skip

#: An emergency ends by itself after that many days (dignity.md D17).
EMERGENCY_DAYS = 14


def may_hang(kind: str, parent_kind: str) -> bool:
    """Whether a place of `kind` may lie directly in one of `parent_kind` ("" above the city)."""
    return kind in KINDS and parent_kind in KINDS[kind].parents


def part_of_address(kind: str, number: str, name: str) -> str:
    """What one place adds to an address: its name, or its number with the word for its kind."""
    return name or f"{number}{KINDS[kind].suffix}"


def label_of(kind: str, number: str, name: str, parent_kind: str, parent_label: str) -> str:
    """The full address people read: 东塘社区 湖畔枫景 3栋2单元501."""
    part = part_of_address(kind, number, name)
    if KINDS[kind].begins_label or not parent_label:
        return part
    inner = parent_kind in KINDS and KINDS[parent_kind].room and KINDS[kind].room
    return f"{parent_label}{'' if inner else ' '}{part}"


def room_key_of(kind: str, number: str, parent_key: str) -> str:
    """Normalised room for finding: building 3, entrance 2, dwelling 501 → 3-2-501; "" elsewhere."""
    if not KINDS[kind].room:
        return ""
    return "-".join(part for part in (parent_key, number.upper()) if part)


def open_end(since: date, until: date | None) -> bool:
    """Whether a span is one: it ends after it began, or is open."""
    return until is None or until > since
