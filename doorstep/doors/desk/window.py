"""A matter taken at the window or on the phone, for somebody else, within a minute (domain part D).

The text proposes category, place and phone while it is typed or pasted; without scripts the button
"read" does the same. The number to call first stands above everything as soon as the words say so.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doorstep.doors.calls import in_village
from doorstep.doors.desk import acts
from doorstep.doors.desk.paste import OFFERED, places_in, propose
from doorstep.doors.look import stays
from doorstep.doors.portal import met
from doorstep.doors.story import act_label, with_cure
from doorstep.doors.web import office_of
from doorstep.frame.acts import ACTS
from doorstep.frame.errors import ActError, Invalid
from doorstep.frame.rights import Actor
from doorstep.frame.run import do
from doorstep.kit import clock
from doorstep.matters.acts.forms import ReportForm
from doorstep.matters.acts.intake import REPORTERS
from doorstep.matters.rules.life import HOTLINE, PASTED, PHONE, WINDOW
from doorstep.panes.files import beforehand
from doorstep.panes.pages import actor_of, page
from doorstep.panes.saved import new_op
from doorstep.panes.screens import SCREENS
from doorstep.people.rules import WINDOW_CLERK
from doorstep.places.models import Place
from doorstep.places.queries import children, find_rooms
from doorstep.routing.queries import UNSORTED, call_first, category, read, unasked

URL = "/desk/matters/do/report/"
#: Ways in which somebody comes to a desk, the usual one first.
SOURCES = (WINDOW, PHONE, PASTED, HOTLINE)
#: Own places offered before anything is typed.
OWN = 8
COPIED = ("text", "where", "intake", "reporter_name", "reporter_phone", "about", "concerned",
          "source", "outside_number", "way", "result", "sealed")  # fmt: skip


def scope(actor: Actor) -> tuple[str, ...]:
    """Where the actor may report."""
    return actor.paths(ACTS["matters.report"].roles)


@page("matters", tail="do/report/", roles=REPORTERS, budget=40)
def report(request: HttpRequest) -> HttpResponse:
    """The form; POST with `read` fills it from the text, else it is sent."""
    actor = actor_of(request)
    if request.method != "POST":
        initial = {k: v for k, v in request.GET.items() if k in ("place", "category", "source")}
        return drawn(request, actor, ReportForm(actor=actor, initial=initial))
    if "read" in request.POST:
        return drawn(request, actor, ReportForm(actor=actor, initial=request.POST.dict()))
    return sent(request, actor)


def sent(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Do it; what is wrong comes back with everything as it was entered."""
    given = request.POST
    data: dict[str, Any] = {name: given.get(name, "") for name in COPIED}
    codes = read(data["text"][:500]).categories
    said_so = given.get("other") or given.get("category")
    data |= {"category": said_so or unasked(codes), "proposed": not said_so}
    words, chosen = given.get("place_words", "").strip(), given.get("place", "")
    mine = chosen and words in ("", given.get("places_for", ""))
    data["place"] = chosen if mine else words
    if mine and given.get("place_unknown") and not data["where"]:
        data["where"] = words  # nothing here is called so: the words stay beside the larger place
    act = ACTS["matters.receive" if data["source"] == HOTLINE else "matters.report"]
    office = acts.uuid_or_none(given.get("as_office")) or office_of(request)
    op_id = acts.uuid_or_none(given.get("op_id")) or new_op()
    try:
        outcome = do(actor, act.name, None, data, op_id=op_id, channel="desk", office=office,
                     files=beforehand(request.FILES))  # fmt: skip
    except ActError as error:
        form = error.form if isinstance(error, Invalid) and error.form is not None else None
        if form is None:
            form = ReportForm(data, request.FILES, actor=actor)
            form.is_valid()
            for refusal in error.refusals:
                told = with_cure(refusal)
                form.add_error(refusal.field if refusal.field in form.fields else None, told)
        return stays(drawn(request, actor, form, error.status), error)
    return acts.done(request, SCREENS["matters"], act, actor, outcome)


def drawn(request: HttpRequest, actor: Actor, form: Any, status: int = 200) -> HttpResponse:
    """The page with what is proposed."""
    given = request.POST
    text, words = given.get("text", ""), given.get("place_words", "")
    found = propose(scope(actor), text) if text and not given.get("place") else None
    if found and found.phone and not given.get("reporter_phone") and not form.is_bound:
        form.initial["reporter_phone"] = found.phone
    places = offered(actor, words, found.places if found else ())
    unknown = bool(words) and not places
    places = places or offered(actor, "")
    ticked = given.get("place") or form.initial.get("place", "")
    codes = list(read(text[:500]).categories)
    chosen = given.get("category") or form.initial.get("category", "")
    usual = "window" if WINDOW_CLERK in actor.roles else "phone"
    form.fields["text"].widget.attrs |= {"rows": 5, "autofocus": True}
    context = {
        "page_title": act_label(ACTS["matters.report"]),
        "form": form,
        "op_id": given.get("op_id") or new_op(),
        "again": bool(status != 200 and request.FILES),
        "url": URL,
        "sources": sources(actor, given.get("source") or form.initial.get("source") or usual),
        "ways": [] if in_village(actor) else ways(given.get("way", "")),
        "places": chips_of(places, ticked, first=bool(words or found) and not unknown),
        "unknown": unknown,
        "place_words": words,
        "place_hint": _("Natural village, group, number of the house or initials")
        if in_village(actor)
        else _("Compound, room (3-2-501) or initials"),
        "place_errors": form.errors.get("place", []) if form.is_bound else [],
        **topics_of(codes, chosen),
        "alike": like_these(actor, ticked, [chosen] if chosen else codes, text),
        "leaves": form.fields["category"].grouped(),
        "other": given.get("other", ""),
        "offices": acts.offices_to_choose(request, actor, ACTS["matters.report"]),
    }
    return render(request, "desk/window.html", context, status=status)


def sources(actor: Actor, chosen: str) -> list[dict[str, Any]]:
    """How it came in, as chips; the hotline's orders for those who may receive them."""
    screen = SCREENS["matters"]
    receives = bool(actor.roles & ACTS["matters.receive"].roles)
    mine = [c for c in SOURCES if c != HOTLINE or receives]
    return [{"code": c, "label": screen.choice("source", c), "checked": c == chosen} for c in mine]


def ways(chosen: str) -> list[dict[str, Any]]:
    """Who has it first: the community, whose counter it is, or the compound at once; in villages
    there is nobody below the committee."""
    named = [("", _("The community")), ("compound", _("Send it to the compound"))]
    return [{"code": c, "label": words, "checked": c == chosen} for c, words in named]


def topics_of(codes: list[str], chosen: str = "") -> dict[str, Any]:
    """Chips of the proposed categories, "something else" last, and the number to call first."""
    if chosen and chosen not in codes and category(chosen) and chosen != UNSORTED:
        codes = [chosen, *codes]
    chips = [{"code": c, "label": leaf.label} for c in codes if (leaf := category(c))]
    if not chips:
        return {"chips": [], "emergency": None}
    ticked = chosen if chosen in {c["code"] for c in chips} else chips[0]["code"]
    chips.append({"code": UNSORTED, "label": _("Something else")})
    if chosen == UNSORTED:
        ticked = UNSORTED
    return {
        "chips": [c | {"checked": c["code"] == ticked} for c in chips],
        "emergency": call_first(codes),
    }


def offered(actor: Actor, words: str, proposed: Any = ()) -> list[Place]:
    """Places that fit the words, else those the text names, else the own ones."""
    paths = scope(actor)
    if words.strip():
        return find_rooms(paths, words, limit=OFFERED)
    if proposed:
        return list(proposed)
    own = list(Place.objects.filter(path__in=paths, withdrawn_at=None).order_by("path")[:OWN])
    if len(own) == 1:
        own += list(children(own[0], clock.today()))[: OWN - 1]
    return own


def chips_of(places: list[Place], chosen: str = "", *, first: bool = False) -> dict[str, Any]:
    """Places as chips; the best is ticked where something was asked for."""
    found = [{"path": p.path, "label": p.label} for p in places]
    if chosen and chosen not in {f["path"] for f in found}:
        there = Place.objects.filter(path=chosen, withdrawn_at=None).first()
        found = [{"path": there.path, "label": there.label}, *found] if there else found
    ticked = chosen or (found[0]["path"] if found and first else "")
    return {"found": [f | {"checked": f["path"] == ticked} for f in found]}


@page("matters", tail="do/report/read/", roles=REPORTERS, budget=20)
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """While the text is typed or pasted: topics, and places and phone where none is given yet."""
    actor, given = actor_of(request), request.POST
    text = given.get("text", "")
    found = propose(scope(actor), text)
    context: dict[str, Any] = {
        "url": URL,
        **topics_of(list(found.codes), given.get("category", "")),
    }
    at = given.get("place") or next((p.path for p in found.places), "")
    context["alike"] = like_these(actor, at, list(found.codes), text)
    if found.places and not given.get("place_words", "").strip():
        context["places"] = chips_of(list(found.places), first=True)
    if found.phone and not given.get("reporter_phone", "").strip():
        context["phone"] = found.phone
    return render(request, "desk/window_read.html", context)


def like_these(actor: Actor, path: str, codes: list[str], text: str) -> list[dict[str, Any]]:
    """What is open there about the same, with its page where that may be read."""
    found = met.inside(actor, scope(actor), path, codes, text, URL)
    return [one | {"url": f"/desk/matters/{one['id']}/"} if "said" in one else one for one in found]


@page("matters", tail="do/report/same/<uuid:ident>/", roles=REPORTERS, budget=60)
@require_POST
def same(request: HttpRequest, ident: uuid.UUID) -> HttpResponse:
    """Whoever came met the same: noted instead of a second matter."""
    actor, phone = actor_of(request), request.POST.get("reporter_phone", "")
    if met.joined(request, actor, ident, "desk", phone=phone):
        return HttpResponseRedirect("/desk/matters/")
    return drawn(request, actor, ReportForm(actor=actor, initial=request.POST.dict()), 422)


@page("matters", tail="do/report/places/", roles=REPORTERS, budget=20)
@require_POST
def places(request: HttpRequest) -> HttpResponse:
    """While the place is typed: what fits, the best ticked."""
    actor, words = actor_of(request), request.POST.get("place_words", "").strip()[:60]
    found = offered(
        actor, words, () if words else places_in(scope(actor), request.POST.get("text", ""))
    )
    context = {
        "places": chips_of(found or offered(actor, ""), first=bool(words and found)),
        "place_words": words,
        "unknown": bool(words) and not found,
    }
    return render(request, "desk/window_places.html", context)
