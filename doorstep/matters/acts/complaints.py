"""Complaints about those at work: up, hidden, never back to the one concerned (dignity D5)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.frame import Given, Refusal, Refused
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import ABOUT, L_CITY, L_STREET, LOOK, SAID, said_about
from doorstep.people.models import Body
from doorstep.routing.queries import (
    GOVERNING,
    UNSORTED,
    body_at,
    department,
    lowest_body,
    property_firm,
    sounds_hidden,
)
from doorstep.routing.rules.paste import names_street

#: Who judges what is said about the city's own office: there is no level above it.
WATCH = "discipline"


def subject(given: Given, path: str) -> Body | None:
    """The body a matter is about: the one named, or the one at its place that the answer means."""
    named: Body | None = given.concerned
    if named is not None or not given.about:
        return named
    if given.about == "property":
        return property_firm(path)
    found = body_at(ABOUT[given.about], path)
    return None if given.about == "department" else found


def hidden_from(data: dict[str, Any], concerned: Body | None, about: str = "") -> int:
    """The lowest level that may see a matter: 0 all; a complaint one above the one concerned.

    :param data: of the category; a body that is named makes any matter one about somebody.
    :param about: the answer to "about whom" where no body was found; of a complaint of which nobody
        said whom it is about only the city may see whom it must not reach.
    """
    hidden = L_STREET if data.get("confidential") else 0
    if concerned is None and not about and not data.get("about_worker"):
        return hidden
    level = concerned.level if concerned is not None else ABOUT.get(about, L_CITY)
    return max(hidden, min(level, L_CITY - 1) + 1)


def set_subject(matter: Matter, concerned: Body | None, about: str = "") -> None:
    """Keep whom it is about; of a governing body also level and place, for its posts.

    :param about: the answer to "about whom": kept where no body was found for it.
    """
    kept = [m for m in matter.marks if not m.startswith(SAID)]
    matter.marks = [*kept, f"{SAID}{about}"] if about and concerned is None else kept
    governs = concerned is not None and concerned.kind_of_body in GOVERNING
    matter.concerned = concerned
    matter.concerned_level = concerned.level if concerned is not None and governs else None
    matter.concerned_path = concerned.path if concerned is not None and governs else ""


def judge(
    level: int, path: str, concerned: Body | None, cache: dict[Any, Any] | None = None
) -> Body:
    """Who gets a complaint: the body at `level` or above that is not the one concerned.

    :raises Refused: nobody is left; never silently, the caller hears where to turn instead.
    """
    for at in range(level, L_CITY + 1):
        found = lowest_body(at, path, cache)
        if found is not None and (concerned is None or found[0].pk != concerned.pk):
            return found[0]
    watch = department(WATCH)
    if watch is None or (concerned is not None and watch.pk == concerned.pk):
        raise Refused([
            Refusal(_("Nobody here may judge a complaint about this office."), field="concerned",
                    cure=_("Call 12388, the line for reports about officials."))
        ])  # fmt: skip
    return watch


def about_somebody(matter: Matter, data: dict[str, Any]) -> bool:
    """Whether a matter is a complaint about a worker or organisation."""
    return matter.concerned_id is not None or bool(data.get("about_worker"))


def held(matter: Matter) -> bool:
    """Whether its words alone keep it up until somebody has looked (decision 0010)."""
    return LOOK in matter.marks


def looked_from(text: str) -> int:
    """The level that looks at what is held: the street, or the city where the words name the
    street's own office or desk (decision 0010)."""
    return L_CITY if names_street(text) else L_STREET


def hold(matter: Matter, was: str) -> None:
    """Look through what was typed as the texts of reports are: where nobody chose the category and
    it sounds like a complaint, it goes up, its level and date as before, and waits for a look.

    :param was: the words before; what they sounded like already somebody has looked at.
    """
    unsorted = matter.category == UNSORTED or "category" in matter.marks
    if matter.emergency or not unsorted or sounds_hidden(was) or not sounds_hidden(matter.text):
        return
    matter.marks = [*matter.marks, LOOK]
    matter.hidden_below = max(matter.hidden_below, looked_from(matter.text))
    above = lowest_body(matter.hidden_below, matter.path)
    if above is not None and above[0].pk != matter.owner_id:
        matter.owner, matter.owner_person = above[0], None


def answered(matter: Matter) -> int:
    """What the answer to "about whom" hides where no body was found for it (a department)."""
    said = said_about(matter.marks)
    return hidden_from({}, None, said) if said else 0
