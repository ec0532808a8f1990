"""What is asked about those at the door."""

from doorstep.frontline.queries import relations as _relations  # noqa: F401  (declares them)
from doorstep.frontline.queries.cards import Card, card_of
from doorstep.frontline.queries.keys import actor_for_key, key_of
from doorstep.frontline.queries.stewards import (
    active_stewards,
    building_heads_of,
    names_at,
    patches_of,
    steward_of,
    steward_paths,
    stewarded_stays,
    stewards_of,
)

__all__ = [
    "Card",
    "active_stewards",
    "actor_for_key",
    "building_heads_of",
    "card_of",
    "key_of",
    "names_at",
    "patches_of",
    "steward_of",
    "steward_paths",
    "stewarded_stays",
    "stewards_of",
]
