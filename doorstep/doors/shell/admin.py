"""``doorstep admin``: the first administrator of a city, who lets everybody else in at the desk."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from doorstep.doors.shell.command import GOOD, Command, UsageError, say


def _admin(given: Namespace) -> int:
    """Enter the person, appoint them, open the account; its first password is printed once.

    Everything by the acts of the desk, in the system's name: the trail tells of it.

    :raises UsageError: where there is an administrator already, or no city.
    """
    from django.db import transaction

    from doorstep.frame import SYSTEM, ActError, Given, do
    from doorstep.frame.outcomes import Outcome
    from doorstep.kit import clock
    from doorstep.people.models import Office
    from doorstep.people.rules import ADMIN
    from doorstep.places.models import Place

    def done(act: str, **values: object) -> Outcome:
        return do(SYSTEM, act, None, Given(values), channel="system")

    held = Office.objects.at(clock.today()).filter(role=ADMIN, withdrawn_at=None)
    if held.filter(person__account__withdrawn_at=None, person__account__active=True).exists():
        raise UsageError("there is an administrator already, who opens accounts at /desk/accounts/")
    city = Place.objects.filter(depth=1, withdrawn_at=None).first()
    if city is None and not given.city:
        raise UsageError("there is no city yet: name it with --city NAME")
    try:
        with transaction.atomic():
            if city is None:
                values = {"parent": None, "place_kind": "city", "name": given.city}
                city = done("places.add", **values).record
            who = done("people.register", place=city, name=given.name).record
            done("people.appoint", person=who, role=ADMIN, place=city)
            told = done("people.open_account", person=who, username=given.username)
    except ActError as error:
        raise UsageError("; ".join(f"{r.field} {r.words}" for r in error.refusals)) from None
    say(told.words)
    return GOOD


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("username", help="how they log in")
    parser.add_argument("--name", required=True, help="their name")
    parser.add_argument("--city", default="", help="name of the city, where there is none yet")


COMMANDS = (Command("admin", "make the first administrator of a city", _admin, _arguments),)
