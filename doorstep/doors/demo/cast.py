"""The twelve of the first page: from the profile, their sentences filled from records (city.md)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from doorstep.doors.portal.reading import Open
from doorstep.frame import Actor, path_q
from doorstep.frame.rights import visible_q
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.queries import overdue
from doorstep.matters.rules.life import LIFE
from doorstep.panes.screens import SCREENS, visible
from doorstep.people.models import Account, Household
from doorstep.people.queries import actor_for
from doorstep.places.models import Place
from doorstep.places.rules import GROUP, HOMES

PROFILE = "chaohu"
_SLOT = re.compile(r"\{(\w+)\}")
#: Where a person of a role works; all others at the desk.
HOMES_OF = {"steward": "/pocket/", "grid_member": "/pocket/"}


@dataclass(frozen=True)
class Figure:
    """One of the twelve as written in the profile."""

    key: str
    name: str
    title: str
    role: str
    sentence: str
    plain: str
    why: str
    why_en: str
    place: dict[str, str]
    title_en: str
    sentence_en: str
    plain_en: str

    def told(self, name: str, tongue: str) -> str:
        """One of its texts in the reader's language; Chinese where there is no English."""
        text = getattr(self, f"{name}_en") if tongue.startswith("en") else ""
        return str(text or getattr(self, name))


@functools.cache
def cast() -> tuple[Figure, ...]:
    """The twelve, in the order of the page; none where the profile has no such file."""
    file = Path(settings.HERE) / "profiles" / PROFILE / "people.toml"
    if not file.exists():
        return ()
    rows = tomllib.loads(file.read_text("utf-8"))["person"]
    return tuple(Figure(**{n: row.get(n, "") for n in Figure.__dataclass_fields__}) for row in rows)


def accounts() -> dict[str, Account]:
    """Accounts of the twelve that exist by now."""
    found = Account.objects.filter(
        username__in=[f.key for f in cast()], active=True, withdrawn_at=None
    )
    return {a.username: a for a in found}


# -- slots ----------------------------------------------------------------------------------------
def _matters(actor: Actor) -> Any:
    return visible(actor, SCREENS["matters"]).filter(withdrawn_at=None)


def _related(actor: Actor, *relations: str) -> Any:
    return Matter.objects.filter(
        visible_q(actor, Open(relations=relations), Matter.kind), withdrawn_at=None
    )


def _since_closing() -> datetime:
    """17:30 of the day before."""
    yesterday = clock.today() - timedelta(days=1)
    return datetime.combine(yesterday, time(17, 30), clock.CITY)


def open_matters(actor: Actor) -> Any:
    """Open ones: a resident's own, else those of the place."""
    rows = (
        _matters(actor)
        if actor.offices and "resident" not in actor.roles
        else _related(actor, "reporter")
    )
    return rows.filter(state__in=LIFE.open).count()


def patch(actor: Actor) -> Any:
    """What a steward looks after."""
    return next((o.place for o in actor.offices if o.role == "steward"), None)


def households(actor: Actor) -> Any:
    """Households behind the doors looked after; doors where none is registered."""
    if not actor.paths():
        return None
    there = Household.objects.filter(
        path_q(actor.paths()), dissolved_on=None, withdrawn_at=None
    ).count()
    return (
        there
        or Place.objects.filter(path_q(actor.paths()), place_kind__in=HOMES, until=None).count()
    )


def groups(actor: Actor) -> Any:
    """Villagers' groups."""
    return Place.objects.filter(path_q(actor.paths()), place_kind=GROUP, until=None).count()


def matters_year(actor: Actor) -> Any:
    """Reported this year."""
    return _matters(actor).filter(begun_on__year=clock.today().year).count()


#: Slot → its number; a slot that is not here (or gives None) makes the card say its plain sentence.
SLOTS: dict[str, Callable[[Actor], Any]] = {
    "open_matters": open_matters,
    "patch": patch,
    "households": households,
    "groups": groups,
    "matters_year": matters_year,
    "overdue": lambda actor: _matters(actor).filter(overdue(clock.now())).count(),
    "new_since": lambda actor: _matters(actor).filter(begun_at__gte=_since_closing()).count(),
    "open_items": lambda actor: _related(actor, "owner_unit").filter(state__in=LIFE.open).count(),
    "due_today": lambda actor: (
        _related(actor, "owner_unit")
        .filter(
            state__in=LIFE.open,
            due__gte=clock.start_of(clock.today()),
            due__lt=clock.end_of(clock.today()),
        )
        .count()
    ),
    "late_items": lambda actor: (
        _related(actor, "owner_unit")
        .filter(state__in=LIFE.open, begun_at__lt=clock.now() - timedelta(days=2))
        .count()
    ),
}


def sentence(figure: Figure, actor: Actor, tongue: str = "zh") -> str:
    """What the person says, with today's numbers; the plain sentence where one is missing."""
    values: dict[str, Any] = {}
    said = figure.told("sentence", tongue)
    for slot in _SLOT.findall(said):
        value = SLOTS[slot](actor) if slot in SLOTS else None
        if value in (None, ""):
            return figure.told("plain", tongue)
        values[slot] = value
    return said.format(**values)


def cards(tongue: str) -> list[dict[str, Any]]:
    """The cards of the page; those without an account yet cannot be logged in as."""
    there, today = accounts(), clock.today()
    made = []
    for figure in cast():
        account = there.get(figure.key)
        said = figure.told("plain", tongue)
        if account:
            said = sentence(figure, actor_for(account, today), tongue)
        made.append(
            {
                "key": figure.key,
                "name": figure.name,
                "title": figure.told("title", tongue),
                "said": said,
                "why": figure.told("why", tongue),
                "there": account is not None,
            }
        )
    return made


def home_of(figure: Figure) -> str:
    """Where a person begins."""
    return HOMES_OF.get(figure.role, "/desk/")
