"""From which level of the ladder a place looks at matters."""

from __future__ import annotations

from doorstep.kit.path import depth
from doorstep.matters.rules.life import L_BUILDING, L_CITY, L_COMMUNITY, L_COMPOUND, L_STREET

#: Level of the ladder by depth of a place's path (city 1 … compound, alley or village 4).
LEVEL_AT_DEPTH = {0: L_CITY, 1: L_CITY, 2: L_STREET, 3: L_COMMUNITY, 4: L_COMPOUND}


def level_at(path: str) -> int:
    """The level a place's lists and figures are told from ("" is the city)."""
    return LEVEL_AT_DEPTH.get(depth(path), L_BUILDING)
