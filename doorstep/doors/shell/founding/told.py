"""What is known of a matter when its life begins, who reported it, and where it may go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from doorstep.doors.shell.founding.demand import Wanted
from doorstep.doors.shell.founding.spots import Where
from doorstep.frame import Actor
from doorstep.matters.models import Matter
from doorstep.matters.rules.dates import first_dates
from doorstep.people.models import Body
from doorstep.routing.queries import lowest_body, propose, rules_about


@dataclass
class Told:
    """What is known when a life begins."""

    key: str
    item: Wanted
    at: datetime
    where: Where
    text: str
    kind: str
    #: A steward's note of something settled on the spot.
    done: bool
    leaf: Any
    #: Id of the text it was drawn from.
    row: str = ""
    #: Of one that is not taken on: why, and where to go instead.
    why: dict[str, str] = field(default_factory=dict)
    #: What a steward writes of a thing settled on the spot, where the text does not say it.
    result: str = ""

    @property
    def about(self) -> tuple[str, str]:
        """Its topic and its leaf, by which notes are chosen."""
        return self.item.topic, self.item.leaf


def reporter(matter: Matter) -> Actor:
    """Whoever reported, by the link of the matter."""
    return Actor(None, "", marks={"link": matter.token})


def low_of(told: Told) -> int:
    """The lowest level that may see it: complaints and confidential ones begin at the street."""
    data = told.leaf.data
    if data.get("about_worker") or data.get("confidential"):
        return 3
    return 2 if told.item.source == "window" else 1


def due_of(told: Told) -> datetime:
    """When it has to be settled, as the category says."""
    limits, urgent = told.leaf.data.get("limits", []), told.leaf.data.get("urgency", "")
    return first_dates(told.at, limits, low_of(told), urgent=urgent).due


def lowest(matter: Matter) -> dict[str, Any]:
    """Down to the compound."""
    found = lowest_body(1, matter.path)
    return {"owner": found[0] if found else matter.owner}


def by_rule(matter: Matter) -> dict[str, Any]:
    """To the department that the responsibility rules name; else it stays with the street."""
    found = propose(matter.category, matter.path, [matter.place.place_kind])
    body = found.body if found and found.body.level >= 3 else matter.owner
    return {"owner": body}


def back(words: str) -> Callable[[Matter], dict[str, Any]]:
    """Given back with the rule that the words name, or one that speaks of its category."""

    def given(matter: Matter) -> dict[str, Any]:
        near, far = rules_about(matter.category, matter.path)
        rules = [*near, *far]
        rule = next((r for r in rules if r.code in words), rules[0])
        return {"rule": rule.code, "words": words}

    return given


def to_unit(body: Body | None) -> Callable[[Matter], dict[str, Any]]:
    """To that unit; where the city has none such, it stays."""
    return lambda matter: {"owner": body or matter.owner}
