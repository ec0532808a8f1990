"""One act on many rows: choose, look at it, do it, see what became of each, take it back.

What is done is in `doors.acts.bulk`; here are its pages. A small choice is done at once, a large
one by the worker while the page says how far it is.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Count
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from openpyxl import Workbook

from doorstep.doors.acts import bulk as jobs
from doorstep.doors.desk.acts import form_of, uuid_or_none
from doorstep.doors.desk.exports import csv_parts, mark, safe
from doorstep.doors.desk.lists import screen_or_404
from doorstep.doors.desk.offering import initial_of, offering
from doorstep.doors.models import BulkJob
from doorstep.doors.story import act_label
from doorstep.doors.web import office_of
from doorstep.frame.acts import ACTS, Act
from doorstep.frame.errors import ActError
from doorstep.frame.rights import Actor
from doorstep.frame.run import do
from doorstep.kit import clock
from doorstep.panes.columns import when
from doorstep.panes.lists import all_of, count_of, wanted
from doorstep.panes.pages import actor_of, no_entry
from doorstep.panes.saved import MOST, new_op
from doorstep.panes.screens import Screen, opens, visible

#: Rows shown of a group; the table that can be taken holds all.
SHOWN = 200
#: Rows of the preview that are named.
NAMED = 20


@require_POST
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """First POST: the chosen rows and the form; with `go`: do it, each row by itself."""
    screen, actor = screen_or_404(slug), actor_of(request)
    name = request.POST.get("act", "")
    if not opens(actor, screen) or name not in screen.bulk or actor.id is None:
        return no_entry(request, actor)
    act, ident = ACTS[name], uuid_or_none(request.POST.get("op_id")) or new_op()
    job = mine(ident, screen, actor)
    if job is None:
        if BulkJob.objects.filter(pk=ident).exists():  # another's
            raise Http404
        if "all" in request.POST:
            asked = wanted(screen, request.GET)
            if count_of(screen, actor, asked, MOST) > MOST:
                return too_many(request, screen, act)
        job = jobs.prepared(
            ident, screen, act, actor, chosen(request, screen, actor), office_of(request)
        )
    if job.act != name:
        raise Http404
    if "go" not in request.POST or job.state != "shown":
        return page_of_job(request, screen, job, actor)
    form = many_form(act, actor, request.POST)
    waits = job.rows.filter(state="waits").count()
    if not form.is_valid() or not waits:
        return preview(request, screen, job, actor, form)
    why = _("%(act)s, many at once") % {"act": act_label(act)}
    taken = {"screen": screen.slug, "what": act.name, "reason": why, "rows": waits}
    try:
        do(actor, "panes.take", None, taken, channel="desk")
    except ActError as error:
        form.add_error(None, jobs.words_of(error.refusals))
        return preview(request, screen, job, actor, form)
    given = {k: v for k, v in request.POST.items() if k in form.fields}
    jobs.ask(job, "waiting", actor, given)
    return HttpResponseRedirect(at(screen, job))


def mine(ident: uuid.UUID, screen: Screen, actor: Actor) -> BulkJob | None:
    """The job of that id, if it is this person's and of this list."""
    if actor.id is None:
        return None
    return BulkJob.objects.filter(pk=ident, account=actor.id, screen=screen.slug).first()


def at(screen: Screen, job: BulkJob) -> str:
    """Where a job is shown."""
    return f"{screen.url()}bulk/{job.pk}/"


def many_form(act: Act, actor: Actor, data: Any = None) -> forms.Form:
    """The act's form for many rows: files belong to one matter and are not asked."""
    form = form_of(act, actor, None, data)
    for name in [n for n, field in form.fields.items() if isinstance(field, forms.FileField)]:
        del form.fields[name]
    return form


def chosen(request: HttpRequest, screen: Screen, actor: Actor) -> Iterator[Any]:
    """The ticked rows, or all rows of the filter (`all`); only what the actor sees."""
    if "all" in request.POST:
        for part in all_of(screen, actor, wanted(screen, request.GET), MOST):
            yield from part
        return
    ids = [i for i in (uuid_or_none(t) for t in request.POST.getlist("ids")[:MOST]) if i]
    for first in range(0, len(ids), 500):
        found = visible(actor, screen).filter(pk__in=ids[first : first + 500])
        yield from found.select_related(*screen.joins)


def too_many(request: HttpRequest, screen: Screen, act: Act) -> HttpResponse:
    """More than can be done at once: say so, and how to go on."""
    context = {
        "page_title": act_label(act), "back": f"{screen.url()}?{request.GET.urlencode()}",
        "words": _("These are more than 10,000 rows."), "cure": _("Narrow the list first."),
    }  # fmt: skip
    return render(request, "desk/bulk_refused.html", context, status=422)


def groups_of(screen: Screen, job: BulkJob, state: str) -> list[dict[str, Any]]:
    """Rows of a state by their reason, the most first; each opens its rows."""
    found = job.rows.filter(state=state).values("words").annotate(n=Count("pk")).order_by("-n")
    return [
        {"words": f["words"], "n": f["n"], "url": f"{at(screen, job)}?group={state}&why={n}"}
        for n, f in enumerate(found)
    ]


def preview(
    request: HttpRequest, screen: Screen, job: BulkJob, actor: Actor, form: forms.Form
) -> HttpResponse:
    """How many it can be done on and how many not, with why; the form, once."""
    act = ACTS[job.act]
    rows = job.rows
    fit, whole = rows.filter(state="waits").count(), rows.count()
    first = rows.filter(state="waits").order_by("pk").values_list("record", flat=True)[:NAMED]
    context = {
        "page_title": act_label(act), "form": form, "submit_label": act_label(act),
        "cancel_url": screen.url(), "action_url": f"{screen.url()}bulk/",
        "lead": _("%(n)d of %(all)d chosen rows") % {"n": fit, "all": whole},
        "hidden": [("op_id", job.pk), ("act", job.act), ("go", "1")],
        "preview": named(screen, actor, list(first)), "rest": max(fit - NAMED, 0), "fit": fit,
        "left_out": groups_of(screen, job, "unfit"), "undo": jobs.undo_act(job) is not None,
        **offering(act, None, at(screen, job)),
    }  # fmt: skip
    return render(request, "desk/bulk.html", context, status=422 if form.errors else 200)


def named(screen: Screen, actor: Actor, ids: list[uuid.UUID]) -> list[dict[str, str]]:
    """Rows by what people call them; what is out of sight is left out."""
    found = visible(actor, screen).filter(pk__in=ids).select_related(*screen.joins)
    there = {r.pk: r for r in found}
    return [
        {
            "label": screen.label_of(r), "url": screen.url(r), "number": getattr(r, "number", ""),
        }
        for r in (there[i] for i in ids if i in there)
    ]  # fmt: skip


def bulk_job(
    request: HttpRequest, slug: str, ident: uuid.UUID
) -> HttpResponse | StreamingHttpResponse:
    """What is, or has become, of a job; for whoever asked for it."""
    screen, actor = screen_or_404(slug), actor_of(request)
    job = mine(ident, screen, actor)
    if job is None or not opens(actor, screen):
        return no_entry(request, actor)
    if request.GET.get("as") in ("xlsx", "csv"):
        return table(screen, job, actor, request.GET["as"])
    if "group" in request.GET:
        return group(request, screen, job, actor)
    return page_of_job(request, screen, job, actor)


def page_of_job(request: HttpRequest, screen: Screen, job: BulkJob, actor: Actor) -> HttpResponse:
    """The preview, how far it is, or what became of it."""
    act = ACTS[job.act]
    if job.state == "shown":
        form = many_form(act, actor)
        form.initial = {**form.initial, **initial_of(act, None, request)}
        return preview(request, screen, job, actor, form)
    counted = dict(job.rows.values_list("state").annotate(Count("pk")).order_by())
    n = {s: counted.get(s, 0) for s in ("unfit", "waits", "done", "refused", "undone", "kept")}
    context: dict[str, Any] = {
        "page_title": act_label(act), "n": n, "url": at(screen, job), "back": screen.url(),
        "undoing": job.state in ("unwaiting", "unrunning"),
    }  # fmt: skip
    if job.state in ("done", "undone"):
        until = jobs.undo_until(job)
        context |= {
            "over": job.state, "refused": groups_of(screen, job, "refused"),
            "left_out": groups_of(screen, job, "unfit"), "kept": groups_of(screen, job, "kept"),
            "undo_until": when(until) if until and n["done"] else None,
        }  # fmt: skip
        return render(request, "desk/bulk_done.html", context)
    whole = sum(n.values()) - n["unfit"]
    ready = n["undone"] + n["kept"] if context["undoing"] else n["done"] + n["refused"]
    if context["undoing"]:
        whole -= n["refused"]
    context |= {
        "waits": job.state in ("waiting", "unwaiting"), "ready": ready, "of": whole,
        "percent": ready * 100 // max(whole, 1),
    }  # fmt: skip
    return render(request, "desk/bulk_waits.html", context)


def group(request: HttpRequest, screen: Screen, job: BulkJob, actor: Actor) -> HttpResponse:
    """The rows of one group."""
    state, why = request.GET["group"], request.GET.get("why", "")
    groups = groups_of(screen, job, state) if state in ("unfit", "refused", "kept") else []
    rows, words = job.rows.filter(state=state), ""
    if why.isdecimal() and int(why) < len(groups):
        words = groups[int(why)]["words"]
        rows = rows.filter(words=words)
    elif state != "done":
        raise Http404
    ids = list(rows.order_by("pk").values_list("record", flat=True)[:SHOWN])
    context = {
        "page_title": words or act_label(ACTS[job.act]), "rows": named(screen, actor, ids),
        "rest": max(rows.count() - SHOWN, 0), "back": at(screen, job),
        "url": at(screen, job),
    }  # fmt: skip
    return render(request, "desk/bulk_group.html", context)


@require_POST
def undo(request: HttpRequest, slug: str, ident: uuid.UUID) -> HttpResponse:
    """Take back what was done, where nothing followed."""
    screen, actor = screen_or_404(slug), actor_of(request)
    job = mine(ident, screen, actor)
    if job is None or not opens(actor, screen):
        return no_entry(request, actor)
    if jobs.undo_until(job) is not None:
        jobs.ask(job, "unwaiting", actor)
    return HttpResponseRedirect(at(screen, job))


def lines(screen: Screen, job: BulkJob, actor: Actor) -> Iterator[list[Any]]:
    """What became of each row: its number, not its words; rows by now out of sight without."""
    said = {
        "unfit": _("left out"), "waits": _("not yet"), "done": _("done"), "refused": _("not done"),
        "undone": _("taken back"), "kept": _("not taken back"),
    }  # fmt: skip
    yield mark(screen, actor)
    yield [_("Number"), _("What became of it"), _("Why")]
    every = list(job.rows.order_by("pk"))
    for first in range(0, len(every), 500):
        part = every[first : first + 500]
        found = visible(actor, screen).filter(pk__in=[r.record for r in part])
        there = {r.pk: getattr(r, "number", "") for r in found}
        for row in part:
            number = there.get(row.record, _("(out of sight)"))
            yield [safe(number), said[row.state], safe(row.words)]


def table(
    screen: Screen, job: BulkJob, actor: Actor, form: str
) -> HttpResponse | StreamingHttpResponse:
    """The list of what became of each row as a file."""
    name = f"{screen.slug}-{job.act.rsplit('.', 1)[-1]}-{clock.today():%Y%m%d}.{form}"
    rows = lines(screen, job, actor)
    response: HttpResponse | StreamingHttpResponse
    if form == "csv":
        response = StreamingHttpResponse(csv_parts(rows), content_type="text/csv; charset=utf-8")
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(act_label(ACTS[job.act])[:31])
        for line in rows:
            sheet.append(line)
        file = io.BytesIO()
        book.save(file)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(file.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
