"""What stands on the page of a matter while it is worked on: its clocks, notes, questions to units;
and the lists of questions and of standing replies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from doorstep.casework.acts.replies import STEPS
from doorstep.casework.acts.time import asked_for, request_words
from doorstep.casework.catalogues import REPLIES
from doorstep.casework.models import Consultation, Note
from doorstep.clocks.queries import step_words
from doorstep.clocks.rules import FIRST_CONTACT, RESOLVE
from doorstep.frame import Actor
from doorstep.frame.catalogues import CatalogueRow, row
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.kit.deadline import Due
from doorstep.matters.acts.dates import clocks_of, next_step, stands
from doorstep.matters.acts.posts import DESK
from doorstep.matters.models import Matter
from doorstep.matters.queries import in_work, told_category
from doorstep.matters.rules.life import REQUEST
from doorstep.matters.rules.telling import topic
from doorstep.matters.screens.panels import attached
from doorstep.panes import Facts, Screen, Timeline, column, panel
from doorstep.panes.columns import due as due_cell
from doorstep.panes.columns import when
from doorstep.people.rules import (
    CITY_CENTRE,
    DEPT_STAFF,
    PROPERTY_MANAGER,
    STREET_STAFF,
    VOLUNTEERS,
)
from doorstep.routing.queries import CATEGORIES


@panel(on="matters.matter", title="matters.clocks")
def clocks(matter: Matter, actor: Actor) -> SafeString | tuple[()]:
    """Its clocks while they run: what the head of the page does not say already.

    Nothing for a matter that has ended, and for volunteers, whom no date presses (R18).
    """
    office_only = actor.offices and not actor.roles - set(VOLUNTEERS)
    if matter.intake != REQUEST or not in_work(matter) or office_only or not actor.offices:
        return ()
    dues = clocks_of(matter).clocks
    plain = len(dues) == 2 and not matter.clock_entries and matter.outside_due is None
    told = (RESOLVE,) if plain else ()  # the head of the page says it with its reason
    shown = [
        _line(due) for due in dues
        if due.stage.code not in told and (due.ended is None or due.stage.code != FIRST_CONTACT)
    ]  # fmt: skip
    asked = asked_for(matter) if matter.time_asked else None
    context = {
        "clocks": shown,
        "standing": _standing(matter),
        "asked": request_words(matter, asked) if asked else "",
        "next": _next(matter, dues),
    }
    if not any(context.values()):
        return ()
    return SafeString(render_to_string("casework/clocks.html", context))


def _line(due: Due) -> dict[str, Any]:
    tongue = "en" if (get_language() or "").startswith("en") else "zh"
    cell = due_cell(due.at, ended=due.ended is not None)
    if due.ended is not None:
        cell["value"] = _("done: %(when)s") % {"when": when(due.ended)["value"]}
    return {
        "title": label(Matter.kind, f"stage.{due.stage.code}"),
        "due": {
            "words": cell["value"], "tone": cell["tone"], "iso": cell["iso"],
            "exact": cell["exact"], "why": due.why_text(tongue),
        },
    }  # fmt: skip


def _standing(matter: Matter) -> str:
    if not stands(matter) or matter.paused_until is None:
        return ""
    return _("It stands; it goes on %(when)s at the latest.") % {
        "when": when(matter.paused_until)["value"]
    }


def _next(matter: Matter, dues: tuple[Due, ...]) -> dict[str, str] | None:
    """The next reminder before it is sent: nobody is surprised by one."""
    if matter.remind_at is None:
        return None
    now = clock.now()
    step = next_step(matter, max(now, matter.reminded_at or now), dues)
    return {"when": when(step.at)["value"], "words": step_words(step.code)} if step else None


class Notes(Screen):
    """Internal notes: each by itself, with what is attached; no list of them is in any menu."""

    record, slug, menu, small, export = Note, "remarks", False, True, False
    relations = ("handling",)
    columns = ("words", "unit", "at", "papers")
    joins = ("matter__place", "matter__owner", "matter__concerned", "unit")
    panels = (Facts("unit", "at"), Timeline())

    def label_of(self, record: Note) -> str:
        """How it begins."""
        return " ".join(record.words.split())[:40]

    @column(kind="num", label="casework.files")
    def papers(self, record: Note) -> int | None:
        """How many files are attached."""
        return record.files or None

    def head(self, record: Note) -> dict[str, Any]:
        """The whole note, what is attached, and the way back to its matter."""
        url = f"/desk/matters/{record.matter_id}/"
        return {
            "words": record.words, "files": attached(record) if record.files else [],
            "crumbs": [{"label": record.matter.number, "url": url}],
        }  # fmt: skip


class Consultations(Screen):
    """征求意见: what other units are asked; they read the gist, never who reported it."""

    record, action, slug, rank = Consultation, "visit", "consultations", 14
    small, export = True, False
    #: In whose menu it stands; who may see one is told by the relations alone.
    posts: ClassVar[frozenset[str]] = frozenset(
        (*DESK, *STREET_STAFF, *DEPT_STAFF, PROPERTY_MANAGER)
    )
    relations, never = ("asked_unit", "handling"), ("reporter",)
    columns = ("gist", "where", "unit", "state", "due")
    filters = ("state",)
    start: ClassVar[dict[str, str]] = {"state": "open"}
    order = ("due_at", "id")
    joins = ("matter__place", "matter__owner", "matter__concerned", "unit", "by")
    tones: ClassVar[dict[str, str]] = {"asked": "soon", "answered": "done", "dropped": "stop"}
    panels = (
        Facts("where", "by", "unit", "asked_at", "answer", "answered_at", sparse=True),
        Timeline(),
    )

    def label_of(self, record: Consultation) -> str:
        """What kind of thing it is about."""
        return self.gist(record)

    def head(self, record: Consultation) -> dict[str, Any]:
        """The question, largest; its date while nobody has answered; what was attached."""
        asked = record.by.name if record.by else ""
        open_yet = record.state == "asked"
        return {
            "words": record.question, "words_by": asked,
            "due": {"at": record.due_at} if open_yet else None,
            "files": attached(record) if record.files else [],
        }  # fmt: skip

    @column(kind="title", label="casework.gist")
    def gist(self, record: Consultation) -> str:
        """The category in words."""
        return told_category(record.matter, record.matter.category)

    @column(kind="place", label="casework.where")
    def where(self, record: Consultation) -> str:
        """The place without its door."""
        return topic(record.matter.place.label)

    @column(kind="due", label="casework.due_at")
    def due(self, record: Consultation) -> Any:
        """Until when, while nobody has answered."""
        return record.due_at if record.state == "asked" else None


@panel(on="matters.matter", title="casework.notes", columns=("words", "unit", "at", "papers"),
       roles=DESK, relations=("owner_unit",), never=("below", "reporter"))  # fmt: skip
def notes(matter: Matter, actor: Actor) -> Iterable[Note]:
    """What was noted inside the house; the page of a matter without any asks for none."""
    if not matter.remarked:
        return ()
    there = Note.objects.filter(matter=matter, withdrawn_at=None)
    return there.select_related("unit").order_by("at")


@panel(on="matters.matter", title="casework.consultations",
       columns=("unit", "question", "state", "due", "answer"), roles=DESK,
       relations=("owner_unit",), never=("below", "reporter"))  # fmt: skip
def consultations(matter: Matter, actor: Actor) -> Iterable[Consultation]:
    """Which units were asked, and what they answered."""
    if not matter.remarked:
        return ()
    there = Consultation.objects.filter(matter=matter).select_related("unit")
    return there.order_by("asked_at")


class Replies(Screen):
    """常用答复: what the city centre offers, by step and topic."""

    record, action, slug, rank = CatalogueRow, "visit", "replies", 94
    roles, small, export = (CITY_CENTRE,), True, False
    #: The acts of lists in general would ask for codes.
    own_acts: ClassVar[tuple[str, ...]] = (
        "casework.reply_add", "casework.reply_change", "casework.reply_end",
    )  # fmt: skip
    columns = ("name", "steps", "topics")
    order = ("order", "id")
    panels = (Facts("steps", "topics"), Timeline())

    def rows(self, actor: Actor) -> Any:
        """Those of this list that are in force."""
        return CatalogueRow.objects.filter(catalogue=REPLIES, until=None)

    def label_of(self, record: CatalogueRow) -> str:
        """What it is called."""
        return record.label[:60]

    def head(self, record: CatalogueRow) -> dict[str, Any]:
        """The reply itself."""
        return {"words": record.data.get("words", "")}

    @column(kind="title", label="casework.reply")
    def name(self, record: CatalogueRow) -> str:
        """In the reader's language."""
        return record.label

    @column(label="casework.steps")
    def steps(self, record: CatalogueRow) -> str:
        """At which steps it is offered."""
        found = record.data.get("acts") or STEPS
        return _(", ").join(label("matters", word) for word in found)

    @column(label="casework.topics")
    def topics(self, record: CatalogueRow) -> str:
        """For which topics."""
        named = [*record.data.get("classes", ()), *record.data.get("categories", ())]
        found = [row(CATEGORIES, code) for code in named]
        return _(", ").join(r.label for r in found if r) or _("all")
