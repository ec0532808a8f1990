"""The five fixed test persons (design §7)."""

from __future__ import annotations

from types import SimpleNamespace

from doorstep.people.queries import actor_for
from tests.every.world import World
from tests.people import town as build


def five(world: World) -> SimpleNamespace:
    """The five fixed persons: their accounts stand in `world.accounts` under the same names."""
    if world.five is not None:
        return world.five
    made = world.five = SimpleNamespace()
    grid = build.covering("grid", world.places["dong"], "第一网格", world.places["lake"],
                          world.places["mill"])  # fmt: skip
    other = build.covering("grid", world.town.xi, "西门网格", world.places["gate"])
    posts = {
        "grid_member": ("grid_member", grid),
        "community_secretary": ("community_secretary", world.places["dong"]),
        "street_dispatcher": ("street_dispatcher", world.places["east"]),
        "same_elsewhere": ("grid_member", other),
        "none": (None, None),
    }
    for name, (role, at) in posts.items():
        who = build.person(world.places["door"], f"五人之{name}"[:20])
        if role:
            build.office(who, role, at)
        account = world.accounts[name, "five"] = build.account(who, f"five.{name}")
        setattr(made, name, actor_for(account))
    return made
