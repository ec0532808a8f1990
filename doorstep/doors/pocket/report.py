"""Passing on a matter from the phone in four taps; a text from a chat in three."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from doorstep.doors.desk.paste import AREAS, ROOM
from doorstep.doors.look import new_op, op_of, stays
from doorstep.doors.pocket.base import ROLES, Hand, draw, hand_of
from doorstep.doors.pocket.where import brought, contradicted, place_label, placed, places_of
from doorstep.doors.portal import met, reading
from doorstep.doors.portal.report import said_simply, unsaid
from doorstep.frame import ActError, Invalid, Refusal, Refused, do
from doorstep.frame.catalogues import row
from doorstep.kit import clock
from doorstep.kit.chinese import normalise
from doorstep.matters.acts.forms import ReportForm
from doorstep.panes.files import beforehand
from doorstep.panes.pages import page
from doorstep.panes.screens import SCREENS, visible
from doorstep.places.models import Place
from doorstep.places.queries import find_areas, find_rooms
from doorstep.routing.queries import CATEGORIES, UNSORTED, call_first, offered, read, unasked

#: Up to so many places are chips; more are a select.
MOST_CHIPS = 8
CHIPS = 6
WAYS = ("settled", "compound", "community")
#: Categories offered where a place has no past yet.
USUAL = (
    "stair_light",
    "parking_mess",
    "rubbish",
    "drain_blocked",
    "fly_wire",
    "corridor_clutter",
    "property_service",
)
#: Further ones, for villages, where half of those do not occur.
ELSEWHERE = ("rural_road", "rural_water", "ditch", "straw_burning")


def way_words(way: str, village: bool) -> str:
    """The verb on the button, as they say it in a compound or in a village."""
    compound = _("Ask the village group") if village else _("Ask the compound")
    community = _("Report to the village") if village else _("Report to the community")
    return {"settled": _("I settled it"), "compound": compound, "community": community}[way]


def usual(hand: Hand) -> list[str]:
    """The categories most reported around here in the last months, filled up with usual ones."""
    since = clock.today() - timedelta(days=reading.BACK)
    rows = visible(hand.actor, SCREENS["matters"]).filter(begun_on__gte=since, emergency=False)
    counted = (
        rows.order_by()
        .values_list("category")
        .annotate(n=Count("id"))
        .order_by("-n", "category")[:CHIPS]
    )
    found = [code for code, _n in counted if code != UNSORTED]
    here = {leaf.code for leaf in offered()}
    return [c for c in dict.fromkeys((*found, *USUAL, *ELSEWHERE)) if c in here][:CHIPS]


def from_text(hand: Hand, text: str) -> dict[str, Any]:
    """What a pasted text proposes: place (inside the own scope only, D4), phone, category."""
    proposal = read(text)
    clean = normalise(text)[:400]
    scope = hand.paths
    areas = find_areas(scope, clean[:120], kinds=AREAS)
    inside = tuple(a.path for a in areas) or scope
    rooms = [p for found in ROOM.findall(clean)[:2] for p in find_rooms(inside, found, limit=4)]
    return {"phone": proposal.phone, "codes": proposal.categories, "places": (rooms or areas)[:4]}


@page("report", door="pocket", roles=ROLES, budget=60)
def report(request: HttpRequest) -> HttpResponse:
    """The report page of workers and volunteers."""
    return report_page(request, hand_of(request))


def report_page(request: HttpRequest, hand: Hand) -> HttpResponse:
    """One page for both doors; GET may carry a text that was shared or pasted."""
    if request.method != "POST":
        return form_page(request, hand, request.GET.get("text", "")[:4000])
    way = request.POST.get("way", "")
    text = request.POST.get("text", "")
    codes = read(text[:500]).categories
    chosen = request.POST.get("other") or request.POST.get("category")
    data: dict[str, Any] = {
        name: request.POST.get(name, "")
        for name in (
            "text",
            "where",
            "place",
            "source",
            "reporter_name",
            "reporter_phone",
            "intake",
            "about",
        )
    }
    data |= {"category": chosen or unasked(codes), "proposed": not chosen}
    data |= {"way": way if way in WAYS else ""}
    data["place"] = placed(data["place"], data["where"])
    if data["place"] == request.POST.get("preset"):  # nobody chose: the words may name a place
        said = f"{text} {data['where']}"
        if found := named(hand, text):
            data["place"] = found
        elif (meant := contradicted(hand, data["place"], said)) is not None:
            if len(meant) != 1:
                return form_page(request, hand, text, errors=elsewhere(), status=422, nowhere=True)
            data["place"] = meant[0].path
    try:
        done = do(
            hand.actor,
            "matters.report",
            None,
            data,
            op_id=op_of(request),
            channel=hand.channel,
            files=beforehand(request.FILES),
        )
    except Invalid as error:
        answer = form_page(request, hand, text, form=error.form, errors=error, status=422)
        return stays(answer, error)
    except ActError as error:
        return form_page(request, hand, text, errors=error, status=error.status)
    if not hand.sees(done.record):  # confidential, or a complaint about the own unit (D5)
        messages.success(request, done.words)
        return HttpResponseRedirect(hand.base)
    return HttpResponseRedirect(f"{hand.base}m/{done.id}/?new=1")


def elsewhere() -> Refused:
    """What is asked where the words name another place than the one that was marked already."""
    cure = _("Please choose the place.")
    return Refused(
        [Refusal(_("What you wrote names another place than the marked one."), "", "place", cure)]
    )


def named(hand: Hand, text: str) -> str:
    """The one place of the own scope that a text names; none if it names several or none."""
    found = from_text(hand, text)["places"] if text else []
    return str(found[0].path) if len(found) == 1 else ""


def form_page(
    request: HttpRequest,
    hand: Hand,
    text: str = "",
    *,
    form: Any = None,
    errors: ActError | None = None,
    status: int = 200,
    source: str = "",
    nowhere: bool = False,
) -> HttpResponse:
    """The page, prefilled with what a text proposes.

    :param nowhere: no place is marked beforehand; a person has to choose.
    """
    asked = request.POST or request.GET
    source = source or asked.get("source", "")
    read: dict[str, Any] = (
        from_text(hand, text) if text else {"phone": "", "codes": [], "places": []}
    )
    way = asked.get("way", "")
    own = places_of(hand)
    known: list[Place] = [*read["places"], *own]
    chosen = "" if nowhere else asked.get("place") or next((p.path for p in known), "")
    offered = [*read["places"], *(p for p in own if p.path not in {r.path for r in read["places"]})]
    if not nowhere and (came := brought(hand, asked.get("place", ""), offered)):
        offered = [came, *offered]
    codes = read["codes"] or usual(hand)
    said = asked.get("category") or asked.get("other")
    phone = request.POST.get("reporter_phone", "")
    bound = form or ReportForm(
        actor=hand.actor,
        initial=request.POST.dict() | {"text": text, "reporter_phone": phone or read["phone"]},
    )
    said_simply(bound)
    return draw(
        request,
        hand,
        "pocket/report.html",
        "report",
        {
            "page_title": way_words(way, hand.village) if way in WAYS else _("Report something"),
            "form": bound,
            "places": [
                {"path": p.path, "label": place_label(p, own), "checked": p.path == chosen}
                for p in offered
            ],
            "as_select": len(offered) > MOST_CHIPS,
            "preset": ""
            if nowhere
            else asked.get("preset") or ("" if read["places"] or asked.get("place") else chosen),
            "nowhere": not chosen,
            "about": reading.about_whom(codes, asked.get("about", "")),
            "chips": reading.chips(codes, asked.get("category", ""), first=bool(read["codes"])),
            "alike": met.inside(
                hand.actor, hand.paths, chosen, [said] if said else read["codes"], text, hand.base
            ),
            "leaves": leaves_by_group(),
            "emergency": call_first(read["codes"]),
            "buttons": [
                {"way": w, "label": way_words(w, hand.village), "primary": w == (way or "compound")}
                for w in ([way] if way in WAYS else WAYS)
            ],
            "op_id": request.POST.get("op_id") or new_op(),
            "source": source,
            "topics_url": f"{hand.base}topics/",
            "refusals": unsaid(errors, ("place", "category", "way")),
            "again": bool(errors and request.FILES),
            "pasted": source == "pasted",
            "paste_url": f"{hand.base}paste/" if not hand.by_key else "",
            "back_url": hand.base,
        },
        status=status,
    )


def leaves_by_group() -> list[dict[str, Any]]:
    """All categories for the select behind "something else", by group."""
    made: dict[str, list[Any]] = {}
    for leaf in offered():
        made.setdefault(leaf.parent or leaf.data.get("group", ""), []).append(leaf)
    return [
        {"label": group.label if (group := row(CATEGORIES, code)) else "", "leaves": found}
        for code, found in made.items()
    ]


@page("topics", door="pocket", roles=ROLES, budget=10)
@require_POST
def topics(request: HttpRequest) -> HttpResponse:
    """Proposed topics while somebody types."""
    return topics_part(request, hand_of(request))


def topics_part(request: HttpRequest, hand: Hand) -> HttpResponse:
    """The chips for both doors, and what is open there about the same."""
    text = request.POST.get("text", "")[:500]
    codes = read(text).categories
    context = {
        "alike": met.inside(
            hand.actor, hand.paths, request.POST.get("place", ""), codes, text, hand.base
        ),
        "chips": reading.chips(codes) if codes else None,
        "about": reading.about_whom(codes),
        "emergency": call_first(codes),
    }
    return JsonResponse(
        {"html": render_to_string("portal/topics.html", context, request) if codes else ""}
    )


@page("paste", door="pocket", roles=ROLES, budget=30)
def paste(request: HttpRequest) -> HttpResponse:
    """A text from a chat: place, phone and category are proposed, a person decides (R27)."""
    hand = hand_of(request)
    if request.method == "POST" and request.POST.get("words", "").strip():
        return form_page(request, hand, request.POST["words"][:4000], source="pasted")
    return draw(
        request,
        hand,
        "pocket/paste.html",
        "report",
        {
            "page_title": _("From a chat"),
            "back_url": f"{hand.base}report/",
        },
    )


@page("share", door="pocket", roles=ROLES, budget=30)
@csrf_exempt
def share(request: HttpRequest) -> HttpResponse:
    """What the phone's share sheet brings: a form filled in; nothing is written, no token asked.

    Pictures and voice are put into the form by the service worker (static/pocket/pocket.js).
    """
    hand = hand_of(request)
    given = request.POST or request.GET
    text = "\n".join(
        t for t in (given.get("title", ""), given.get("text", ""), given.get("url", "")) if t
    )
    return form_page(request, hand, text[:4000], source="pasted")
