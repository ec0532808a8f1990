"""Tiers of Party organisations and what may hang below what (M12, M13; `party.tiers`)."""

from __future__ import annotations

from doorstep.people.rules import BUILDING, COMMUNITY, COMPOUND, STREET
from doorstep.places.rules import BUILDING as BUILDING_PLACE
from doorstep.places.rules import COMMUNITY as COMMUNITY_PLACE
from doorstep.places.rules import COMPOUND as COMPOUND_PLACE
from doorstep.places.rules import DEVELOPMENT_AREA, TOWN, VILLAGE
from doorstep.places.rules import STREET as STREET_PLACE
from doorstep.places.rules.parameters import declare

#: Tier → its level, as `Staged.level` counts them, from the top.
TIERS = {"street": STREET, "community": COMMUNITY, "compound": COMPOUND, "building": BUILDING}
TIER_STREET, TIER_COMMUNITY, TIER_COMPOUND, TIER_BUILDING = TIERS
#: Kinds of place at which an organisation of a tier is at home.
HOME_KINDS = {
    TIER_STREET: (STREET_PLACE, TOWN),
    TIER_COMMUNITY: (COMMUNITY_PLACE, VILLAGE, DEVELOPMENT_AREA),
    TIER_COMPOUND: (COMMUNITY_PLACE, VILLAGE, DEVELOPMENT_AREA, COMPOUND_PLACE),
    TIER_BUILDING: (BUILDING_PLACE, COMPOUND_PLACE),
}
#: Whose organisation covers places of its own choosing; the others cover their home.
CHOOSES = (TIER_COMPOUND, TIER_BUILDING)
#: 正式党员, 预备党员.
STANDINGS = ("full", "probationary")

declare(
    "party.tiers", 3, lambda value: "" if value in (3, 4) else "number",
    "party.setting.tiers", "domain.md F: party.tiers",
)  # fmt: skip


def tier_above(tier: str) -> str:
    """The tier to which the parent belongs; "" above streets."""
    tiers = list(TIERS)
    at = tiers.index(tier)
    return tiers[at - 1] if at else ""


def tiers_in_use(number: int) -> tuple[str, ...]:
    """The tiers of a city whose parameter `party.tiers` is 3 or 4 (with building groups)."""
    return tuple(TIERS)[:number]
