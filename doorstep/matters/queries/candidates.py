"""Who may get a matter, each with the reasons: a person decides (R27). Bodies only, no person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from doorstep.frame import path_q
from doorstep.kit.share import Share
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import SETTLED, SOLVED
from doorstep.people.models import Body
from doorstep.routing.queries import reasons
from doorstep.routing.queries.candidates import SETTLED_LIKE

#: The last settled matters that are looked at.
LAST = 20


@dataclass(frozen=True)
class Candidate:
    """A body that may get a matter: why, and on which rule it gave it back already."""

    body: Body
    reasons: tuple[str, ...] = ()
    gave_back: str = ""


def settled_here(matter: Matter) -> Counter[object]:
    """Who had the last settled matters of its category in its community, by the body's id: one
    statement. Hidden ones count nothing here (decision 0009)."""
    like = Matter.objects.filter(
        path_q([matter.path[:12]]), category=matter.category, outcome__in=(SOLVED, SETTLED),
        resolved_at__isnull=False, withdrawn_at=None, hidden_below=0,
    ).exclude(pk=matter.pk)  # fmt: skip
    had = like.order_by("-resolved_at").values_list("owner_id", flat=True)
    return Counter(had[:LAST])


def candidates(matter: Matter, bodies: Iterable[Body]) -> list[Candidate]:
    """The bodies with their reasons, the best founded first, those that gave it back last: one
    statement, two for a matter that was given back."""
    here = list(bodies)
    why = reasons(matter.category, matter.path, [matter.place.place_kind], here)
    settled = settled_here(matter)
    whole = settled.total()
    for pk, n in settled.items():
        words = _("Had %(share)s of the like that were settled here last") % {
            "share": Share(n, whole).label
        }
        why.setdefault(pk, []).append((SETTLED_LIKE, words))
    back = dict(matter.returns.values_list("unit_id", "clause")) if matter.returned else {}
    found = [
        Candidate(b, tuple(words for _rank, words in sorted(why.get(b.pk, ()))), back.get(b.pk, ""))
        for b in here
    ]  # fmt: skip

    def rank(one: Candidate) -> tuple[bool, int, int]:
        ranks = [r for r, _words in why.get(one.body.pk, ())]
        return bool(one.gave_back), min(ranks, default=9), -settled[one.body.pk]

    return sorted(found, key=rank)
