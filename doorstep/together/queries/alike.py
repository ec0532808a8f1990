"""Matters that look like another: nearby, lately, about the same, in like words (peers 10).

Candidates come from two index walks of the community (of the same category; the newest of any), at
most a few hundred; their words are compared here. What a person then does is the person's (R27).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from doorstep.frame import Actor, path_q, visible_q
from doorstep.kit import clock
from doorstep.kit.chinese import query_bigrams
from doorstep.matters.models import Matter
from doorstep.matters.queries import public_codes
from doorstep.matters.rules.life import LIFE
from doorstep.panes.screens import SCREENS
from doorstep.people.rules import VOLUNTEERS
from doorstep.routing.queries import UNSORTED

#: So many of each walk are compared, so many offered; more days apart than this count no more.
COMPARED, OFFERED, BACK = 150, 8, 90
#: What each sign counts, and how much makes it worth showing.
CATEGORY, COMPOUND, PER_DAY, ENOUGH = 0.4, 0.3, 0.001, 0.55
#: Characters of the path of a compound, alley or natural village, and of its community.
OF_COMPOUND, OF_COMMUNITY = 16, 12


@dataclass(frozen=True)
class Like:
    """One that looks alike, and the signs of it."""

    matter: Any
    here: bool
    same: bool
    days: int
    words: float

    @property
    def weight(self) -> float:
        """For the order and the threshold only; never shown (R27: reasons, no score)."""
        signs = self.words + CATEGORY * self.same + COMPOUND * self.here
        return signs - min(self.days, BACK) * PER_DAY

    @property
    def reasons(self) -> str:
        """The signs in words."""
        said = [
            _("same place") if self.here else _("same community"),
            _("same category") if self.same else "",
            _("on the same day") if not self.days else _("%(n)d days apart") % {"n": self.days},
            _("like words") if self.words >= 0.2 else "",
        ]
        return " · ".join(filter(None, said))


def going_on(path: str) -> Q:
    """Whole matters at a place that have not ended; one column says where, or the planner would
    take community and compound for two conditions that have nothing to do with each other."""
    return path_q([path]) & Q(state__in=LIFE.open, withdrawn_at=None, parent=None)


def desk(actor: Actor) -> bool:
    """Whether somebody reads matters by their post; volunteers and residents do not (D4)."""
    return bool(actor.roles) and not actor.roles <= frozenset(VOLUNTEERS)


def open_to(actor: Actor) -> Q:
    """Those that may be shown before filing: to residents and volunteers what is public (D4, D6),
    to a desk what it sees; nothing hidden to anybody (D5)."""
    public = Q(hidden_below=0, category__in=public_codes())
    if not desk(actor):
        return public
    seen = visible_q(actor, SCREENS["matters"], Matter.kind)
    return public | (Q(hidden_below=0) & seen)


def tokens(text: str) -> frozenset[str]:
    """The words of a text, as bigrams."""
    return frozenset(query_bigrams(text).split())


def likeness(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """From 0 to 1: how much of the shorter text stands in the longer, weighed by what is alike of
    both; two characters that happen to be the same are no likeness."""
    both = len(mine & theirs)
    if both < 2:
        return 0.0
    return 0.6 * both / min(len(mine), len(theirs)) + 0.4 * both / len(mine | theirs)


#: What is asked of a candidate: no more than is compared.
COLUMNS = ("pk", "category", "path", "begun_on", "text")
Candidate = tuple[UUID, str, str, date, str]


def walks(rows: QuerySet[Matter], codes: Iterable[str], *, any_too: bool) -> list[Candidate]:
    """Candidates: open ones of these categories, and the newest of any (two statements at most)."""
    newest = rows.order_by("-begun_on", "-id").values_list(*COLUMNS)
    asked = [c for c in codes if c != UNSORTED]
    found = list(newest.filter(category__in=asked)[:COMPARED]) if asked else []
    if any_too:  # without a first day: with one, PostgreSQL reads what is open in the whole city
        found += newest[:COMPARED]
    return list({row[0]: row for row in found}.values())


def compared(
    candidates: Iterable[Candidate], path: str, codes: Iterable[str], text: str, day: date
) -> list[Like]:
    """Those that look alike enough, the likest first: one statement where there are any."""
    mine, asked = tokens(text), set(codes) - {UNSORTED}
    home = path[:OF_COMPOUND]
    found = []
    for pk, category, where, begun, words in candidates:
        here = len(home) == OF_COMPOUND and where.startswith(home)
        said = likeness(mine, tokens(words)) if mine and words else 0.0
        found.append((pk, Like(None, here, category in asked, abs((day - begun).days), said)))
    enough = [(pk, like) for pk, like in found if like.weight >= ENOUGH]
    best = sorted(enough, key=lambda row: (-row[1].weight, str(row[0])))[:OFFERED]
    whole = Matter.objects.select_related("place").in_bulk([pk for pk, _like in best])
    return [replace(like, matter=whole[pk]) for pk, like in best if pk in whole]


def alike(matter: Matter, actor: Actor) -> list[Like]:
    """What the dispatcher is shown; of a hidden one only those that are as hidden (D5)."""
    rows = Matter.objects.filter(
        going_on(matter.path[:OF_COMMUNITY]), visible_q(actor, SCREENS["matters"], Matter.kind),
        hidden_below__gte=matter.hidden_below,
    ).exclude(pk=matter.pk)  # fmt: skip
    found = walks(rows, [matter.category], any_too=True)
    return compared(found, matter.path, [matter.category], matter.text, matter.begun_on)


def before_filing(actor: Actor, path: str, codes: Iterable[str], text: str) -> list[Like]:
    """What somebody about to report is shown.

    To residents and volunteers by place, category and day only: were others' words compared, one
    could find out by asking what somebody wrote.
    """
    asked, today = list(codes), clock.today()
    reads = desk(actor)
    near = path[: OF_COMMUNITY if reads else OF_COMPOUND]
    rows = Matter.objects.filter(going_on(near), open_to(actor))
    found = walks(rows, asked, any_too=reads)
    return compared(found, path, asked, text if reads else "", today)


def joinable(actor: Actor, ident: Any) -> Matter | None:
    """The matter of which somebody may say that they met the same: one that they were shown, also
    where it was joined to another since."""
    there = Matter.objects.filter(open_to(actor), pk=ident, withdrawn_at=None, parent=None)
    found = there.select_related("place").first()
    return found if found is not None and found.state in (*LIFE.open, "merged") else None
