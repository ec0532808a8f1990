"""What every web door needs around a page: who acts, menu, switches, the answer to a refusal."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from doorstep.doors.api.problem import unkeyed
from doorstep.doors.calls import elsewhere, in_village
from doorstep.doors.look import onward
from doorstep.frame import terms
from doorstep.frame.errors import ActError, NotFound
from doorstep.frame.rights import Actor
from doorstep.frame.terms import label, reader, term
from doorstep.panes.lists import CursorError
from doorstep.panes.pages import PAGES, actor_of
from doorstep.panes.screens import SCREENS, opens
from doorstep.people.models import Account
from doorstep.people.queries.sessions import is_over

#: Order of the menu: the five actions of the article, then what all of them stand on.
ACTIONS = ("", "mind", "cadres", "visit", "burden", "forces", "base", "board")
#: Addresses that all others begin with.
SHORT = ("/", "/desk/")
#: Who may open a screen only as one of these sees no more than the own rows: no work, no entry.
OWN_ONLY = {"self", "household"}
#: Where a page asks for the number on the bell.
BELL = "/desk/bell/"
#: Pages of people at work.
WORDS_BY_PLACE = ("/desk/", "/pocket/")
YEAR = 365 * 24 * 60 * 60


class Sessions(AuthenticationMiddleware):
    """Who is logged in; nobody by the cookie of a session that was left or is too old."""

    def process_request(self, request: HttpRequest) -> None:
        """Ask lazily, as Django does: pages for everybody cost no statement."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _logged_in(request))  # type: ignore[assignment]


def _logged_in(request: HttpRequest) -> Any:
    user = get_user(request)
    if isinstance(user, Account) and is_over(user, request.session):
        request.session.flush()
        return AnonymousUser()
    return user


class Doorstep:
    """Elder mode without scripts, keys that open nothing, forms that the page sends by itself,
    and refusals that no view caught."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        keyed = request.path.startswith("/api/") and "Authorization" in request.headers
        if keyed and actor_of(request).id is None:
            return unkeyed(request)
        before = terms.in_village.set(False)
        try:
            response = onward(request, self.get_response(request))
        finally:
            terms.in_village.reset(before)
        if request.GET.get("elder") in ("0", "1"):
            response.set_cookie("elder", request.GET["elder"], max_age=YEAR, samesite="Lax")
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """In a village the pages of those who serve it speak of villagers."""
        if request.path.startswith(WORDS_BY_PLACE):
            terms.in_village.set(in_village(actor_of(request)))

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        """NotFound is 404; a cursor that is none of ours is the caller's fault."""
        if isinstance(error, NotFound):
            raise Http404 from error
        if isinstance(error, CursorError):
            return HttpResponseBadRequest(
                _("This page of the list is not known. Open the list again.")
            )
        if isinstance(error, ActError):
            return HttpResponse(
                "\n".join([str(error.title), *(str(r.words) for r in error.refusals)]),
                status=error.status,
                content_type="text/plain; charset=utf-8",
            )
        return None


def office_of(request: HttpRequest) -> uuid.UUID | None:
    """The office chosen in the switch, if it is (still) the actor's."""
    chosen = request.session.get("office") if hasattr(request, "session") else None
    return next((o.id for o in actor_of(request).offices if str(o.id) == chosen), None)


def own_only(actor: Actor, screen: Any) -> bool:
    """Whether a screen holds nothing for the actor but what is about themselves."""
    work = screen.roles & actor.roles or screen.anyone
    return not work and set(screen.relations) <= OWN_ONLY


def own(actor: Actor) -> list[dict[str, Any]]:
    """What is about the actor alone stands in their own menu, not among the work."""
    there = [s for s in SCREENS.values() if s.menu and opens(actor, s) and own_only(actor, s)]
    return [
        {"label": str(s.title), "url": s.url()}
        for s in sorted(there, key=lambda s: (s.rank, s.title))
    ]


@functools.lru_cache(maxsize=100)
def entries(_screens: int, _pages: int, *_reader: Any) -> list[tuple[str, str, str, str]]:
    """All that may stand in a menu, in its order: action, words, address, and what it opens.

    Kept by how many screens and pages there are and by who reads; who may open which is asked anew.
    """
    found = [(s.rank, str(s.title), s.action, s.url(), n) for n, s in SCREENS.items() if s.menu]
    found += [
        (p.rank, term(p.title), p.action, p.url, key)
        for key, p in PAGES.items()
        if p.title and p.door == "desk" and not p.tail
    ]
    found.sort(key=lambda one: one[:2])
    return [(action, words, url, key) for _rank, words, action, url, key in found]


def menu(actor: Actor, here: str) -> list[dict[str, Any]]:
    """Groups by action with the entries the actor may open."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for action, words, url, key in entries(len(SCREENS), len(PAGES), *reader()):
        screen = SCREENS.get(key)
        if screen is None:
            there = PAGES[key].open_to(actor)
        else:
            there = (
                opens(actor, screen)
                and not own_only(actor, screen)
                and not elsewhere(actor, screen)
            )
        if there:
            active = here == url if url in SHORT else here.startswith(url)
            groups.setdefault(action, []).append({"label": words, "url": url, "active": active})
    known = [a for a in ACTIONS if a in groups] + sorted(set(groups) - set(ACTIONS))
    return [
        {"group": label("frame", f"action.{a}") if a else "", "items": groups[a]} for a in known
    ]


def titles() -> Callable[[str, str], str]:
    """What an office is called, by title and role (`settings.DOORSTEP_TITLES`)."""
    return _titles(settings.DOORSTEP_TITLES)


@functools.cache
def _titles(named: str) -> Callable[[str, str], str]:
    return import_string(named) if named else lambda title, role: title or role


def office_words(
    office: Any, active: bool, called: Callable[[str, str], str] | None = None
) -> dict[str, Any]:
    """An office as the switch shows it; deputies say so.

    :param called: what offices are called, where many are shown.
    """
    words = (called or titles())(office.title, office.role)
    if office.acting_for:
        words = _("%(title)s (standing in)") % {"title": words}
    return {"label": words, "place": office.place, "value": str(office.id), "active": active}


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what panes/base.html and panes/desk.html ask for."""
    elder = request.GET.get("elder", request.COOKIES.get("elder")) == "1"
    found: dict[str, Any] = {
        "demo": settings.DEMO,
        "elder": elder,
        "here": request.get_full_path(),
        "search_url": "/desk/search/",
        "office_url": "/desk/office/",
        "notices_url": "/desk/notices/",
        "language_url": "/i18n/setlang/",
    }
    if request.path.startswith("/desk/"):
        actor = actor_of(request)
        chosen, called = office_of(request), functools.cache(titles())
        offices = [
            office_words(o, o.id == chosen if chosen else at == 0, called)
            for at, o in enumerate(actor.offices)
        ]
        found |= {
            "menu": menu(actor, request.path),
            "offices": offices,
            "office": next((o for o in offices if o["active"]), None),
            "bell_url": BELL if actor.id else "",
            "me": {"name": actor.name, "url": "/password/"} if actor.id else None,
            "mine": own(actor) if actor.id else [],
        }
        if "toast" in getattr(request, "session", {}):
            found["toast"] = request.session.pop("toast")
    return found
