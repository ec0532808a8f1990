"""Roles: what an office may do by kind. Titles (what it is called) are the city's catalogue.

Each role stands on a level (0 building, 1 compound, 2 community, 3 street, 4 city), is held at a
place, a covering or a body, and is given by the roles of the next level up (domain.md M21, B16).
"""

from __future__ import annotations

from dataclasses import dataclass

# -- residents and those close to them: no administrative power ----------------------------------
RESIDENT = "resident"
MERCHANT = "merchant"
VOLUNTEER = "volunteer"
EMPLOYED_MEMBER = "employed_member"
UNIT_LIAISON = "unit_liaison"
# -- building and compound -------------------------------------------------------------------------
STEWARD = "steward"
BUILDING_HEAD = "building_head"
COMPOUND_SECRETARY = "compound_secretary"
COMPOUND_COMMITTEE = "compound_committee"
PARTY_INSTRUCTOR = "party_instructor"
OWNERS_CHAIR = "owners_chair"
OWNERS_MEMBER = "owners_member"
PROPERTY_MANAGER = "property_manager"
PROPERTY_WORKER = "property_worker"
# -- community or village --------------------------------------------------------------------------
GRID_HEAD = "grid_head"
GRID_MEMBER = "grid_member"
GRID_INSTRUCTOR = "grid_instructor"
COMMUNITY_SECRETARY = "community_secretary"
COMMUNITY_DEPUTY = "community_deputy"
COMMUNITY_MEMBER = "community_member"
COMMUNITY_WORKER = "community_worker"
COMMUNITY_DISPATCHER = "community_dispatcher"
WINDOW_CLERK = "window_worker"
# -- street or town --------------------------------------------------------------------------------
STREET_SECRETARY = "street_secretary"
STREET_LEADER = "street_director"
STREET_ORGANIZER = "street_organizer"
STREET_DISPATCHER = "street_dispatcher"
STREET_OFFICER = "street_officer"
# -- departments and city ---------------------------------------------------------------
DEPT_HEAD = "department_head"
DEPT_DISPATCHER = "department_dispatcher"
DEPT_HANDLER = "department_handler"
CITY_LEADER = "city_leader"
CITY_OD = "city_od"
CITY_CENTRE = "city_dispatcher"
HOTLINE = "hotline_officer"
AUDITOR = "auditor"
ADMIN = "administrator"

#: Levels, as `Staged.level` counts them.
BUILDING, COMPOUND, COMMUNITY, STREET, CITY = range(5)

_STREET_STAFF = (STREET_SECRETARY, STREET_LEADER, STREET_ORGANIZER, STREET_DISPATCHER)


@dataclass(frozen=True)
class Role:
    """What a role is: its level, where it is held, and which roles may give and end it."""

    code: str
    level: int
    #: "place", "covering" (a grid, patch or area; a place will do) or "body".
    held: str
    given_by: tuple[str, ...]
    #: Holders read neighbours' records only as far as dignity.md D4 lets volunteers.
    volunteer: bool = False


def _table() -> dict[str, Role]:
    community = (COMMUNITY_SECRETARY, COMMUNITY_DEPUTY, STREET_ORGANIZER)
    street = (STREET_SECRETARY, STREET_ORGANIZER, CITY_OD)
    city = (CITY_OD, ADMIN)
    near = (COMPOUND_SECRETARY, *community)
    rows = [
        Role(RESIDENT, BUILDING, "place", community, volunteer=True),
        Role(MERCHANT, COMPOUND, "place", community, volunteer=True),
        Role(VOLUNTEER, COMPOUND, "place", near, volunteer=True),
        Role(EMPLOYED_MEMBER, COMPOUND, "place", near, volunteer=True),
        Role(UNIT_LIAISON, COMMUNITY, "body", community, volunteer=True),
        Role(STEWARD, BUILDING, "covering", near, volunteer=True),
        Role(BUILDING_HEAD, BUILDING, "place", near, volunteer=True),
        Role(COMPOUND_SECRETARY, COMPOUND, "covering", community),
        Role(COMPOUND_COMMITTEE, COMPOUND, "covering", community),
        Role(PARTY_INSTRUCTOR, COMPOUND, "covering", community),
        Role(OWNERS_CHAIR, COMPOUND, "covering", community),
        Role(OWNERS_MEMBER, COMPOUND, "covering", community),
        Role(PROPERTY_MANAGER, COMPOUND, "covering", community),
        Role(PROPERTY_WORKER, COMPOUND, "covering", (PROPERTY_MANAGER, *community)),
        Role(GRID_HEAD, COMMUNITY, "covering", (COMMUNITY_SECRETARY, *_STREET_STAFF)),
        Role(GRID_MEMBER, COMMUNITY, "covering", (COMMUNITY_SECRETARY, *_STREET_STAFF)),
        Role(GRID_INSTRUCTOR, COMMUNITY, "covering", _STREET_STAFF),
        Role(COMMUNITY_SECRETARY, COMMUNITY, "place", city),
        Role(COMMUNITY_DEPUTY, COMMUNITY, "place", street),
        Role(COMMUNITY_MEMBER, COMMUNITY, "place", street),
        Role(COMMUNITY_WORKER, COMMUNITY, "place", street),
        Role(COMMUNITY_DISPATCHER, COMMUNITY, "place", (COMMUNITY_SECRETARY, *street)),
        Role(WINDOW_CLERK, COMMUNITY, "place", (COMMUNITY_SECRETARY, *street)),
        Role(STREET_SECRETARY, STREET, "place", city),
        Role(STREET_LEADER, STREET, "place", city),
        Role(STREET_ORGANIZER, STREET, "place", city),
        Role(STREET_DISPATCHER, STREET, "place", (STREET_SECRETARY, STREET_LEADER, *city)),
        Role(STREET_OFFICER, STREET, "place", (STREET_SECRETARY, STREET_LEADER, *city)),
        Role(DEPT_HEAD, CITY, "body", city),
        Role(DEPT_DISPATCHER, CITY, "body", (DEPT_HEAD, *city)),
        Role(DEPT_HANDLER, CITY, "body", (DEPT_HEAD, DEPT_DISPATCHER, *city)),
        Role(CITY_LEADER, CITY, "place", city),
        Role(CITY_OD, CITY, "place", (ADMIN,)),
        Role(CITY_CENTRE, CITY, "place", (ADMIN, CITY_OD)),
        Role(HOTLINE, CITY, "place", (ADMIN, CITY_CENTRE)),
        Role(AUDITOR, CITY, "place", (ADMIN,)),
        Role(ADMIN, CITY, "place", (ADMIN,)),
    ]
    return {row.code: row for row in rows}


#: Every role by its code.
ROLES: dict[str, Role] = _table()

#: Who gives offices at all; the guard on `people.appoint` looks which one gives which.
GIVERS: tuple[str, ...] = tuple(
    sorted({giver for role in ROLES.values() for giver in role.given_by})
)
#: Volunteers see of a household what dignity.md D4 lists, no more.
VOLUNTEERS: tuple[str, ...] = tuple(code for code, role in ROLES.items() if role.volunteer)
#: Paid field work in a grid.
GRID_ROLES = (GRID_HEAD, GRID_MEMBER)
#: Those at the community's desks who keep the register.
COMMUNITY_STAFF = (
    COMMUNITY_SECRETARY, COMMUNITY_DEPUTY, COMMUNITY_MEMBER, COMMUNITY_WORKER,
    COMMUNITY_DISPATCHER, WINDOW_CLERK,
)  # fmt: skip
STREET_STAFF = (*_STREET_STAFF, STREET_OFFICER)
DEPT_STAFF = (DEPT_HEAD, DEPT_DISPATCHER, DEPT_HANDLER)
CITY_STAFF = (CITY_OD, CITY_CENTRE, CITY_LEADER, HOTLINE)
#: One holder at a time for each place (or covering).
SINGLE = (COMPOUND_SECRETARY, COMMUNITY_SECRETARY, STREET_SECRETARY, STREET_LEADER)
#: Who keeps the register of persons and households.
REGISTRARS = (*COMMUNITY_STAFF, *GRID_ROLES)
#: Who reads the register inside their scope; names in lists are masked for all.
PERSON_READERS = (*REGISTRARS, STREET_ORGANIZER, STREET_DISPATCHER, STREET_OFFICER)
#: Volunteers who may look for a household in their own patch (dignity.md D4).
VOLUNTEER_FINDERS = (STEWARD, BUILDING_HEAD)


#: Offices and bodies of compounds and communities: a village's lists do not offer them.
URBAN_ROLES = (OWNERS_CHAIR, OWNERS_MEMBER, PROPERTY_MANAGER, PROPERTY_WORKER)
URBAN_BODIES = ("community_committee", "property_company", "owners_body")


def may_give(giver_roles: frozenset[str], role: str) -> bool:
    """Whether one of these roles gives and ends offices of `role` (place is checked elsewhere)."""
    found = ROLES.get(role)
    return bool(found and giver_roles & set(found.given_by))


__all__ = [
    "ADMIN",
    "AUDITOR",
    "BUILDING",
    "BUILDING_HEAD",
    "CITY",
    "CITY_CENTRE",
    "CITY_LEADER",
    "CITY_OD",
    "CITY_STAFF",
    "COMMUNITY",
    "COMMUNITY_DEPUTY",
    "COMMUNITY_DISPATCHER",
    "COMMUNITY_MEMBER",
    "COMMUNITY_SECRETARY",
    "COMMUNITY_STAFF",
    "COMMUNITY_WORKER",
    "COMPOUND",
    "COMPOUND_COMMITTEE",
    "COMPOUND_SECRETARY",
    "DEPT_DISPATCHER",
    "DEPT_HANDLER",
    "DEPT_HEAD",
    "DEPT_STAFF",
    "EMPLOYED_MEMBER",
    "GIVERS",
    "GRID_HEAD",
    "GRID_INSTRUCTOR",
    "GRID_MEMBER",
    "GRID_ROLES",
    "HOTLINE",
    "MERCHANT",
    "OWNERS_CHAIR",
    "OWNERS_MEMBER",
    "PARTY_INSTRUCTOR",
    "PERSON_READERS",
    "PROPERTY_MANAGER",
    "PROPERTY_WORKER",
    "REGISTRARS",
    "RESIDENT",
    "ROLES",
    "SINGLE",
    "STEWARD",
    "STREET",
    "STREET_DISPATCHER",
    "STREET_LEADER",
    "STREET_OFFICER",
    "STREET_ORGANIZER",
    "STREET_SECRETARY",
    "STREET_STAFF",
    "UNIT_LIAISON",
    "URBAN_BODIES",
    "URBAN_ROLES",
    "VOLUNTEER",
    "VOLUNTEERS",
    "VOLUNTEER_FINDERS",
    "WINDOW_CLERK",
    "Role",
    "may_give",
]  # fmt: skip
