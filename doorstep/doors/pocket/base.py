"""Who holds the phone, where the pages are, and what every page of the pocket needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from doorstep.doors.calls import in_village
from doorstep.doors.look import show
from doorstep.doors.web import BELL, office_words
from doorstep.frame import Actor, may
from doorstep.frame.acts import ACTS
from doorstep.frontline.rules import KEY_GIVERS
from doorstep.kit import clock
from doorstep.kit.path import minimise
from doorstep.matters.acts.intake import REPORTERS
from doorstep.matters.acts.posts import DESK, FIELD
from doorstep.panes.pages import actor_of
from doorstep.panes.screens import SCREENS
from doorstep.people.rules import DEPT_STAFF, GRID_HEAD, GRID_MEMBER, VOLUNTEERS

#: Who may come in: whoever passes on or handles matters. Reads inside go through `visible`.
ROLES = (*DESK, *FIELD, *DEPT_STAFF)
GRID = (GRID_MEMBER, GRID_HEAD)


@dataclass(frozen=True)
class Hand:
    """Who holds the phone: logged in (/pocket/), or a volunteer by an elders' key (/k/<token>/)."""

    actor: Actor
    base: str = "/pocket/"
    by_key: bool = False

    @property
    def volunteer(self) -> bool:
        """Whether this is a volunteer only: three big buttons instead of lists (R18)."""
        return self.actor.roles <= frozenset(VOLUNTEERS)

    @property
    def paths(self) -> tuple[str, ...]:
        """Where the actor may report."""
        return tuple(minimise(self.actor.paths(frozenset(REPORTERS))))

    @property
    def village(self) -> bool:
        """Whether the person serves villages only: words follow."""
        return in_village(self.actor)

    @property
    def channel(self) -> str:
        """For the trail."""
        return "key" if self.by_key else "pocket"

    def may(self, name: str, record: Any = None) -> bool:
        """Whether the actor may do an act (to a record)."""
        return may(self.actor, ACTS[name], record) is not None

    def sees(self, matter: Any) -> bool:
        """Whether the actor may open the page of a matter."""
        return may(self.actor, SCREENS["matters"], matter) is not None


def hand_of(request: HttpRequest) -> Hand:
    """The logged-in actor of a request."""
    return Hand(actor_of(request))


def place_words(actor: Actor) -> str:
    """My place, as the bar on top says it."""
    office = next((o for o in actor.offices if o.role in REPORTERS), None) or next(
        iter(actor.offices), None
    )
    if office is None:
        return _("Doorstep")
    return f"{office.place.rsplit(' ', 1)[-1]} · {office_words(office, active=True)['label']}"


def tabs(hand: Hand, active: str) -> list[dict[str, Any]]:
    """The tabs at the bottom; volunteers have no lists to keep, only what became of theirs."""
    base = hand.base
    items = [("today", _("Today"), base, "today")]
    if hand.paths:
        items.append(("report", _("Report"), f"{base}report/", "words"))
    if hand.volunteer:
        items.append(("mine", _("My matters"), f"{base}mine/", "list"))
    else:
        items.append(("lists", _("Lists"), f"{base}lists/", "list"))
    if not hand.by_key:
        items.append(("me", _("Me"), f"{base}me/", "person"))
    return [
        {"label": words, "url": url, "icon": icon, "active": code == active}
        for code, words, url, icon in items
    ]


def draw(
    request: HttpRequest,
    hand: Hand,
    template: str,
    active: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of the pocket; private, so never kept by the phone."""
    now = clock.local(clock.now())
    response = show(
        request,
        template,
        {
            "place": place_words(hand.actor),
            "tabs": tabs(hand, active),
            "hand": hand,
            "base": hand.base,
            "sync_words": _("Online %(time)s") % {"time": f"{now:%H:%M}"},
            "sync_tone": "done",
            "bell_url": "" if hand.by_key else BELL,
            "gives_keys": bool(hand.actor.roles & set(KEY_GIVERS)) and not hand.by_key,
            **(context or {}),
        },
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response
