"""The page of one record: facts, timeline, panels, what can be done now."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from doorstep.casework.queries import steps_for
from doorstep.doors.desk.lists import screen_or_404
from doorstep.doors.story import may_read, offers, panel_acts, timeline, trail_of
from doorstep.frame.errors import Refused
from doorstep.frame.record import Staged
from doorstep.frame.registry import Ref
from doorstep.frame.rights import Actor
from doorstep.frame.sealed import Sealed, reveal, viewed
from doorstep.frame.terms import label, term
from doorstep.panes.columns import due, heading, raw, rows_of, shown, state
from doorstep.panes.lists import key_of, page_of, wanted
from doorstep.panes.pages import RECORD_BUDGET, actor_of, at_most, no_entry
from doorstep.panes.parts import Facts, Panel, Timeline
from doorstep.panes.saved import new_op
from doorstep.panes.screens import Screen, one, screen_of


def record_page(request: HttpRequest, slug: str, ident: uuid.UUID) -> HttpResponse:
    """One record that the actor may see; anything else is 404."""
    screen = screen_or_404(slug)
    panels = sum(isinstance(p, Panel) for p in screen.panels)
    with at_most(RECORD_BUDGET + max(0, panels - 1), f"record {slug}"):
        actor = actor_of(request)
        record = one(actor, screen, ident)
        if record is None:
            return no_entry(request, actor)
        viewed(actor, record)
        context = record_context(screen, record, actor)
        query = came_from(request, screen)
        if query is not None:
            context["crumbs"][0]["url"] = f"{screen.url()}{f'?{query}' if query else ''}"
            context["next_url"] = f"{screen.url(record)}next/"
            context["prev_url"] = f"{screen.url(record)}prev/"
        return render(request, "desk/record.html", context)


def came_from(request: HttpRequest, screen: Screen) -> str | None:
    """The query of the list that was looked at last, if it was one of this screen."""
    slug, query = request.session.get("list", ("", ""))
    return query if slug == screen.slug else None


def next_page(
    request: HttpRequest, slug: str, ident: uuid.UUID, *, back: bool = False
) -> HttpResponse:
    """On to the next record of the list that was looked at last (or back to the one before); to
    the list at its end."""
    screen, actor = screen_or_404(slug), actor_of(request)
    record = one(actor, screen, ident)
    if record is None:
        return no_entry(request, actor)
    query = came_from(request, screen) or ""
    key = key_of(screen, record)
    asked = replace(
        wanted(screen, QueryDict(query)), after="" if back else key, before=key if back else "",
        words="",
    )  # fmt: skip
    found = page_of(screen, actor, asked, 1, count=False).records
    if found:
        return HttpResponseRedirect(screen.url(found[0]))
    return HttpResponseRedirect(f"{screen.url()}{f'?{query}' if query else ''}")


def record_context(screen: Screen, record: Any, actor: Actor) -> dict[str, Any]:
    """Context of parts/record.html."""
    head, entries = screen.head(record), trail_of(record)
    entries = steps_for(actor, record, entries)
    if head.get("files") and not screen.opens_files(actor, record):
        kept = _("Photos and voice are open to those who handle it.")
        head |= {"files": [], "notes": [*head.get("notes", ()), kept]}
    context: dict[str, Any] = {
        "page_title": (title := screen.title_for(record, actor)),
        "title": title,
        **head,
        "about": str(Ref.to(record)),
        "crumbs": head.get("crumbs") or [{"label": str(screen.title), "url": screen.url()}],
        "state": None,
        "due": due_of(head.get("due"), record),
        "panels": [],
        "copy": copy_of(head.get("copy")),
    }
    if isinstance(record, Staged):
        told = state(screen, record)
        context["state"] = {"word": told["value"], "tone": told["tone"]}
        life = screen.record.lifecycle
        context["over"] = life is not None and record.state in life.ended
    for panel in screen.all_panels(actor, record):
        if isinstance(panel, Facts):
            facts = (fact(screen, record, n, actor, sparse=panel.sparse) for n in panel.names)
            context["facts"] = [f for f in facts if f]
        elif isinstance(panel, Timeline):
            context["timeline"] = timeline(
                screen, entries, masked=bool(screen.kept_back(actor, record))
            )
        else:
            context["panels"] += drawn(panel, record, actor)
    now, refused = offers(screen, record, actor)
    for offer in now:
        offer["fields"] = [("op_id", new_op()), ("version", record.version)]
    return context | {
        "acts_now": [o for o in now if not o["more"]],
        "acts_more": [o for o in now if o["more"]],
        "acts_refused": refused,
    }


def due_of(given: Any, record: Any) -> dict[str, Any] | None:
    """The deadline with its reasons: {"at": moment, "why": words or words by language}."""
    if not isinstance(given, dict) or "at" not in given:
        return given or None
    ended = record.lifecycle is not None and record.state in record.lifecycle.ended
    told, why = due(given["at"], ended=ended), given.get("why") or ""
    if isinstance(why, dict):
        why = why.get((get_language() or "zh")[:2], "")
    return {
        "words": told["value"],
        "tone": told.get("tone"),
        "iso": told.get("iso"),
        "exact": told.get("exact"),
        "why": why,
    }


def copy_of(given: Any) -> Any:
    """A paragraph to copy, with its heading."""
    return (
        {"words": given, "label": _("To copy into the group")}
        if isinstance(given, str) and given
        else given
    )


def fact(
    screen: Screen, record: Any, name: str, actor: Actor, *, sparse: bool = False
) -> dict[str, Any]:
    """One line of the facts; private ones are masked and open with a purpose.

    :param sparse: nothing comes of an empty one.
    """
    value = raw(screen, record, name)
    cell = shown(screen, record, name, value)
    if sparse and not cell["value"]:
        return {}
    words = heading(screen, screen.kind, name, {})["label"]
    found = {n: cell[n] for n in ("value", "kind", "url") if n in cell} | {"label": words}
    if isinstance(value, Sealed):
        found["private"] = True
        if value and may_read(actor, record, name):
            found["reveal_url"] = f"{screen.url(record)}reveal/{name}/"
    other = screen_of(getattr(value, "kind", "")) if hasattr(value, "pk") else None
    if other is not None and other.roles & actor.roles:
        found["url"] = other.url(value)
    return found


def drawn(panel: Panel, record: Any, actor: Actor) -> list[dict[str, Any]]:
    """A panel as parts/record.html draws it; one with neither rows nor buttons is left out."""
    content, acts = panel.rows(record, actor), panel_acts(panel, record, actor)
    found: dict[str, Any] = {"title": term(panel.title), "acts": acts}
    if isinstance(content, SafeString):
        found["html"] = content
    elif records := list(content):
        screen = screen_of(getattr(records[0], "kind", ""))
        names = panel.columns or (screen.columns if screen else ())
        found["columns"], found["rows"] = rows_of(screen, records, names, actor)
    return [found] if found.get("rows") or found.get("html") or acts else []


def reveal_field(request: HttpRequest, slug: str, ident: uuid.UUID, field: str) -> HttpResponse:
    """Ask for the purpose, then show one private field of one record and write the read log."""
    screen, actor = screen_or_404(slug), actor_of(request)
    record = one(actor, screen, ident)
    if record is None or not isinstance(getattr(record, field, None), Sealed):
        raise Http404
    context = {
        "page_title": label(screen.kind, field),
        "url": f"{screen.url(record)}reveal/{field}/",
        "back": screen.url(record),
        "field": label(screen.kind, field),
        "error": "",
    }
    if request.method == "POST":
        try:
            clear = reveal(actor, record, field, request.POST.get("purpose", ""))
        except Refused as refused:
            context["error"] = str(refused.refusals[0].words)
        else:
            if getattr(request, "htmx", False):
                response = HttpResponse(f'<span class="num">{escape(clear)}</span>')
            else:
                response = render(request, "desk/reveal.html", context | {"value": clear})
            response["Cache-Control"] = "no-store"
            return response
    part = bool(getattr(request, "htmx", False))
    return render(
        request,
        "desk/reveal_part.html" if part else "desk/reveal.html",
        context,
        status=422 if context["error"] and not part else 200,
    )
