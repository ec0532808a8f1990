"""指标总览: every figure with date, denominator, definition, working, records (R15, R16, R26)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from doorstep.board.queries import by_place, progress
from doorstep.board.rules import BESIDE, READERS, UNWANTED, URBAN
from doorstep.frame import Actor
from doorstep.frame.terms import in_village, label, term, words
from doorstep.kit import clock
from doorstep.kit.path import covers_any
from doorstep.kit.share import Share
from doorstep.panes.columns import rows_of
from doorstep.panes.figures import FIGURES, Scope, ask, missing, records, working
from doorstep.panes.pages import actor_of, page
from doorstep.panes.screens import SCREENS, opens, screen_of, visible
from doorstep.places.models import Place
from doorstep.places.queries import by_code

MOST = 200
#: D12: figures are asked for streets, communities and the city, never below.
LOWEST_LENGTH = 12


def when(request: HttpRequest) -> date:
    """The day asked for; today if none, an impossible one or one to come was (see `heed`)."""
    try:
        return min(date.fromisoformat(request.GET.get("at", "")), clock.today())
    except ValueError:
        return clock.today()


def heed(request: HttpRequest) -> list[str]:
    """What to know before reading the numbers: another day than asked, a past not written yet."""
    asked, notes = request.GET.get("at", "").strip(), []
    try:
        if asked and date.fromisoformat(asked) > clock.today():
            notes.append(
                _("%(day)s is still to come: the numbers are those of today.") % {"day": asked}
            )
    except ValueError:
        notes.append(
            _("“%(day)s” is not a date like 2023-12-31: the numbers are those of today.")
            % {"day": asked[:20]}
        )
    if told := progress():
        notes.append(
            _(
                "The past of this invented city is still being written: %(percent)d%%"
                " (%(words)s). Numbers of the past grow until it is done."
            )
            % told
        )
    return notes


def where(request: HttpRequest, actor: Actor) -> Scope:
    """The place asked for, within the actor's own; the whole of it if none was."""
    own = actor.paths(frozenset(READERS))
    asked = request.GET.get("place", "")
    if asked:
        found = by_code("nbs", asked) or Place.objects.filter(path=asked).first()
        if found is None or len(found.path) > LOWEST_LENGTH or not covers_any(own, found.path):
            raise Http404
        return Scope((found.path,), found.label, asked)
    return Scope(tuple(own) or ("",))


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """One row of `ask` in words."""
    figure = FIGURES[row["code"]]
    by = row["dims"].get("by")
    called = row["dims"].get("words") or (label(figure.app, f"class.{by}") if by else "")
    name = term(row["code"]) + (f" · {called}" if called else "")
    value, part, whole = row["value"], row["numerator"], row["denominator"]
    unit = term(f"unit.{figure.unit}") if figure.unit else ""
    if figure.kind == "share" and part is not None and whole is not None:
        value, more, _counts = Share(part, whole).label.partition("(")
        unit = f"({part:,}/{whole:,})" if more else unit  # small, so that a city's fits its tile
    elif figure.kind == "share" and whole is not None:  # weighted, or too few to tell
        value, unit = None if value is None else f"{value:.0%}", f"(n={whole:,})" * bool(whole)
    elif figure.kind == "growth" and value is not None:
        value = f"{value:+.1%}"
    elif isinstance(value, int):
        value = f"{value:,}"
    return {
        "label": name,
        "value": "—" if value is None else value,
        "unit": unit,
        "as_of": _("as of %(day)s") % {"day": row["at"]},
        "article": row["article_no"],
        "code": row["code"],
        "url": f"/desk/figures/{row['code']}/?at={row['at']}",
        "working": working(row),
        "records_url": row["records_url"],
        "missing_url": row["missing_url"] if row["code"] not in UNWANTED else None,
        "period": (row["period_from"], row["period_to"]) if row["period_from"] else None,
    }


@page("figures", roles=READERS, budget=80, action="board", title="board.figures", rank=5)
def all_figures(request: HttpRequest) -> HttpResponse:
    """All figures as tiles, as of a day; each opens its page."""
    actor, at = actor_of(request), when(request)
    scope = where(request, actor)
    told = set(FIGURES) - (URBAN if in_village.get() else set())
    tiles = [shown(row) for code in sorted(told, key=article_order) for row in ask(code, scope, at)]
    return TemplateResponse(
        request,
        "board/figures.html",
        {
            "page_title": term("board.figures"),
            "tiles": tiles,
            "at": at.isoformat(),
            "place": scope.label,
            "days": quick_days(),
            "notes": heed(request),
            "page_lead": _("Each number is counted from records and opens to them."),
        },
    )


@page("figures", roles=READERS, budget=12, tail="<slug:code>/")
def one_figure(request: HttpRequest, code: str) -> HttpResponse:
    """Definition, working and past of one figure."""
    actor, at = actor_of(request), when(request)
    if code not in FIGURES:
        raise Http404
    scope = where(request, actor)
    found = words().get(code) if code in words() else None
    rows = [shown(row) for row in ask(code, scope, at)]
    return TemplateResponse(
        request,
        "board/figure.html",
        {
            "page_title": term(code),
            "rows": rows,
            "at": at.isoformat(),
            "days": quick_days(),
            "notes": heed(request),
            "meaning": meaning_of(found),
            "source": found.source if found else "",
            "figure": FIGURES[code],
            "place": scope.label,
        },
    )


@page("figures", roles=READERS, budget=14, tail="<slug:code>/<slug:what>/")
def behind(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """The records behind a figure, or those that are missing from it."""
    actor, at = actor_of(request), when(request)
    if code not in FIGURES or what not in ("records", "missing"):
        raise Http404
    if what == "missing" and code in UNWANTED:
        raise Http404
    part, scope = request.GET.get("part", "0"), where(request, actor)
    found = (records if what == "records" else missing)(
        code, scope, at, int(part) if part.isdigit() else 0
    )
    if found is None:
        raise Http404
    kind = getattr(found.model, "kind", "")
    screen = screen_of(kind)
    mine, hidden, places = found, 0, []
    if screen is not None:
        mine = found.filter(pk__in=visible(actor, screen).values("pk"))
        hidden = found.count() - mine.count()
        mine = mine.select_related(*screen.joins)
        places = by_place(found, scope.paths, LOWEST_LENGTH) if hidden else []
    listed = list(mine[: MOST + 1])
    columns, rows = rows_of(screen, listed[:MOST], screen.columns if screen else ("label",), actor)
    return TemplateResponse(
        request,
        "board/records.html",
        {
            "page_title": term(code),
            "page_lead": _("Records counted") if what == "records" else _("Missing"),
            "columns": columns,
            "rows": rows,
            "hidden": hidden,
            "hidden_shown": f"{hidden:,}",
            "places": [{"label": p.label, "n": f"{n:,}", "path": p.path} for p, n in places],
            "beside": beside(code, actor) if hidden else None,
            "more": len(listed) > MOST,
            "at": at.isoformat(),
            "code": code,
            "caption": term(code),
        },
    )


def beside(code: str, actor: Actor) -> dict[str, str] | None:
    """What the post may open where the records themselves are not for it."""
    slug, query = BESIDE.get(code, ("", ""))
    if slug not in SCREENS or not opens(actor, SCREENS[slug]):
        return None
    screen = SCREENS[slug]
    return {"url": f"{screen.url()}?{query}", "label": screen.title}


def meaning_of(found: Any) -> str:
    """The definition (口径) in the reader's language."""
    if found is None:
        return ""
    return str(found.meaning if (get_language() or "zh").startswith("en") else found.meaning_zh)


def article_order(code: str) -> tuple[int, str]:
    """F1 … F46, companions after them."""
    number = FIGURES[code].article.lstrip("F")
    return (int(number) if number.isdigit() else 99, code)


def quick_days() -> list[dict[str, str]]:
    """Days one tap away: today, the end of last year, the article's day."""
    today = clock.today()
    last = date(today.year, 1, 1) - timedelta(days=1)
    days = dict.fromkeys([today, last, date(2023, 12, 31)])
    return [
        {"iso": d.isoformat(), "label": _("today") if d == today else d.isoformat()} for d in days
    ]
