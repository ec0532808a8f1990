"""One act on many rows: choose, look at it, do it; what failed is told row by row."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doorstep.doors.desk.acts import form_of, uuid_or_none
from doorstep.doors.desk.lists import screen_or_404
from doorstep.doors.story import act_label, why_not
from doorstep.doors.web import office_of
from doorstep.frame.acts import ACTS, Act
from doorstep.frame.errors import ActError
from doorstep.frame.rights import Actor, may
from doorstep.frame.run import do
from doorstep.kit.ids import derived
from doorstep.panes.lists import all_of, wanted
from doorstep.panes.pages import actor_of, no_entry
from doorstep.panes.saved import MOST, new_op
from doorstep.panes.screens import Screen, opens, visible

#: Rows shown before, and failures told after.
SHOWN = 50


@require_POST
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """First POST: the chosen rows and the form; with `go`: do it, each row by itself."""
    screen, actor = screen_or_404(slug), actor_of(request)
    name = request.POST.get("act", "")
    if not opens(actor, screen) or name not in screen.bulk:
        return no_entry(request, actor)
    act, records = ACTS[name], chosen(request, screen, actor)
    fit = [r for r in records if may(actor, act, r) is not None and not why_not(act, actor, r)]
    form = form_of(act, actor, None, request.POST if "go" in request.POST else None)
    if "go" in request.POST and form.is_valid() and fit:
        return reported(request, screen, act, actor, fit)
    rest = len(records) - len(fit)
    context = {
        "page_title": act_label(act),
        "form": form,
        "submit_label": act_label(act),
        "cancel_url": screen.url(),
        "action_url": request.get_full_path(),
        "lead": _("%(n)d of %(all)d chosen rows") % {"n": len(fit), "all": len(records)},
        "hidden": [
            ("op_id", request.POST.get("op_id") or new_op()),
            ("act", name),
            ("go", "1"),
            *([("all", "1")] if "all" in request.POST else [("ids", r.pk) for r in fit]),
        ],
        "warning": _("%(n)d rows are left out: there it is not possible now.") % {"n": rest}
        if rest
        else "",
        "preview": [screen.label_of(r) for r in fit[:SHOWN]],
        "fit": len(fit),
    }
    return render(request, "desk/bulk.html", context, status=422 if form.errors else 200)


def chosen(request: HttpRequest, screen: Screen, actor: Actor) -> list[Any]:
    """The ticked rows, or all rows of the filter (`all`); only what the actor sees."""
    if "all" in request.POST:
        return [
            r for part in all_of(screen, actor, wanted(screen, request.GET), MOST) for r in part
        ]
    ids = [i for i in (uuid_or_none(t) for t in request.POST.getlist("ids")[:MOST]) if i]
    return list(visible(actor, screen).filter(pk__in=ids).select_related(*screen.joins))


def reported(
    request: HttpRequest, screen: Screen, act: Act, actor: Actor, records: list[Any]
) -> HttpResponse:
    """Each row is an act with an id derived from the form's: a repeated POST does nothing anew."""
    op_id = uuid_or_none(request.POST.get("op_id"))
    if op_id is None:
        raise Http404
    given = {k: v for k, v in request.POST.items() if k not in ("ids", "go", "act", "all")}
    done, failed = 0, []
    for record in records:
        try:
            do(
                actor,
                act.name,
                record,
                given,
                op_id=row_op(op_id, record),
                version=record.version,
                channel="desk",
                office=office_of(request),
            )
            done += 1
        except ActError as error:
            words = "; ".join(str(r.words) for r in error.refusals) or str(error.title)
            failed.append(
                {"label": screen.label_of(record), "url": screen.url(record), "words": words}
            )
    context = {
        "page_title": act_label(act),
        "done": done,
        "failed": failed[:SHOWN],
        "bad": len(failed),
        "back": screen.url(),
    }
    return render(request, "desk/bulk_done.html", context)


def row_op(op_id: uuid.UUID, record: Any) -> uuid.UUID:
    """The id of one row's act."""
    return derived(op_id, record.pk)
