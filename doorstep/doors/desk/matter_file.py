"""The file of one matter on paper (打印卷宗): facts, words, steps, attempts, returns, rulings,
parts, result; masked as on the page, for those who may see the page. Notes only where asked for.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doorstep.casework.queries import STEPS_INSIDE, steps_for
from doorstep.doors.desk.records import drawn, fact
from doorstep.doors.story import timeline, trail_of
from doorstep.frame.rights import Actor
from doorstep.frame.sealed import viewed
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.screens import Matters
from doorstep.panes.columns import state, when
from doorstep.panes.pages import actor_of, no_entry, page
from doorstep.panes.parts import Facts, Panel
from doorstep.panes.screens import SCREENS, one

#: What helps at the desk and belongs in no file; what is for those who handle it alone.
AT_THE_DESK = ("matters.alike",)
INSIDE = ("casework.notes", "casework.consultations")


@page("matters", tail="<uuid:ident>/file/", roles=Matters.roles, relations=Matters.relations,
      budget=30)  # fmt: skip
def matter_file(request: HttpRequest, ident: uuid.UUID) -> HttpResponse:
    """One matter on A4."""
    screen, actor = SCREENS["matters"], actor_of(request)
    record = one(actor, screen, ident)
    if record is None:
        return no_entry(request, actor)
    viewed(actor, record)
    return render(request, "desk/matter_file.html", file_context(screen, record, actor, request))


def file_context(screen: Any, record: Matter, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    """Context of the sheet."""
    inside = request.GET.get("notes") == "1"
    head = screen.head(record)
    told = steps_for(actor, record, trail_of(record))
    shown = [s for s in told if inside or s.act not in STEPS_INSIDE]
    steps = timeline(screen, shown, masked=bool(screen.kept_back(actor, record)))
    facts: list[dict[str, Any]] = []
    panels, has_inside = [], False
    for panel in screen.all_panels(actor, record):
        if isinstance(panel, Facts):
            found = (fact(screen, record, n, actor) for n in panel.names)
            facts += [f for f in found if f["value"]]
        elif isinstance(panel, Panel) and panel.title not in AT_THE_DESK:
            has_inside = has_inside or (panel.title in INSIDE and record.remarked > 0)
            if inside or panel.title not in INSIDE:
                panels += drawn(panel, record, actor)
    files = head["files"] if screen.opens_files(actor, record) else []
    return {
        "page_title": _("File of a matter"), "page_lead": screen.label_of(record),
        "place": record.owner.name if record.owner else "", "number": record.number,
        "state": state(screen, record)["value"], "words": head["words"],
        "words_by": head["words_by"], "facts": facts,
        "result": record.result if record.resolved_at or record.ended_at else "",
        "steps": steps[::-1], "panels": [p for p in panels if p.get("rows") or p.get("html")],
        "files": [f["label"] for f in files], "inside": inside, "has_inside": has_inside,
        "due": when(record.due)["exact"] if record.due else "",
        "due_label": label(screen.kind, "due"), "back_url": screen.url(record),
        "printed": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
    }  # fmt: skip
