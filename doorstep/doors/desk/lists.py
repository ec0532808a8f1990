"""The list of a screen: filters, search, saved views, keyset pages; and the one search box."""

from __future__ import annotations

import functools
from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.doors.story import act_label, creating
from doorstep.frame.acts import ACTS
from doorstep.frame.rights import Actor
from doorstep.frame.terms import label
from doorstep.panes.columns import rows_of
from doorstep.panes.lists import COUNTED, Page, Wanted, count_of, page_of, wanted
from doorstep.panes.pages import LIST_BUDGET, actor_of, at_most, no_entry
from doorstep.panes.saved import views_of
from doorstep.panes.screens import SCREENS, Screen, find_all, opens

#: Values of filters come again and again.
quoted = functools.lru_cache(maxsize=5000)(quote)


def screen_or_404(slug: str) -> Screen:
    """The screen of a slug."""
    if slug not in SCREENS:
        raise Http404
    return SCREENS[slug]


def with_params(params: QueryDict, **changes: str | None) -> str:
    """The query string with something changed; paging starts anew."""
    kept = {n: vs for n, vs in params.lists() if n not in ("after", "before", "format")}
    for name, value in changes.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = [value]
    return f"?{urlencode(kept, doseq=True)}"


def total_words(total: int | None) -> str:
    """123 rows, or 1000+."""
    if total is None:
        return ""
    if total > COUNTED:
        return _("%(n)d+ rows") % {"n": COUNTED}
    return ngettext("%(n)d row", "%(n)d rows", total) % {"n": total}


def filters_of(
    screen: Screen, actor: Actor, asked: Wanted, params: QueryDict
) -> list[dict[str, Any]]:
    """The chips above the list."""
    shown = []
    for name in screen.filters:
        values, choices = asked.filters.get(name, ()), screen.choices(name, actor)
        known = dict(choices)
        words = _(", ").join(known.get(v) or screen.choice(name, v) for v in values)
        without = with_params(params, **{name: None})
        joint = "" if without == "?" else "&"
        options = [{"label": _("All"), "url": without, "active": not values}]
        options += [
            {"label": w, "url": f"{without}{joint}{name}={quoted(v)}", "active": v in values}
            for v, w in choices
        ]
        shown.append(
            {
                "name": name,
                "label": label(screen.kind, name),
                "value_label": "" if words == label(screen.kind, name) else words,
                "active": bool(values),
                "options": options,
            }
        )
    return shown


def list_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of a list, as HTML or (format=json) as the API gives it."""
    screen = screen_or_404(slug)
    with at_most(LIST_BUDGET, f"list {slug}"):
        actor = actor_of(request)
        if not opens(actor, screen):
            return no_entry(request, actor)
        asked = wanted(screen, request.GET)
        as_json = request.GET.get("format") == "json"
        page = page_of(screen, actor, asked, lean=not as_json)
        if as_json:
            from doorstep.doors.api.views import as_list

            return JsonResponse(as_list(request, screen, page))
        if actor.id is not None and not asked.words:  # no word of a person goes into the cookie
            here = [slug, request.GET.urlencode()[:300]]
            if request.session.get("list") != here:  # else the cookie need not be signed anew
                request.session["list"] = here
        return render(request, "desk/list.html", list_context(request, screen, actor, asked, page))


def list_context(
    request: HttpRequest, screen: Screen, actor: Actor, asked: Wanted, page: Page
) -> dict[str, Any]:
    """Context of parts/list.html."""
    params = request.GET
    columns, rows = rows_of(
        screen, page.records, [*screen.columns, *screen.more_columns(actor)], actor
    )
    filters = filters_of(screen, actor, asked, params)
    chips = [
        {
            "label": f["value_label"] or f["label"],
            "remove_url": with_params(params, **{f["name"]: None}),
        }
        for f in filters
        if f["active"] and params
    ]
    query = with_params(params)[1:]
    keep = urlencode({"screen": screen.slug, "query": query})
    made = creating(screen, actor)
    context: dict[str, Any] = {
        "page_title": str(screen.title),
        "screen": {"title": str(screen.title), "empty": empty(asked)},
        "columns": columns,
        "rows": rows,
        "filters": filters,
        "chips": chips,
        "clear_url": screen.url() + "?",
        "saved_views": saved_views(screen, actor, query),
        "views_url": f"{screen.url()}views/?{query}",
        "total_label": total_words(page.total),
        "next_url": with_params(params) + f"&after={page.next}" if page.next else "",
        "prev_url": with_params(params) + f"&before={page.before}" if page.before else "",
        "save_view_url": f"/desk/views/do/save_view/?{keep}" if query and actor.id else "",
    }
    if screen.search:
        hidden = [
            (k, v) for k, vs in params.lists() for v in vs if k not in ("words", "after", "before")
        ]
        context["search"] = {
            "name": "words",
            "value": asked.words,
            "placeholder": _("Search in this list"),
            "hidden": hidden,
        }
    if screen.export and actor.id:
        context["exports"] = [
            {"label": _("Export as a table"), "url": f"{screen.url()}export/?{query}"}
        ]
    if screen.bulk:
        offered = [ACTS[n] for n in screen.bulk if ACTS[n].roles & actor.roles or ACTS[n].relations]
        acts = [{"name": a.name, "label": act_label(a)} for a in offered]
        more = _("All %(rows)s of this filter") % {"rows": total_words(page.total)}
        bar = {"url": f"{screen.url()}bulk/?{query}", "acts": acts, "all_label": more}
        context["bulk"] = bar if acts else None
    if made:
        context["primary"] = {
            "label": act_label(made[0]),
            "url": f"{screen.url()}do/{made[0].word}/",
        }
    return context


def saved_views(screen: Screen, actor: Actor, query: str) -> list[dict[str, Any]]:
    """The saved views of a list as tabs: one statement, without their numbers."""
    return [
        {
            "label": v.title, "url": f"{screen.url()}?{v.query}", "active": v.query == query,
            "count": None, "query": v.query,
        }
        for v in views_of(actor, screen)
    ]  # fmt: skip


def views_counted(request: HttpRequest, slug: str) -> HttpResponse:
    """The same tabs with how many rows each shows now, which the page asks for when it stands:
    one bounded statement each, none of them the page's own."""
    screen, actor = screen_or_404(slug), actor_of(request)
    if not opens(actor, screen):
        return no_entry(request, actor)
    views = saved_views(screen, actor, request.GET.urlencode())
    for view in views:
        asked = wanted(screen, QueryDict(view["query"]))
        n = count_of(screen, actor, asked, COUNTED)
        view["count"] = f"{COUNTED}+" if n > COUNTED else n
    return render(request, "panes/parts/views.html", {"saved_views": views})


def empty(asked: Wanted) -> dict[str, Any]:
    """What stands in place of rows."""
    if asked.filters or asked.words or asked.place:
        return {
            "title": _("Nothing fits these filters."),
            "words": _("Take one away to see more."),
            "url": "?",
            "act": _("Show all"),
        }
    return {"title": _("Nothing here yet.")}


def search(request: HttpRequest) -> HttpResponse:
    """The one search box: asks every screen the actor may open."""
    actor, q = actor_of(request), request.GET.get("q", "").strip()[:60]
    if actor.id is None:
        return no_entry(request, actor)
    found = []
    for hit in find_all(actor, q) if q else []:
        columns, rows = rows_of(hit.screen, hit.records[:5], hit.screen.columns[:4], actor)
        more = f"{hit.screen.url()}?words={q}" if len(hit.records) > 5 else ""
        found.append(
            {"title": str(hit.screen.title), "columns": columns, "rows": rows, "more_url": more}
        )
    return render(
        request,
        "desk/search.html",
        {"page_title": _("Search"), "q": q, "found": found, "short": len(q) == 1},
    )
