"""Figures: what is left out, how matters ended, the three rates, false closings (B6, R14, R16).

Each rate prints its formula with what was left out of it and who did not answer. Matters of the
calendar year up to a day, whole ones (parts are asked of nobody), with today's knowledge.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from doorstep.closing.catalogues import CLAUSES
from doorstep.closing.models import Exclusion, SpotCheck
from doorstep.closing.queries import excluded_on, left_out
from doorstep.closing.rules import NOT, SAID, UNREACHED, UNSAID, parts, satisfaction
from doorstep.frame import Stage
from doorstep.frame.catalogues import rows
from doorstep.kit import clock
from doorstep.kit.share import SMALL
from doorstep.kit.share import Share as Part
from doorstep.matters.models import Matter, Rating
from doorstep.matters.queries import of_places, state_on
from doorstep.matters.rules.life import (
    BAD,
    CANNOT,
    FAIR,
    GOOD,
    NOT_OURS,
    REQUEST,
    SAYS_NOT,
    SAYS_SETTLED,
    SAYS_SOLVED,
    UNANSWERED,
)
from doorstep.matters.rules.ratings import unread_since
from doorstep.panes import Scope, figure
from doorstep.panes.measures import Value
from doorstep.places.queries import parameter

#: Weight of "fair" in satisfaction: a city's parameter.
WEIGHT = "satisfaction.weight_basic"
BY_PLACE = ("street", "community")
CLOSED = ("closed", "rated")


def _of_year(scope: Scope, at: Any) -> QuerySet[Any]:
    """Whole matters begun in the period that a number of the place may count, with `state_at`."""
    begun = Q(begun_on__range=(getattr(at, "first", date(at.year, 1, 1)), at))
    whole = Q(parent=None, withdrawn_at=None)
    found = Matter.objects.filter(of_places(scope.paths), begun, whole)
    return found.annotate(state_at=state_on(at), out=left_out(at))


def _been(at: date, *states: str) -> Exists:
    there = Stage.objects.filter(record=OuterRef("pk"), since__lt=clock.end_of(at))
    return Exists(there.filter(state__in=states))


def _beside(at: date, matters: QuerySet[Any], *words: str) -> str:
    """What is printed beside a rate, the matters left out among it."""
    n = matters.filter(out=True).count()
    return _("; ").join([*words, _("left out (by clause): %(n)d") % {"n": n}])


def _excluded(scope: Scope, at: date) -> QuerySet[Exclusion]:
    return excluded_on(at).filter(matter__in=_of_year(scope, at).values("pk"))


@figure("excluded_matters", kind="count", time="flow", grain=BY_PLACE)
def excluded_matters(scope: Scope, at: date) -> QuerySet[Exclusion]:
    """Matters of the year that are left out of the rates; they open one by one."""
    return _excluded(scope, at)


@figure("excluded_by_clause", kind="value", time="flow", grain=BY_PLACE)
def excluded_by_clause(scope: Scope, at: date) -> Any:
    """The same by clause of the closed list; they sum to it."""
    found, told = _excluded(scope, at), {r.code: r.label for r in rows(CLAUSES, at)}
    used = dict.fromkeys([*told, *found.values_list("clause", flat=True)])
    return [
        Value((kept := found.filter(clause=code)).count(), kept,
              dims={"by": code, "words": told.get(code, "")})
        for code in used
    ]  # fmt: skip


@figure("how_it_ended", kind="breakdown", time="flow", grain=BY_PLACE)
def how_it_ended(scope: Scope, at: date) -> dict[str, QuerySet[Any]]:
    """Requests of the year that ended, by how: kept apart, they sum to all that ended (R14)."""
    ended = _of_year(scope, at).filter(state_at__in=CLOSED, intake=REQUEST)
    done = ended.exclude(outcome__in=(NOT_OURS, CANNOT))
    return {
        "solved": done.filter(verdict=SAYS_SOLVED, verdict_by="reporter"),
        "settled": done.filter(verdict=SAYS_SETTLED, verdict_by="reporter"),
        "not_ours": ended.filter(outcome=NOT_OURS),
        "cannot": ended.filter(outcome=CANNOT),
        "unanswered": done.exclude(verdict_by="reporter", verdict__in=(SAYS_SOLVED, SAYS_SETTLED))
        .exclude(verdict_by="staff"),
        "looked": done.filter(verdict_by="staff"),
    }  # fmt: skip


@figure("response_rate", kind="share", time="flow", grain=BY_PLACE)
def response_rate(scope: Scope, at: date) -> Value:
    """Reporters who heard from somebody within the limit ÷ matters assigned whose limit is over or
    who were contacted."""
    end = clock.end_of(at)
    assigned = _of_year(scope, at).filter(intake=REQUEST, contact_due__isnull=False,
                                          owner__isnull=False)  # fmt: skip
    whole = assigned.filter(Q(contact_due__lt=end) | Q(contacted_at__lt=end), out=False)
    part = whole.filter(contacted_at__lte=F("contact_due"))
    share = Part(part.count(), whole.count())
    rest = whole.exclude(pk__in=part.values("pk"))
    told = _("contacted in time ÷ assigned: %(parts)s") % {"parts": parts(share)}
    return Value(share.value, part, rest, share.part, share.whole,
                 {"working": _beside(at, assigned, told)})  # fmt: skip


def _answered(scope: Scope, at: date) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Requests with a result so far, and those whose reporter has said something of it."""
    done = _of_year(scope, at).filter(_been(at, "resolved", *CLOSED, "reopened"), intake=REQUEST)
    said = Q(verdict_by="reporter", verdict__in=(SAYS_SOLVED, SAYS_SETTLED, SAYS_NOT))
    return done, done.filter(said, _been(at, *CLOSED, "reopened"), out=False)


@figure("resolution_rate", kind="share", time="flow", grain=BY_PLACE)
def resolution_rate(scope: Scope, at: date) -> Value:
    """Reporters who say that it is solved ÷ reporters who answered; silence is shown beside."""
    done, whole = _answered(scope, at)
    part = whole.filter(verdict=SAYS_SOLVED, state_at__in=CLOSED)
    silent = done.filter(verdict=UNANSWERED, state_at__in=CLOSED, out=False).count()
    share = Part(part.count(), whole.count())
    rest = whole.exclude(pk__in=part.values("pk"))
    words = (
        _("say solved ÷ answered: %(parts)s") % {"parts": parts(share)},
        _("did not answer, not counted: %(n)d") % {"n": silent},
    )
    return Value(share.value, part, rest, share.part, share.whole,
                 {"working": _beside(at, done, *words)})  # fmt: skip


@figure("satisfaction_rate", kind="share", time="flow", grain=BY_PLACE)
def satisfaction_rate(scope: Scope, at: date) -> Value:
    """(good + w · fair) ÷ grades, of batches that are closed: no grade is told by the day on which
    the number moved; under ten only how many there are (D11)."""
    matters = _of_year(scope, at)
    grades = Rating.objects.filter(
        matter__in=matters.filter(out=False).values("pk"), withdrawn_at=None,
        at__lt=clock.start_of(unread_since(at)),
    )  # fmt: skip
    given = list(grades.values_list("grade", flat=True))
    good, fair, bad = (given.count(grade) for grade in (GOOD, FAIR, BAD))
    weight = float(parameter(WEIGHT, at, min(scope.paths, key=len, default="")))
    value, n = satisfaction(good, fair, bad, weight), len(given)
    if value is None:
        told = _("n=%(n)d: under %(least)d grades no rate is told") % {"n": n, "least": SMALL}
        return Value(None, grades, dims={"working": _beside(at, matters, told), "n": n})
    told = _("(good %(good)d + %(w)s × fair %(fair)d) ÷ grades %(n)d = %(rate)s") % {
        "good": good, "w": weight, "fair": fair, "n": n, "rate": f"{float(value):.0%}",
    }  # fmt: skip
    dims = {"working": _beside(at, matters, told), "weight": weight, "n": n}
    whole = value * n
    if whole.denominator == 1:
        return Value(value, grades, None, int(whole), n, dims)
    return Value(value, grades, None, None, None, dims)


#: Length of the city's path: what is longer lies below it.
CITY_PATH = 4


@figure("false_closing", kind="share", time="flow")
def false_closing(scope: Scope, at: date) -> Value:
    """Of those called back who said something: "not solved" although it was closed. One number for
    the city (D3): below it none is told."""
    asked = SpotCheck.objects.filter(
        state="answered", withdrawn_at=None, matter__hidden_below=0,
        called_at__gte=clock.start_of(getattr(at, "first", date(at.year, 1, 1))),
        called_at__lt=clock.end_of(at),
    )  # fmt: skip
    if any(len(path) > CITY_PATH for path in scope.paths):
        return Value(None, dims={"working": _("told for the whole city only")})
    whole = asked.filter(answer__in=SAID)
    part, counted = whole.filter(answer=NOT), asked.values_list("answer", flat=True)
    share, others = Part(part.count(), whole.count()), list(counted)
    words = (
        _("say not solved ÷ said something: %(parts)s") % {"parts": parts(share)},
        _("did not want to say: %(n)d") % {"n": others.count(UNSAID)},
        _("not reached: %(n)d") % {"n": others.count(UNREACHED)},
    )
    return Value(share.value, part, None, share.part, share.whole,
                 {"working": _("; ").join(words)})  # fmt: skip
