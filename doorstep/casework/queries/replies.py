"""Standard replies: which fit a matter at a step, and how their gaps are filled."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import override

from doorstep.casework.catalogues import REPLIES
from doorstep.frame import Actor, relation
from doorstep.frame.catalogues import CatalogueRow, rows
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.rules.telling import by_when, topic
from doorstep.people.rules import CITY_CENTRE
from doorstep.routing.queries import category

#: What stands in a text where something of the matter goes.
GAPS = ("{编号}", "{地点}", "{单位}", "{日期}", "{期限}")
#: More are not offered at once.
OFFERED = 12


def keeps_replies(actor: Actor, row: CatalogueRow) -> bool:
    """Whether a row is one of the standard replies and the actor's to keep."""
    return row.catalogue == REPLIES and (actor.is_system or CITY_CENTRE in actor.roles)


def _kept(actor: Actor) -> Q:
    return Q(catalogue=REPLIES) if CITY_CENTRE in actor.roles else Q(pk__in=[])


relation("reply_keeper", on=CatalogueRow, holds=keeps_replies, q=_kept)


def replies_for(word: str, matter: Matter | None) -> list[CatalogueRow]:
    """Those that fit an act (by its last word) and a matter, the closest first.

    :param matter: None where many are answered at once: then those for all categories and states.
    """
    found = [(r, _near(r.data, matter)) for r in rows(REPLIES) if word in _acts(r.data, word)]
    fit = [(near, r.order, r) for r, near in found if near is not None]
    return [r for _near, _order, r in sorted(fit, key=lambda f: f[:2])][:OFFERED]


def _acts(data: dict[str, Any], word: str) -> list[str]:
    return data.get("acts") or [word]


def _near(data: dict[str, Any], matter: Matter | None) -> int | None:
    """How closely a reply is meant for a matter, 0 the closest; None where it is for others."""
    named, classes, states = (data.get(n) or () for n in ("categories", "classes", "states"))
    if matter is None:
        return 3 if not (named or classes) else None
    if states and matter.state not in states:
        return None
    leaf = category(matter.category)
    if named:
        if matter.category in named:
            return 0
        return 1 if leaf is not None and leaf.parent in named else None
    if classes:
        return 2 if matter.category_class in classes else None
    return 3


def filled(text: Any, matter: Any) -> Any:
    """A text with its gaps filled from a matter, in Chinese: the reporter reads it.

    The place without its door: what is told may be read over a shoulder.
    """
    if not isinstance(text, str) or not isinstance(matter, Matter) or "{" not in text:
        return text
    today = clock.local(clock.now())
    with override("zh-hans"):
        values = {
            "{编号}": matter.number, "{地点}": topic(matter.place.label),
            "{单位}": matter.owner.name if matter.owner else "",
            "{日期}": f"{today.month}月{today.day}日", "{期限}": by_when(matter.due),
        }  # fmt: skip
    for gap, value in values.items():
        text = text.replace(gap, value)
    return text
