"""Plain views under the same laws as screens: rights, statement budget, matrix, layout tests."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.module_loading import import_string

from doorstep.frame.catalogues import remembering
from doorstep.frame.rights import NOBODY, Actor

View = Callable[..., HttpResponseBase]
#: Ceilings of the generic pages (design §3); plain pages say their own.
LIST_BUDGET, RECORD_BUDGET = 5, 6


class BudgetError(AssertionError):
    """A page used more statements than it may (where settings.DOORSTEP_BUDGETS is on: tests)."""


@dataclass(frozen=True)
class Page:
    """One declared plain view; see `page`."""

    slug: str
    view: View
    door: str
    tail: str
    roles: frozenset[str]
    relations: tuple[str, ...]
    never: tuple[str, ...]
    anyone: str
    budget: int
    action: str
    title: str
    rank: int

    @property
    def url(self) -> str:
        """Address without the tail."""
        return "/".join(["", *(p for p in (self.door, self.slug) if p), ""]) or "/"

    def open_to(self, actor: Actor) -> bool:
        """Whether the actor may come in; what is shown inside is `visible`'s affair."""
        related = bool(self.relations) and (actor.id is not None or bool(actor.marks))
        return bool(self.anyone or self.roles & actor.roles or related or actor.is_system)


#: All plain pages by door and slug and tail.
PAGES: dict[str, Page] = {}


def actor_of(request: HttpRequest) -> Actor:
    """Who acts: asked of people once per request (settings.DOORSTEP_ACTOR)."""
    found: Actor | None = getattr(request, "doorstep_actor", None)
    if found is None:
        found = import_string(settings.DOORSTEP_ACTOR)(request) or NOBODY
        request.doorstep_actor = found  # type: ignore[attr-defined]
    return found


@contextmanager
def at_most(statements: int, what: str) -> Iterator[None]:
    """Count the statements of a block; in tests more than that fail.

    Catalogues and other remembered tables are not counted: a process keeps them for some seconds,
    whatever page asks first.

    :raises BudgetError: with the statements, when settings.DOORSTEP_BUDGETS is on.
    """
    if not getattr(settings, "DOORSTEP_BUDGETS", False):
        yield
        return
    seen: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.extend([] if remembering.get() else [sql])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield
    if len(seen) > statements:
        listed = "\n".join(s[:300] for s in seen)
        raise BudgetError(f"{what}: {len(seen)} statements, {statements} allowed\n{listed}")


def no_entry(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Not theirs: strangers may log in first, for all others there is nothing here."""
    if actor.id is None and request.method == "GET" and not actor.marks:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    raise Http404


def page(
    slug: str,
    *,
    roles: Iterable[str] = (),
    relations: Iterable[str] = (),
    never: Iterable[str] = (),
    anyone: str = "",
    budget: int,
    door: str = "desk",
    tail: str = "",
    action: str = "",
    title: str = "",
    rank: int = 50,
) -> Callable[[View], View]:
    """Declare a plain view `view(request, …)`; `request.doorstep_actor` is who acts.

    :param slug: part of the address after the door: /desk/<slug>/<tail>.
    :param roles: who may come in; or `relations`; or `anyone` with the reason why no right.
    :param budget: most statements it may use, the actor's own included.
    :param door: desk, pocket, portal ("" in the address) or api.
    :param tail: further path, such as "<uuid:ident>/".
    :param action: group of the menu; without it the page is in no menu. `title`: term code there.
    """

    def declare(view: View) -> View:
        key = f"{door}:{slug}:{tail}"
        if key in PAGES and PAGES[key].view.__module__ != view.__module__:
            raise ValueError(f"two pages are called {key}")

        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with at_most(budget, key):
                actor = actor_of(request)
                if not PAGES[key].open_to(actor):
                    return no_entry(request, actor)
                response = view(request, *args, **kwargs)
                return response.render() if hasattr(response, "render") else response

        PAGES[key] = Page(
            slug, guarded, "" if door == "portal" else door, tail, frozenset(roles),
            tuple(relations), tuple(never), anyone, budget, action, title, rank,
        )  # fmt: skip
        return guarded

    return declare


def page_urls(door: str) -> list[URLPattern]:
    """Routes of a door's plain pages; the door includes them before its own patterns."""
    at = "" if door == "portal" else door
    return [
        path(f"{p.slug}/{p.tail}" if p.slug else p.tail, p.view, name=f"{door}-{p.slug}".strip("-"))
        for p in PAGES.values()
        if p.door == at
    ]
