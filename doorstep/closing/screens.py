"""What is seen of fair closing: exclusions, draws, call-backs, a unit's own grades in numbers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from doorstep.closing.acts.exclusions import DECIDE, PROPOSE
from doorstep.closing.catalogues import CLAUSES
from doorstep.closing.models import ASK, Draw, Exclusion, RatingBatch, SpotCheck
from doorstep.closing.queries import exclusion_of
from doorstep.closing.rules import MARK
from doorstep.frame import Actor, visible_q
from doorstep.frame.catalogues import CatalogueRow, row
from doorstep.kit.share import SMALL
from doorstep.matters.acts.posts import DESK
from doorstep.matters.models import Matter
from doorstep.matters.queries import titled
from doorstep.matters.rules.telling import phones_hidden
from doorstep.panes import Facts, Panel, Screen, Timeline, column, panel
from doorstep.panes.pages import actor_of, page
from doorstep.panes.screens import SCREENS, one
from doorstep.people.rules import (
    AUDITOR,
    CITY_LEADER,
    CITY_OD,
    DEPT_STAFF,
    PROPERTY_MANAGER,
)


class Exclusions(Screen):
    """不计入统计的诉求: which, by which clause, how far."""

    record, action, slug, rank = Exclusion, "visit", "exclusions", 84
    roles = (*PROPOSE, *DECIDE, AUDITOR)
    never = ("below",)  # the reporter reads it on the page of the link
    columns = ("matter", "clause", "state", "proposed_at")
    filters = ("state", "clause")
    joins, small = ("matter__place", "matter__owner", "matter__concerned"), True
    catalogues: ClassVar[dict[str, str]] = {"clause": CLAUSES}
    tones: ClassVar[dict[str, str]] = {
        "proposed": "soon", "excluded": "plain", "refused": "stop", "objected": "over",
        "kept": "plain", "voided": "done",
    }  # fmt: skip
    panels = (
        Facts("matter", "clause", "basis", "reason", "proposed_at", "decided_words", "decided_at",
              "objection", "objected_at", "review_words", "reviewed_at", sparse=True),
        Timeline(),
    )  # fmt: skip

    def label_of(self, record: Exclusion) -> str:
        """What the matter is called."""
        return titled(record.matter)[:60]

    @column(label="closing.clause")
    def clause(self, record: Exclusion) -> str:
        """The clause in words."""
        found = row(CLAUSES, record.clause)
        return found.label if found else ""

    @column(label="closing.basis")
    def basis(self, record: Exclusion) -> str:
        """Where it stands; not confirmed is said (D21)."""
        found = row(CLAUSES, record.clause)
        return found.basis_text if found else ""


def worth_asking(matter: Matter, actor: Actor) -> bool:
    """Whether it is worth asking: `closing.propose` says of the others why not."""
    never = matter.hidden_below or matter.emergency or matter.parent_id or matter.withdrawn_at
    return not never and MARK not in matter.marks and matter.state != "merged"


@panel(on="matters.matter", title="closing.exclusions", columns=("clause", "state", "proposed_at"),
       acts=("closing.propose",), offered=worth_asking)  # fmt: skip
def excluded(matter: Matter, actor: Actor) -> Iterable[Exclusion]:
    """Whether it is left out of rates; the page pays nothing where nobody ever asked."""
    found = exclusion_of(matter)
    return [found] if found else []


class Clauses(Screen):
    """剔除条款: the closed list, and which the city has confirmed (D21)."""

    record, action, slug, rank = CatalogueRow, "visit", "closing-clauses", 92
    roles, small, export = (CITY_OD, AUDITOR), True, False
    columns = ("name", "basis", "confirmed")
    order = ("order", "id")
    panels = (Facts("name", "basis", "confirmed", "source"), Timeline())

    def rows(self, actor: Actor) -> Any:
        """Those of this list alone."""
        return CatalogueRow.objects.filter(catalogue=CLAUSES, until=None)

    def label_of(self, record: CatalogueRow) -> str:
        """Its words."""
        return record.label[:60]

    @column(kind="title", label="closing.clause")
    def name(self, record: CatalogueRow) -> str:
        """The clause in the reader's language."""
        return record.label

    @column(label="closing.basis")
    def basis(self, record: CatalogueRow) -> str:
        """Where it stands; not confirmed is said (D21)."""
        return record.basis_text

    @column(label="closing.confirmed")
    def confirmed(self, record: CatalogueRow) -> str:
        """Whether it may be decided on."""
        return _("may be used") if record.confirmed else _("may not be used yet")


def calls(draw: Draw, actor: Actor) -> Iterable[SpotCheck]:
    """The drawn that the actor may see: none of those their own unit has handled."""
    mine = visible_q(actor, SCREENS["spot-checks"], SpotCheck.kind)
    found = SpotCheck.objects.filter(mine, draw=draw)
    return found.select_related(*SCREENS["spot-checks"].joins).order_by("turn")


def to_pool(draw: Draw, actor: Actor) -> Any:
    """The way to the numbers that were drawn from."""
    words = _("The numbers that could be drawn, to work the sample out again")
    return format_html('<p><a class="btn" href="/desk/draws/{}/pool/">{}</a></p>', draw.pk, words)


class Draws(Screen):
    """回访抽样: where, of which month, out of how many, by which seed."""

    record, action, slug, rank = Draw, "visit", "draws", 86
    roles = (*ASK, CITY_LEADER, AUDITOR)
    columns = ("place", "month_words", "size", "pool_size", "at")
    joins, small = ("place",), True
    panels = (
        Facts("place", "month_words", "size", "pool_size", "without_phone", "seed", "origin", "how",
              "at", sparse=True),
        Panel("closing.pool", to_pool),
        Panel("closing.spot_checks", calls, columns=("matter", "unit", "state", "answer")),
        Timeline(),
    )  # fmt: skip

    def label_of(self, record: Draw) -> str:
        """Place and month."""
        return f"{record.place.label} · {self.month_words(record)}"

    @column(label="closing.month")
    def month_words(self, record: Draw) -> str:
        """The month as people write it."""
        return _("%(month)d/%(year)d") % {"month": record.month.month, "year": record.month.year}

    @column(label="closing.origin")
    def origin(self, record: Draw) -> str:
        """What the seed was made of."""
        if record.root_day is None:
            return _("rolled when it was drawn: no root of the trail was published by then")
        words = _("SHA-256 of “%(place)s|%(month)s|” and the trail's root of %(day)s")
        month, day = f"{record.month:%Y-%m}", record.root_day.isoformat()
        return words % {"place": record.place.label, "month": month, "day": day}

    @column(label="closing.how")
    def how(self, record: Draw) -> str:
        """How to work it out again."""
        return _("SHA-256 of the seed followed by the matter's number; the lowest %(n)d are "
                 "drawn.") % {"n": record.size}  # fmt: skip


@page("draws", tail="<uuid:ident>/pool/", roles=(*ASK, CITY_LEADER, AUDITOR), budget=6)
def pool_page(request: HttpRequest, ident: uuid.UUID) -> HttpResponse:
    """The numbers a draw was made from, one a line: with the seed anybody draws the same."""
    draw = one(actor_of(request), SCREENS["draws"], ident)
    if draw is None:
        raise Http404
    return HttpResponse(f"{draw.pool}\n", content_type="text/plain; charset=utf-8")


class SpotChecks(Screen):
    """抽查回访: whom to call, what they said; never for those who handled it (R14)."""

    record, action, slug, rank = SpotCheck, "visit", "spot-checks", 85
    roles, never, export = ASK, ("handler", "below"), False
    columns = ("matter", "unit", "state", "answer", "called_at")
    filters = ("state", "answer")
    start: ClassVar[dict[str, str]] = {"state": "waiting"}
    order, small = ("-draw", "turn", "id"), True
    joins = ("matter__place", "matter__owner", "matter__concerned", "unit", "draw__place")
    tones: ClassVar[dict[str, str]] = {"waiting": "soon", "answered": "done"}
    panels = (
        Facts("matter", "unit", "draw", "phone", "answer", "words", "tries", "called_at",
              sparse=True),
        Timeline(),
    )  # fmt: skip

    def label_of(self, record: SpotCheck) -> str:
        """What the matter is called."""
        return titled(record.matter)[:60]

    def head(self, record: SpotCheck) -> dict[str, Any]:
        """What was reported; and what to say on the phone: one question, and no wish for an answer
        (D11)."""
        ask = _(
            "“You told us about this. Is it solved?” Ask nothing else, and do not name who will "
            "read it."
        )
        said = phones_hidden(record.matter.text)
        return {"words": said, "notes": [ask], "number": record.matter.number}


class RatingBatches(Screen):
    """本单位评价: the grades of a closed month in numbers, one's own unit's only (R14, D12)."""

    record, action, slug, rank = RatingBatch, "visit", "rating-batches", 88
    roles = (*DESK, *DEPT_STAFF, PROPERTY_MANAGER)
    never, export = ("other_unit",), False
    columns = ("month_words", "n", "good", "fair", "bad")
    order, joins, small = ("-month", "id"), ("unit",), True
    panels = (Facts("unit", "month_words", "n", "good", "fair", "bad", "note"), Timeline())

    def label_of(self, record: RatingBatch) -> str:
        """The month."""
        return self.month_words(record)

    @column(kind="title", label="closing.month")
    def month_words(self, record: RatingBatch) -> str:
        """The month as people write it."""
        return _("%(month)d/%(year)d") % {"month": record.month.month, "year": record.month.year}

    @column(label="closing.note")
    def note(self, record: RatingBatch) -> str:
        """Why there are no numbers for few grades."""
        return _("Under ten only how many.") if record.n < SMALL else ""


__all__ = ["MARK", "Clauses", "Draws", "Exclusions", "RatingBatches", "SpotChecks", "excluded"]
