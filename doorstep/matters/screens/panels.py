"""What stands on the page of a matter beside its facts: parts, attempts, returns, files, date."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doorstep.frame import Actor, Record
from doorstep.frame.prepared import fetch
from doorstep.frame.terms import label
from doorstep.matters.models import Attempt, Matter, Return, Ruling
from doorstep.matters.queries import in_work
from doorstep.matters.rules.life import LIFE, said_about
from doorstep.panes.columns import when
from doorstep.panes.files import AUDIO, DOCUMENT, IMAGE, StoredFile

#: Files shown on the page of a matter.
MOST_FILES = 24


def parts(matter: Matter, actor: Actor) -> Iterable[Matter]:
    """The parts of a divided matter."""
    return (
        matter.children.select_related("owner", "place").order_by("number")
        if matter.state == "split" or (matter.depth == 0 and matter.ended_at is not None)
        else ()
    )


def tries(matter: Matter, actor: Actor) -> Iterable[Attempt]:
    """What was tried."""
    return matter.tries.order_by("at") if matter.attempts else ()


def returns(matter: Matter, actor: Actor) -> Iterable[Return]:
    """Which units gave it back, and on which rule."""
    return matter.returns.select_related("unit").order_by("at") if matter.returned else ()


def rulings(matter: Matter, actor: Actor) -> Iterable[Ruling]:
    """The written decisions whose it is."""
    return matter.rulings.select_related("owner").order_by("at") if matter.ruled_at else ()


def open_now(matter: Matter) -> bool:
    """Whether somebody still has work with it."""
    return matter.state in LIFE.open


def attached(matter: Record) -> list[dict[str, Any]]:
    """Voice, photos and files as parts/file.html draws them: one statement."""

    def build(owner: uuid.UUID) -> QuerySet[StoredFile]:
        kept = StoredFile.objects.filter(owner_id=owner, withdrawn_at=None)
        return kept.order_by("id")[:MOST_FILES]

    names = {
        AUDIO: ("voice", _("Voice note")),
        IMAGE: ("photo", _("Photo")),
        DOCUMENT: ("file", _("The whole text")),
    }
    shown = []
    for stored in fetch("matters.attached", [matter.pk], build):
        kind, words = names[stored.kind_of_file]
        length = _("%(n)d s") % {"n": stored.seconds} if stored.seconds else ""
        url = f"/files/{stored.pk}/"
        shown.append({"kind": kind, "url": url, "label": words, "length": length})
    return shown


def note(mark: str) -> str:
    """A mark in words; whom it is about by the answer given, for those who may see the matter."""
    about = said_about([mark])
    if not about:
        return label(Matter.kind, f"mark.{mark}")
    whom = label(Matter.kind, f"about.{about}")
    return _("It is said to be about: %(whom)s. Name who that is under its category.") % {
        "whom": whom
    }


def date_of(matter: Matter) -> dict[str, Any] | None:
    """The date with its reasons while it counts; of what is settled when that was."""
    if in_work(matter):
        return {"at": matter.due, "why": matter.due_why} if matter.due else None
    if matter.resolved_at is None or matter.withdrawn_at is not None:
        return None
    told = when(matter.resolved_at)
    words = _("settled: %(when)s") % {"when": told["value"]}
    return {"words": words, "tone": "done", "iso": told["iso"], "exact": told["exact"]}
