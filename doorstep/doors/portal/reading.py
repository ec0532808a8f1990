"""What anybody may read of a place: a few columns of public matters, never a name or a door.

Every question goes through `Open`, a grant to anyone with its reason, and asks only for the columns
named here; hidden and sensitive categories (`public = false`) never leave the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from doorstep.doors.codes import code_of, path_of
from doorstep.frame import NOBODY, path_q
from doorstep.frame.catalogues import row
from doorstep.frame.rights import visible_q
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.kit.path import ancestors, within
from doorstep.kit.share import Share
from doorstep.matters.models import Matter
from doorstep.matters.queries import public_codes
from doorstep.matters.rules.life import ABOUT, LIFE, SAYS_SOLVED, UNANSWERED
from doorstep.places import rules as kinds
from doorstep.places.models import Emergency, Place, PlaceParent
from doorstep.places.queries import above, find_areas
from doorstep.routing.queries import CATEGORIES, UNSORTED

#: Kinds of place that have a page of their own.
PAGED = (
    kinds.COMPOUND, kinds.ALLEY, kinds.NATURAL_VILLAGE, kinds.VILLAGE, kinds.COMMUNITY,
    kinds.DEVELOPMENT_AREA,
)  # fmt: skip
#: Days that the page of a place looks back.
BACK = 90
MOST_ROWS = 400


@dataclass(frozen=True)
class Open:
    """A grant for reading: to anyone with its reason, or to roles and relations (`Guarded`)."""

    anyone: str = ""
    roles: frozenset[str] = frozenset()
    relations: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


PUBLIC_MATTERS = Open(
    "What was reported in a place and became of it is public, without persons (M64)."
)
PUBLIC_PLACES = Open("Names of compounds, alleys and villages are public.")


# -- places ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Spot:
    """A place with its page: what lies above it, and the stairwell a card hangs in."""

    place: Place
    line: tuple[Place, ...]
    entrance: Place | None = None

    @property
    def code(self) -> str:
        """Its short code."""
        return code_of(self.place.path)

    @property
    def url(self) -> str:
        """Its page, with the stairwell if there is one."""
        return f"/c/{self.code}/{self.tail}"

    @property
    def tail(self) -> str:
        """The stairwell as a query string."""
        return f"?e={code_of(self.entrance.path, self.place.path)}" if self.entrance else ""

    @property
    def where(self) -> Place:
        """The narrowest place known."""
        return self.entrance or self.place

    @property
    def above(self) -> str:
        """Street and community in words."""
        return " ".join(p.name for p in self.line if p.depth in (2, 3) and p.pk != self.place.pk)


_root: list[str] = []


def root() -> str:
    """Path of the city in this database; asked once a process."""
    if not _root:
        found = Place.objects.filter(depth=1).values_list("path", flat=True).first()
        if found is None:
            return ""
        _root.append(found)
    return _root[0]


def spot(code: str, stair: str = "") -> Spot | None:
    """The place of a code, with the stairwell `stair` (a code below it): one statement."""
    base = root()
    path = path_of(code, base) if base else None
    if path is None:
        return None
    wanted = (path_of(stair, path) if stair else None) or path
    line = tuple(above(wanted))
    here = next((p for p in line if p.path == path), None)
    if here is None or here.successor_id is not None:  # an old card: the place has moved or merged
        path = _leads_to(path, here)
        line = tuple(above(path))
        wanted, here = path, next((p for p in line if p.path == path), None)
    if here is None or here.place_kind not in PAGED or here.withdrawn_at is not None:
        return None
    entrance = next((p for p in line if p.path == wanted and wanted != path), None)
    return Spot(here, tuple(p for p in line if within(path, p.path)), entrance)


def _leads_to(path: str, there: Place | None) -> str:
    """Where the place of an old card hangs now: two statements at most."""
    if there is not None and there.successor is not None:
        return str(there.successor.path)
    for move in PlaceParent.objects.filter(path__in=ancestors(path)).order_by("until", "id"):
        path = move.became + path[len(move.path) :]
    return path


def orders(path: str, today: date, *, below: bool = False) -> dict[str, str] | None:
    """The declared emergency in force at a place (with `below`: anywhere in it), for D17."""
    here = Q(path__in=ancestors(path))
    if below:
        here |= path_q([path])
    found = Emergency.objects.at(today).filter(here, withdrawn_at=None).order_by("since").first()
    if found is None:
        return None
    until = _("until %(day)s") % {"day": day_words(found.until)} if found.until else ""
    return {"words": found.name, "until": " · ".join(filter(None, (found.order, until)))}


def found_places(words: str, most: int = 12) -> list[Spot]:
    """Places with a page whose name fits some words: three statements at most."""
    base = root()
    if not base or not words.strip():
        return []
    found = find_areas((base,), words[:40], kinds=PAGED, limit=most)
    paths = {p for place in found for p in ancestors(place.path)}
    there = {p.path: p for p in Place.objects.filter(path__in=paths)} if paths else {}
    return [Spot(p, tuple(there[a] for a in ancestors(p.path) if a in there)) for p in found[:most]]


# -- categories ----------------------------------------------------------------------------------
def chips(codes: Iterable[str], chosen: str = "", *, first: bool = True) -> list[dict[str, Any]]:
    """Choices for the proposed categories, and "something else" as the last.

    :param first: whether the best proposal is ticked; a person decides (R27).
    """
    found = [{"code": c, "label": leaf.label} for c in codes if (leaf := row(CATEGORIES, c))]
    found.append({"code": UNSORTED, "label": _("Something else")})
    ticked = (
        chosen if any(f["code"] == chosen for f in found) else found[0]["code"] if first else ""
    )
    return [f | {"checked": f["code"] == ticked} for f in found]


def about_whom(codes: Iterable[str], chosen: str = "") -> list[dict[str, Any]]:
    """Answers to "about whom", where a complaint is among the proposed categories (D5)."""
    if not any((leaf := row(CATEGORIES, c)) and leaf.data.get("about_worker") for c in codes):
        return []
    found = [{"code": c, "label": label(Matter.kind, f"about.{c}")} for c in ABOUT]
    found.append({"code": "", "label": _("I do not know")})
    return [f | {"checked": f["code"] == chosen} for f in found]


# -- matters --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Past:
    """What was reported at a place in the last days, as counts and a few lines."""

    asked: int
    open: int
    ended: int
    said: Share
    parts: list[dict[str, Any]]  # {title, lines}: under way, then ended; an empty one is left out


def public_state(state: str, verdict: str, by: str) -> tuple[str, str]:
    """Word and tone of a matter's state for anybody; what staff looked at nobody said (R14)."""
    if state in ("closed", "rated") and verdict == SAYS_SOLVED and by == "reporter":
        return _("solved, says who reported it"), "done"
    if state in ("closed", "rated"):
        return _("ended"), "plain"
    if state in ("answered", "noted"):
        return _("answered"), "done"
    if state == "declined":
        return _("not taken on, with reasons"), "stop"
    if state == "resolved":
        return _("done, being asked"), "info"
    if state == "reopened":
        return _("taken up again"), "soon"
    return (_("received"), "plain") if state == "submitted" else (_("being handled"), "info")


_COLUMNS = ("category", "state", "verdict", "verdict_by", "begun_at", "resolved_at", "ended_at")


#: Lines of the page of a place: half of them what is under way, half what became of the others.
LINES = 6


def past(path: str, today: date) -> Past:
    """Public matters of a place in the last 90 days: one statement, seven columns, no person.

    Of what is under way the newest, of what has ended the last that did: neither crowds out the
    other, and a place with few of one kind shows more of the other.
    """
    since = today - timedelta(days=BACK)
    open_to_all = visible_q(NOBODY, PUBLIC_MATTERS, Matter.kind)
    asked = (
        Matter.objects.filter(open_to_all, path_q([path]), begun_on__gte=since)
        .filter(hidden_below=0, withdrawn_at=None, parent=None, category__in=public_codes())
        .exclude(state="merged")
        .order_by("-begun_at")
        .values_list(*_COLUMNS)[:MOST_ROWS]
    )
    found = list(asked)
    going = [f for f in found if f[1] not in LIFE.ended]
    ended = sorted(
        (f for f in found if f[1] in LIFE.ended), key=lambda f: f[6] or f[5] or f[4], reverse=True
    )
    half = LINES // 2
    shown = (
        (_("Under way"), going[: LINES - min(half, len(ended))]),
        (_("With a result"), ended[: LINES - min(half, len(going))]),
    )
    answered = [f for f in ended if f[3] == "reporter" and f[2] and f[2] != UNANSWERED]
    solved = sum(1 for f in answered if f[2] == SAYS_SOLVED)
    return Past(
        len(found),
        len(going),
        len(ended),
        Share(solved, len(answered)),
        [{"title": t, "lines": [_line(*f) for f in fs]} for t, fs in shown if fs],
    )


def _line(
    category: str,
    state: str,
    verdict: str,
    by: str,
    begun: datetime,
    resolved: datetime | None,
    ended: datetime | None,
) -> dict[str, Any]:
    leaf = row(CATEGORIES, category)
    word, tone = public_state(state, verdict, by)
    done = ended or resolved
    began = clock.local(begun).date()
    return {
        "what": leaf.label if leaf else "",
        "state": {"word": word, "tone": tone},
        "day": day_words(began),
        "days": (clock.local(done).date() - began).days if done else None,
    }


def day_words(day: date) -> str:
    """A day as people say it: 4月13日."""
    return _("%(month)d/%(day)d") % {"month": day.month, "day": day.day}
