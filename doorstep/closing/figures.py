"""Figures: what is left out, how matters ended, the three rates, false closings (B6, R14, R16).

Each rate prints its formula with what was left out of it and who did not answer. Matters of the
calendar year up to a day, whole ones (parts are asked of nobody), with today's knowledge.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from doorstep.closing.catalogues import CLAUSES
from doorstep.closing.models import Draw, Exclusion, SpotCheck
from doorstep.closing.queries import excluded_on, left_out
from doorstep.closing.rules import (
    ANSWERS,
    NOT,
    SAID,
    SOLVED,
    UNREACHED,
    UNSAID,
    parts,
    satisfaction,
)
from doorstep.frame import Stage
from doorstep.frame.catalogues import rows, versions
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
from doorstep.panes.figures import Value
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


def _beside(out: int, *words: str) -> str:
    """What is printed of a rate, the matters left out of it among it."""
    return _("; ").join([*words, _("left out (by clause): %(n)d") % {"n": out}])


def _counted(rows: QuerySet[Any], **which: Q) -> dict[str, int]:
    """How many of the rows fit each condition: one statement."""
    return rows.aggregate(**{name: Count("pk", filter=q) for name, q in which.items()})


def _excluded(scope: Scope, at: date) -> QuerySet[Exclusion]:
    return excluded_on(at).filter(matter__in=_of_year(scope, at).values("pk"))


@figure("excluded_matters", kind="count", time="flow", grain=BY_PLACE)
def excluded_matters(scope: Scope, at: date) -> QuerySet[Exclusion]:
    """Matters of the year that are left out of the rates; they open one by one."""
    return _excluded(scope, at)


@figure("excluded_by_clause", kind="value", time="flow", grain=BY_PLACE)
def excluded_by_clause(scope: Scope, at: date) -> Any:
    """The same by clause of the closed list; they sum to it. One statement."""
    found, told = _excluded(scope, at), {r.code: r.label for r in versions(CLAUSES)}
    grouped = found.order_by().values("clause").annotate(n=Count("pk"))
    counts = {r.code: 0 for r in rows(CLAUSES, at)} | {c["clause"]: c["n"] for c in grouped}
    return [
        Value(n, found.filter(clause=code), dims={"by": code, "words": told.get(code, "")})
        for code, n in counts.items()
    ]


#: How it ended, by what the reporter says and else by what could be done (R14).
NOT_DONE = Q(outcome__in=(NOT_OURS, CANNOT))
ENDS = {
    "solved": ~NOT_DONE & Q(verdict=SAYS_SOLVED, verdict_by="reporter"),
    "settled": ~NOT_DONE & Q(verdict=SAYS_SETTLED, verdict_by="reporter"),
    "not_ours": Q(outcome=NOT_OURS),
    "cannot": Q(outcome=CANNOT),
    "unanswered": ~NOT_DONE & ~Q(verdict_by__in=("reporter", "staff")),
    "looked": ~NOT_DONE & Q(verdict_by="staff"),
    "denied": ~NOT_DONE & Q(verdict_by="reporter") & ~Q(verdict__in=(SAYS_SOLVED, SAYS_SETTLED)),
}


@figure("how_it_ended", kind="value", time="flow", grain=BY_PLACE)
def how_it_ended(scope: Scope, at: date) -> Any:
    """Requests of the year that ended, by how: kept apart, they sum to all that ended (R14)."""
    ended = _of_year(scope, at).filter(state_at__in=CLOSED, intake=REQUEST)
    counts = _counted(ended, **ENDS)
    return [Value(counts[code], ended.filter(q), dims={"by": code}) for code, q in ENDS.items()]


@figure("response_rate", kind="share", time="flow", grain=BY_PLACE)
def response_rate(scope: Scope, at: date) -> Value:
    """Reporters who heard from somebody within the limit ÷ matters assigned whose limit is over or
    who were contacted."""
    end = clock.end_of(at)
    assigned = _of_year(scope, at).filter(intake=REQUEST, contact_due__isnull=False,
                                          owner__isnull=False)  # fmt: skip
    whole = Q(Q(contact_due__lt=end) | Q(contacted_at__lt=end), out=False)
    part = whole & Q(contacted_at__lte=F("contact_due"))
    n = _counted(assigned, part=part, whole=whole, left=Q(out=True))
    share = Part(n["part"], n["whole"])
    told = _("contacted in time ÷ assigned: %(parts)s") % {"parts": parts(share)}
    late = assigned.filter(whole).exclude(pk__in=assigned.filter(part).values("pk"))
    return Value(share.value, assigned.filter(part), late, share.part, share.whole,
                 {"working": _beside(n["left"], told)})  # fmt: skip


@figure("resolution_rate", kind="share", time="flow", grain=BY_PLACE)
def resolution_rate(scope: Scope, at: date) -> Value:
    """Reporters who say that it is solved ÷ reporters who answered; silence is shown beside."""
    done = _of_year(scope, at).filter(_been(at, "resolved", *CLOSED, "reopened"), intake=REQUEST)
    said = Q(verdict_by="reporter", verdict__in=(SAYS_SOLVED, SAYS_SETTLED, SAYS_NOT))
    done = done.annotate(ended=_been(at, *CLOSED, "reopened"))
    whole = said & Q(ended=True, out=False)
    part = whole & Q(verdict=SAYS_SOLVED, state_at__in=CLOSED)
    silent = Q(verdict=UNANSWERED, state_at__in=CLOSED, out=False)
    n = _counted(done, part=part, whole=whole, silent=silent, left=Q(out=True))
    share = Part(n["part"], n["whole"])
    words = (
        _("say solved ÷ answered: %(parts)s") % {"parts": parts(share)},
        _("did not answer, not counted: %(n)d") % {"n": n["silent"]},
    )
    rest = done.filter(whole).exclude(pk__in=done.filter(part).values("pk"))
    return Value(share.value, done.filter(part), rest, share.part, share.whole,
                 {"working": _beside(n["left"], *words)})  # fmt: skip


@figure("satisfaction_rate", kind="share", time="flow", grain=BY_PLACE)
def satisfaction_rate(scope: Scope, at: date) -> Value:
    """(good + w · fair) ÷ grades, of batches that are closed: no grade is told by the day on which
    the number moved; under ten only how many there are (D11)."""
    matters = _of_year(scope, at)
    grades = Rating.objects.filter(
        matter__in=matters.filter(out=False).values("pk"), withdrawn_at=None,
        at__lt=clock.start_of(unread_since(at)),
    )  # fmt: skip
    ended = matters.filter(state_at__in=CLOSED, intake=REQUEST, out=False)
    ungraded = ended.exclude(pk__in=grades.values("matter"))
    kinds = _counted(grades, **{grade: Q(grade=grade) for grade in (GOOD, FAIR, BAD)})
    out, n = matters.filter(out=True).count(), sum(kinds.values())
    weight = float(parameter(WEIGHT, at, min(scope.paths, key=len, default="")))
    value = satisfaction(kinds[GOOD], kinds[FAIR], kinds[BAD], weight)
    if value is None:
        told = _("n=%(n)d: under %(least)d grades no rate is told") % {"n": n, "least": SMALL}
        return Value(None, grades, ungraded, None, n, {"working": _beside(out, told), "n": n})
    told = _("(good %(good)d + %(w)s × fair %(fair)d) ÷ grades %(n)d = %(rate)s") % {
        **kinds, "w": weight, "n": n, "rate": f"{float(value):.0%}",
    }  # fmt: skip
    dims, above = {"working": _beside(out, told), "weight": weight, "n": n}, value * n
    if above.denominator == 1:
        return Value(value, grades, ungraded, int(above), n, dims)
    return Value(value, grades, ungraded, None, n, dims)


#: Length of the city's path: what is longer lies below it.
CITY_PATH = 4


@figure("false_closing", kind="share", time="flow")
def false_closing(scope: Scope, at: date) -> Value:
    """Of those called back who said something: "not solved" although it was closed. One number for
    the city (D3): below it none is told."""
    since = clock.start_of(getattr(at, "first", date(at.year, 1, 1)))
    asked = SpotCheck.objects.filter(
        state="answered", withdrawn_at=None, matter__hidden_below=0,
        draw__at__gte=since, called_at__lt=clock.end_of(at),
    )  # fmt: skip
    if any(len(path) > CITY_PATH for path in scope.paths):
        none = asked.none()
        return Value(None, none, none, None, 0, {"working": _("told for the whole city only")})
    part = asked.filter(answer=NOT)
    n = _counted(asked, **{answer: Q(answer=answer) for answer in ANSWERS})
    draws = Draw.objects.filter(at__gte=since, at__lt=clock.end_of(at)).exclude(told={})
    for told in draws.values_list("told", flat=True):  # answers die after ninety days (D3)
        n = {answer: n[answer] + told.get(answer, 0) for answer in ANSWERS}
    share = Part(n[NOT], n[NOT] + n[SOLVED])
    words = (
        _("say not solved ÷ said something: %(parts)s") % {"parts": parts(share)},
        _("did not want to say: %(n)d") % {"n": n[UNSAID]},
        _("not reached: %(n)d") % {"n": n[UNREACHED]},
    )
    return Value(share.value, part, asked.exclude(answer__in=SAID), share.part, share.whole,
                 {"working": _("; ").join(words)})  # fmt: skip
