"""Red stewards of the village shown first: they began after the article's year, beside its 425."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from doorstep.doors.shell.founding.city import City
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.recent import FILE
from doorstep.doors.shell.founding.staff import entries, maker, persons
from doorstep.frame import path_q
from doorstep.frontline.models import Steward
from doorstep.places.models import Covering, Place
from doorstep.places.rules import GROUP, HOMESTEAD, NATURAL_VILLAGE, PATCH

#: Part of the numbers of `staff.maker` that is theirs.
PART = 2


def agreed(person: Any, since: date) -> dict[str, Any]:
    """The consent of a steward to be named where the place is shown."""
    return {"person": person, "purpose": "publish_phone", "way": "paper", "since": since}


def village_stewards(city: City) -> None:
    """Each with the groups of a natural village as patch, and an account."""
    told = city.profile.toml(FILE)["village"]
    if not city.profile.below(told["code"]):
        return
    home = city.coded[told["code"]]
    natural = Place.objects.filter(path_q([home.path]), place_kind=NATURAL_VILLAGE)
    by_name, make = {place.name: place for place in natural}, maker(city, PART)
    for number, row in enumerate(told["steward"]):
        if row["since"] < city.today:
            with city.at(row["since"], 10):
                _begins(city, f"village.{number}", row, by_name[row["at"]], make)


def _begins(city: City, key: str, row: dict[str, Any], place: Place, make: Any) -> None:
    since = row["since"]
    houses = Place.objects.filter(path_q([place.path]), place_kind=HOMESTEAD)
    rng = dice("steward", key)
    made = make.person(rng, row["sex"], row["age"], "")
    made.name, made.addressed_as = row["name"], row["called"]
    made.phone = made.phone or make.numbers.phone()
    city.enter("people.register", [
        (f"staff.{key}", None, entries(made, rng.choice(list(houses.order_by("path"))))),
    ])  # fmt: skip
    person = persons([f"staff.{key}"])[f"staff.{key}"]
    city.enter("frontline.enter_steward", [(key, None, {
        "person": person, "place": place, "basis": "volunteer", "since": since,
        "trained_on": since - timedelta(days=5),
    })])  # fmt: skip
    parts = Place.objects.filter(path_q([place.path]), place_kind=GROUP).order_by("path")
    city.enter("places.grid_draw", [(f"patch.{key}", None, {
        "place": place, "covering_kind": PATCH, "number": key, "name": f"{place.name}各组",
        "parts": list(parts), "since": since,
    })])  # fmt: skip
    drawn = Covering.objects.get(covering_kind=PATCH, number=key)
    steward = Steward.objects.get(person=person)
    city.enter("frontline.assign_patch", [(key, steward, {"covering": drawn, "since": since})])
    city.enter("people.open_account", [
        (f"steward.{key}", None, {"person": person, "username": f"steward.{key}"}),
    ])  # fmt: skip
    city.enter("people.consent", [(f"named.{key}", None, agreed(person, since))])
