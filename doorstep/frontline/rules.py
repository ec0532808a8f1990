"""Pure tables of the front line: the life of a steward, keys of elders' phones.

Source: domain.md B9 (recruit, train, patch), M53, M54; dignity.md D4; R18 (volunteers are not
staff: no minimums, no appraisal, no ranking, so there is nothing here that counts what they do).
"""

from __future__ import annotations

from datetime import timedelta

from doorstep.frame import Lifecycle, Move
from doorstep.people.rules import (
    ADMIN,
    BUILDING_HEAD,
    CITY_OD,
    COMMUNITY_DEPUTY,
    COMMUNITY_SECRETARY,
    COMPOUND_COMMITTEE,
    COMPOUND_SECRETARY,
    GRID_HEAD,
    GRID_MEMBER,
    STEWARD,
    STREET_ORGANIZER,
    VOLUNTEER,
)

#: States of a steward.
NOMINATED, CHECKED, TRAINED = "nominated", "checked", "trained"
ACTIVE, PAUSED, THANKED = "active", "paused", "thanked"

STEWARD_LIFE = Lifecycle(
    states=(NOMINATED, CHECKED, TRAINED, ACTIVE, PAUSED, THANKED),
    first=(NOMINATED, ACTIVE),
    ended=(THANKED,),
    moves=[
        Move("check", (NOMINATED,), (CHECKED,)),
        Move("train", (CHECKED,), (TRAINED,)),
        Move("activate", (TRAINED, PAUSED), (ACTIVE,)),
        Move("assign_patch", (ACTIVE,), (ACTIVE,)),
        Move("release_patch", (ACTIVE, PAUSED), (ACTIVE, PAUSED)),
        Move("pause", (ACTIVE,), (PAUSED,)),
        Move("thank", (NOMINATED, CHECKED, TRAINED, ACTIVE, PAUSED), (THANKED,)),
    ],
)

#: The compound's organisation nominates; the community checks, trains and gives patches (B9).
NOMINATORS = (COMPOUND_SECRETARY, COMPOUND_COMMITTEE, GRID_HEAD, GRID_MEMBER, COMMUNITY_SECRETARY,
              COMMUNITY_DEPUTY)  # fmt: skip
CHECKERS = (COMMUNITY_SECRETARY, COMMUNITY_DEPUTY, STREET_ORGANIZER)
READERS = (*NOMINATORS, STREET_ORGANIZER, CITY_OD, ADMIN)
#: Who may hold an elders' key: volunteers; a paid office needs its own log-in.
KEY_ROLES = (STEWARD, BUILDING_HEAD, VOLUNTEER)
KEY_GIVERS = (GRID_MEMBER, GRID_HEAD, COMMUNITY_SECRETARY, COMMUNITY_DEPUTY)

#: A new key waits so long for the phone it is meant for: the grid member stands beside it.
BIND_WITHIN = timedelta(minutes=30)
#: A key ends by itself at the latest; the parameter `steward.key_days` may shorten it.
KEY_DAYS = 180
