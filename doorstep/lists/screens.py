"""三个清单 as day, week and month sheets that print and foot (M56, B4, R28)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from doorstep.frame import Actor, visible_q
from doorstep.frame.terms import label, term
from doorstep.kit import clock
from doorstep.lists import rules
from doorstep.lists.queries import collected, open_at, part_q
from doorstep.matters.acts.posts import DESK, FIELD
from doorstep.matters.models import Matter
from doorstep.matters.queries import titled
from doorstep.matters.rules.telling import phones_hidden
from doorstep.panes.pages import actor_of, page
from doorstep.panes.screens import SCREENS
from doorstep.people.rules import CITY_LEADER, CITY_OD, STREET_STAFF
from doorstep.places.models import Place

#: 收集 shows all; 解决 and 上报 are parts of it, each with columns of its own (B4).
SHEETS = ("collect", "resolve", "report")
COLUMNS = {
    "collect": ("begun_on", "place", "said", "category", "now"),
    "resolve": ("begun_on", "place", "said", "how", "days", "verdict"),
    "report": ("begun_on", "place", "said", "owner", "due", "now"),
}
#: Columns that are not text, for the look of their cells.
LOOKS = {"begun_on": "date", "due": "date", "days": "num", "category": "short", "now": "short"}
#: A sheet holds a month of a community; more belongs into the export.
MOST = 600


def place_of(request: HttpRequest, actor: Actor) -> Place:
    """The place of the sheet: the one asked for if it is the actor's, else the first of theirs."""
    own = [p for o in actor.offices for p in o.paths]
    asked = request.GET.get("place", "") or (min(own, key=len) if own else "")
    if not any(asked.startswith(p) for p in own):
        raise Http404
    found: Place | None = (
        Place.objects.filter(path=asked).first() if asked else Place.objects.filter(depth=1).first()
    )
    if found is None:
        raise Http404
    return found


def totals(
    place: Place, level: int, first: date, last: date, shown: Q | None = None
) -> dict[str, int]:
    """The five parts and their sum, in one statement; they foot by construction and by test.

    The same for every reader of the place (decision 0009); the lines are those one may open.

    :param shown: which of them the reader's lines may hold; `shown` then counts those.
    """
    rows = collected(place.path, first, last).filter(open_at(level))
    parts = {p: Count("pk", filter=part_q(p, level)) for p in rules.PARTS}
    if shown is not None:
        parts["shown"] = Count("pk", filter=shown)
    found: dict[str, int] = rows.aggregate(collect=Count("pk"), **parts)
    return found


def row_of(matter: Matter, sheet: str, level: int) -> list[str]:
    """One line of a sheet, in the columns of that sheet; of what is hidden no word and no door."""
    said = titled(matter) if not matter.text else phones_hidden(matter.text).replace("\n", " ")[:60]
    where = matter.place.label
    if matter.hidden_below:
        said, where = str(SCREENS["matters"].said(matter)), matter.place.label.split(" ")[0]  # type: ignore[attr-defined]
    cells: dict[str, Any] = {
        "begun_on": f"{matter.begun_on:%m-%d}",
        "place": where,
        "said": said,
        "category": label("routing", f"class.{matter.category_class}"),
        "now": label("lists", f"part.{rules.part(matter, level)}")
        + "："
        + label("matters.matter", f"state.{matter.state}"),
        "how": label("matters.matter", f"outcome.{matter.outcome}") if matter.outcome else "",
        "days": str((clock.local(matter.ended_at).date() - matter.begun_on).days)
        if matter.ended_at
        else "",
        "verdict": label("matters.matter", f"verdict.{matter.verdict}") if matter.verdict else "",
        "owner": matter.owner.name if matter.owner else "",
        "due": f"{clock.local(matter.due):%m-%d %H:%M}" if matter.due else "",
    }
    return [cells[name] for name in COLUMNS[sheet]]


@page(
    "lists",
    roles=(*DESK, *FIELD, *STREET_STAFF, CITY_OD, CITY_LEADER),
    budget=7,
    action="visit",
    title="lists.lists",
    rank=12,
)
def three_lists(request: HttpRequest) -> HttpResponse:
    """收集、解决、上报 of a place in a day, week or month; `print=1` gives the paper sheet."""
    actor = actor_of(request)
    sheet = request.GET.get("sheet", "collect")
    unit = request.GET.get("unit", "month")
    if sheet not in SHEETS or unit not in rules.UNITS:
        raise Http404
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = clock.today()
    place, (first, last) = place_of(request, actor), rules.period(unit, day)
    level = rules.level_at(place.path)
    seen = visible_q(actor, SCREENS["matters"], Matter.kind)
    found = collected(place.path, first, last).filter(seen)
    part = Q()
    if sheet != "collect":
        part = part_q(rules.RESOLVED if sheet == "resolve" else rules.REPORTED, level)
    found = found.filter(part)
    counts = totals(place, level, first, last, seen & part)
    matters = list(
        found.select_related("place", "owner").order_by("begun_on", "number")[: MOST + 1]
    )
    here = f"?place={place.path}&unit={unit}&sheet={sheet}"
    link = f"place={place.path}&day={day.isoformat()}"
    heads = [
        {"label": label("lists", f"column.{c}"), "kind": LOOKS.get(c, "text")}
        for c in COLUMNS[sheet]
    ]
    context = {
        "page_title": _("%(place)s: %(list)s")
        % {"place": place.part, "list": term(f"lists.part.{sheet}")},
        "page_lead": f"{first.isoformat()} – {last.isoformat()}"
        if first != last
        else first.isoformat(),
        "place": "" if place.label == place.part else place.label,  # the title says it already
        "heads": heads,
        "rows": [list(zip(heads, row_of(m, sheet, level), strict=True)) for m in matters[:MOST]],
        "more": len(matters) > MOST,
        "totals": counts,
        "closed": counts[sheet] - counts["shown"],
        "sheet": sheet,
        "sheets": [
            {
                "label": term(f"lists.part.{s}"),
                "url": f"?{link}&unit={unit}&sheet={s}",
                "on": s == sheet,
            }
            for s in SHEETS
        ],
        "units": [
            {
                "label": label("lists", f"unit.{u}"),
                "url": f"?{link}&sheet={sheet}&unit={u}",
                "on": u == unit,
            }
            for u in rules.UNITS
        ],
        "print_url": f"?{link}&unit={unit}&sheet={sheet}&print=1",
        "back_url": f"?{link}&unit={unit}&sheet={sheet}",
        "earlier_url": f"{here}&day={(first - timedelta(days=1)).isoformat()}",
        "later_url": f"{here}&day={(last + timedelta(days=1)).isoformat()}",
        "printed": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
    }
    return TemplateResponse(
        request, f"lists/{'sheet' if request.GET.get('print') else 'lists'}.html", context
    )
