"""What looks like a matter, with the signs of it, and one tap to join the two."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doorstep.doors.story import act_label, because, why_not
from doorstep.frame.acts import ACTS
from doorstep.frame.rights import may
from doorstep.matters.acts.posts import DISPATCHERS
from doorstep.matters.queries import titled
from doorstep.panes.columns import state
from doorstep.panes.pages import actor_of, no_entry, page
from doorstep.panes.saved import new_op
from doorstep.panes.screens import SCREENS, one
from doorstep.together.acts.merging import told
from doorstep.together.queries import alike


@page("matters", tail="<uuid:ident>/alike/", roles=DISPATCHERS, budget=12)
def like_it(request: HttpRequest, ident: uuid.UUID) -> HttpResponse:
    """Open ones nearby that look alike; joining is a person's decision and can be undone."""
    screen, actor = SCREENS["matters"], actor_of(request)
    matter, act = one(actor, screen, ident), ACTS["matters.merge"]
    if matter is None or may(actor, act, matter) is None:
        return no_entry(request, actor)
    reason = why_not(act, actor, matter)
    found = alike(matter, actor)
    rows: list[dict[str, Any]] = []
    for like in found:
        cell = state(screen, like.matter)
        rows.append({
            "title": titled(like.matter), "said": told(like.matter), "why": like.reasons,
            "url": screen.url(like.matter), "pk": like.matter.pk, "op_id": new_op(),
            "state": {"word": cell["value"], "tone": cell["tone"]},
            "reach": like.matter.reach if like.matter.reach > 1 else None,
        })  # fmt: skip
    return render(
        request,
        "desk/alike.html",
        {
            "page_title": _("Look alike"),
            "crumbs": [{"label": titled(matter), "url": screen.url(matter)}],
            "rows": rows,
            "version": matter.version,
            "action": f"{screen.url(matter)}do/merge/",
            "label": act_label(act),
            "reason": because(reason)["reason"] if reason else "",
        },
    )
