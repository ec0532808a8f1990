"""What is seen of matters at the desk: the list, the page, the ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q

from doorstep.frame import Actor
from doorstep.frame.catalogues import row
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.matters.acts.posts import DESK, returns_only
from doorstep.matters.models import NEVER, Matter, Rating
from doorstep.matters.queries import in_work, keeps_reporter, level_of, overdue, own, reach, titled
from doorstep.matters.rules.life import (
    FIELD,
    HANDS_ON,
    KINDS,
    L_STREET,
    REQUEST,
    UNIT,
    next_of,
)
from doorstep.matters.rules.telling import copyable, phones_hidden
from doorstep.matters.screens.panels import (
    attached,
    date_of,
    note,
    open_now,
    parts,
    returns,
    rulings,
    tries,
)
from doorstep.panes import Facts, Panel, Screen, Timeline, column
from doorstep.panes.columns import when
from doorstep.people.rules import (
    AUDITOR,
    CITY_CENTRE,
    CITY_LEADER,
    CITY_OD,
    STREET_STAFF,
    VOLUNTEERS,
)
from doorstep.routing.queries import CATEGORIES, call_first, category, groups, leaves

#: Who reported a matter.
WHO = ("reporter_name", "reporter_phone")
#: Characters of the reporter's words in a list.
WORDS = 34


class Matters(Screen):
    """诉求: everything that came in and where it is now."""

    record, action, slug, rank = Matter, "visit", "matters", 10
    roles = (*DESK, *STREET_STAFF, CITY_OD, CITY_CENTRE, CITY_LEADER, AUDITOR)
    relations, never = ("owner_unit", "reporter", "bringer"), ("below",)
    columns = ("said", "place", "state", "due", "owner")
    filters = ("state", "category", "intake", "overdue", "emergency")
    bulk = ("matters.accept", "matters.dispatch", "matters.release", "matters.contact",
            "matters.resolve")  # fmt: skip
    start: ClassVar[dict[str, str]] = {"state": "open"}
    search, order = "words", ("due_order", "id")
    joins = ("place", "owner", "concerned")
    reads = ("category", "text", "hidden_below", "place__label", "owner__name")
    catalogues: ClassVar[dict[str, str]] = {"category": CATEGORIES}
    tones: ClassVar[dict[str, str]] = {
        "submitted": "soon",
        "accepted": "info",
        "assigned": "info",
        "handling": "info",
        "split": "plain",
        "resolved": "soon",
        "reopened": "over",
        "declined": "stop",
        "merged": "stop",
    }
    panels = (
        Facts("place", "where", "category", "intake", "owner", "offered_to", "level", "done_when",
              "begun_on", "reporter_name", "reporter_phone", "concerned", "source",
              "outside_number", "outside_due", "outcome",
              "verdict", "reopened", "returned", "reach", "goes_on_as", sparse=True),
        Panel("matters.children", parts, columns=("said", "state", "owner", "due", "done_when")),
        Panel("matters.attempts", tries, columns=("words", "at")),
        Panel("matters.returns", returns, columns=("unit", "words", "clause", "at")),
        Panel("matters.rulings", rulings, columns=("owner", "words", "at")),
        Timeline(),
    )  # fmt: skip

    def all_panels(self, actor: Actor, record: Matter) -> list[Any]:
        """Without the reporter for volunteers, whose neighbours they are (D4), and where the
        reporter is kept even from those who handle it."""
        panels = super().all_panels(actor, record)
        known = not self.kept_back(actor, record)
        if known and (actor.roles - set(VOLUNTEERS) or not actor.roles):
            return panels
        return [
            Facts(*(n for n in p.names if n not in WHO), sparse=p.sparse)
            if isinstance(p, Facts)
            else p
            for p in panels
        ]

    def kept_back(self, actor: Actor, record: Matter) -> tuple[str, ...]:
        """Who reported it, where the reporter is kept even from those who handle it."""
        return WHO if keeps_reporter(actor, record) else ()

    def label_of(self, record: Matter) -> str:
        """Its title; of one that was made the category in the reader's language."""
        return titled(record)[:60]

    def choices(self, name: str, actor: Actor) -> list[tuple[str, str]]:
        """Groups of categories instead of all leaves; the kinds although their walk is our own."""
        if name == "category":
            return [(g.code, g.label) for g in groups()]
        if name == "intake":
            return [(k, self.choice(name, k)) for k in KINDS]
        return super().choices(name, actor)

    def choice(self, name: str, value: Any, words: str = "") -> str:
        """A leaf is called by its name."""
        leaf = category(str(value)) if name == "category" else None
        return leaf.label if leaf else super().choice(name, value, words)

    def conditions(self, name: str, value: str) -> list[Q]:
        """A group asks for each of its leaves."""
        if name == "category":
            inside = [leaf.code for leaf in leaves() if leaf.parent == value]
            return [Q(category=code) for code in inside or [value]]
        return super().conditions(name, value)

    def where_intake(self, value: str) -> Q:
        """One kind; all but requests have no date, and lie together at the end of each walk."""
        asked = Q(intake=value)
        return asked if value == REQUEST else asked & Q(due_order=NEVER)

    def where_overdue(self, value: str) -> Q:
        """Past the date and still open."""
        return overdue(clock.now())

    def where_emergency(self, value: str) -> Q:
        """Emergencies."""
        return Q(emergency=True)

    @column(kind="words", label="matters.said")
    def said(self, matter: Matter) -> str:
        """What it is and the reporter's own words; of confidential ones the category alone."""
        topic = self.category(matter)
        text = "" if matter.hidden_below else " ".join(phones_hidden(matter.text).split())
        return f"{topic} · {text[:WORDS]}{'…' * (len(text) > WORDS)}" if text else topic

    @column(kind="due")
    def due(self, matter: Matter) -> datetime | None:
        """The date while it counts: what is settled or ended has kept it, or not, for good."""
        return matter.due if in_work(matter) else None

    @column(kind="text", label="matters.category")
    def category(self, matter: Matter) -> str:
        """The category in words."""
        leaf = row(CATEGORIES, matter.category)
        return leaf.label if leaf else matter.category

    @column(label="matters.level")
    def level(self, matter: Matter) -> str:
        """The level in words."""
        return self.choice("level", matter.level)

    @column(kind="num", label="matters.reach")
    def reach(self, matter: Matter) -> int | None:
        """How many met the same, where it is more than the one who said so."""
        return matter.reach if matter.reach > 1 else None

    @column(kind="num", label="matters.merged_into")
    def goes_on_as(self, matter: Matter) -> dict[str, str] | None:
        """The number of the one it was joined to, which leads there where it is as open (D5)."""
        into = matter.merged_into
        if into is None or into.hidden_below > matter.hidden_below:
            return None
        near = {"url": self.url(into)} if into.path[:12] == matter.path[:12] else {}
        return {"value": into.number, **near}

    @column(kind="num", label="matters.reopened")
    def reopened(self, matter: Matter) -> int | None:
        """How often it was taken up again, if it was."""
        return matter.reopened or None

    @column(kind="num", label="matters.returned")
    def returned(self, matter: Matter) -> int | None:
        """How often it was given back, if it was."""
        return matter.returned or None

    def next_acts(self, actor: Actor, record: Matter) -> tuple[str, ...]:
        """By its state, and by whether the actor works on it, hands it on or stands at the door."""
        if returns_only(record, actor):
            who = UNIT
        else:
            who = HANDS_ON if reach(actor, record.path) >= L_STREET else FIELD
        asked = ("take_down", "decline_down") if record.offered_to_id is not None else ()
        return (*asked, *next_of(who, record.state))

    def opens_files(self, actor: Actor, record: Matter) -> bool:
        """Of what is hidden at lower levels only those who handle it there: no leaders, auditors
        or others who merely see it (R21); the reporter's own always."""
        if not record.hidden_below or own(actor, record):
            return True
        return record.owner_id in actor.bodies or any(
            o.role in DESK and level_of(o.role) >= record.hidden_below
            for o in actor.holding(record.path)
        )

    def head(self, record: Matter) -> dict[str, Any]:
        """The reporter's words first and largest; the reply as one paragraph to copy."""
        told = when(record.begun_at)["value"]
        heard = "" if record.heard or not record.voice else "heard"
        return {
            "words": phones_hidden(record.text),
            "words_by": f"{label(self.kind, f'source.{record.source}')} · {told}",
            "notes": [note(m) for m in (*record.marks, heard, "sealed" * record.sealed) if m],
            "number": record.number,
            "due": date_of(record),
            "files": attached(record),
            "copy": copyable(record),
            "print_url": f"{self.url(record)}file/",
            "emergency": call_first([record.category]) if open_now(record) else None,
        }


class Ratings(Screen):
    """Ratings: for those who read the system's results, never for a handler (R14)."""

    record, action, slug, rank = Rating, "visit", "ratings", 90
    roles, never = (CITY_OD, CITY_CENTRE), ("handler", "early", "below")
    columns = ("matter", "grade", "words", "at")
    order, joins, small = ("-id",), ("matter__owner", "matter__concerned"), True
    panels = (Facts("matter", "grade", "words", "at"), Timeline())
