"""Tables at the desk (R28): upload, say which column is which, look, take the good, mend the rest.

The file lies aside under a name nobody can guess until it is taken in, at most a day; its rows are
read again at each step. Large tables are read by the worker (`acts.tables`), with a page that says
how far it is; the page of what was found is the same.
"""

from __future__ import annotations

import io
import re
import secrets
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from doorstep.doors.acts import tables as jobs
from doorstep.doors.desk.table_found import aside_of, bad_of, looked
from doorstep.doors.models import TableJob
from doorstep.doors.tables import MOST_BYTES, refuse_large
from doorstep.frame.acts import ACTS
from doorstep.frame.imports import IMPORTS, Flaw
from doorstep.frame.rights import Actor
from doorstep.frame.tables import Import
from doorstep.frame.terms import found as term_found
from doorstep.frame.terms import in_village, label, term
from doorstep.kit import clock
from doorstep.panes.pages import actor_of, no_entry, page

URL = "/desk/import/"
#: Larger tables, in cells, are left to the worker; above so many bytes they are not even counted
#: by the request.
SMALL_CELLS, SMALL_BYTES = 20_000, 1_000_000
#: Tables of which a village has no rows.
URBAN = ("compounds", "buildings")
_KEY = re.compile(r"[A-Za-z0-9_-]{20,60}")


def allowed(actor: Actor) -> list[Import]:
    """The imports whose act the actor may do; in a village none of compounds."""
    here = [i for i in IMPORTS.values() if ACTS[i.act].roles & actor.roles]
    return [i for i in here if not (in_village.get() and i.name in URBAN)]


#: Whoever may do the act of some import; the door opens after all apps have declared theirs.
ROLES = sorted(frozenset().union(*(ACTS[i.act].roles for i in IMPORTS.values())))


def title(declared: Import) -> str:
    """What an import is called: the term `<app>.import.<name>`, else its act."""
    act = ACTS[declared.act]
    named = term_found(f"{act.app}.import.{declared.name}")
    return named or f"{term(act.kind)} · {label(act.app, act.word)}"


def aside(request: HttpRequest, declared: Import) -> Path | None:
    """The file that lies aside for this person, import and key."""
    key = request.POST.get("key", "")
    found = aside_of(key) if _KEY.fullmatch(key) else None
    mine = request.session.get("import") == [key, declared.name]
    done = found is not None and TableJob.objects.filter(key=key, state="done").exists()
    return found if found is not None and mine and (found.is_file() or done) else None


def set_aside(upload: Any, key: str) -> int:
    """Put the file aside; how many cells it has, -1 where that is left to the worker.

    :raises Flaw: when it is too large to be read.
    """
    path = aside_of(key)
    if upload.size > MOST_BYTES:
        return refuse_large(path, upload.size)
    path.write_bytes(upload.read())
    if upload.size > SMALL_BYTES:
        return -1
    try:
        return refuse_large(path)
    except Flaw:
        path.unlink(missing_ok=True)
        raise


@page("import", roles=ROLES, budget=20, action="base", title="frame.import", rank=70)
def start(request: HttpRequest) -> HttpResponse:
    """Which table, and the file."""
    actor = actor_of(request)
    imports = allowed(actor)
    if not imports:
        return no_entry(request, actor)
    chosen = request.POST.get("import", "") or request.GET.get("import", "")
    error = ""
    if request.method == "POST":
        declared = next((i for i in imports if i.name == chosen), None)
        upload: Any = request.FILES.get("file")
        if declared is None or upload is None:
            error = _("Choose what the rows are, and a file.")
        else:
            key = secrets.token_urlsafe(24)
            try:
                cells = set_aside(upload, key)
            except Flaw as flaw:
                error = f"{flaw.words} {flaw.cure}"
            else:
                request.session["import"] = [key, declared.name]
                request.session["import_file"] = Path(str(upload.name)).name[:80]
                if not 0 <= cells <= SMALL_CELLS:
                    jobs.ask(key, declared.name, actor, "look", {}, {})
                return HttpResponseRedirect(f"{URL}{declared.name}/?key={key}")
    context = {
        "page_title": term("frame.import"),
        "imports": [{"name": i.name, "title": title(i), "on": i.name == chosen} for i in imports],
        "error": error,
    }
    return render(request, "desk/import.html", context, status=422 if error else 200)


@page("import", tail="<slug:name>/", roles=ROLES, budget=1_000_000)
def table(request: HttpRequest, name: str) -> HttpResponseBase:
    """Columns, trial, taking in, bad rows; each a POST with the key of the file."""
    actor = actor_of(request)
    declared = next((i for i in allowed(actor) if i.name == name), None)
    if declared is None:
        raise Http404
    if request.method == "GET":
        request.POST = request.GET  # the key only: chooses the file, changes nothing
    path = aside(request, declared)
    if path is None:
        return HttpResponseRedirect(f"{URL}?import={name}")
    step = request.POST.get("step", "") if request.method == "POST" else ""
    job = TableJob.objects.filter(key=path.stem).first()
    if job is not None and job.account == actor.id:
        return left_to_the_worker(request, declared, job, step, actor)
    try:
        return stepped(request, declared, path, step, actor)
    except Flaw as flaw:
        path.unlink(missing_ok=True)
        return refused(request, declared, f"{flaw.words} {flaw.cure}")


def refused(request: HttpRequest, declared: Import, error: str) -> HttpResponse:
    """The file is no good; choose another."""
    context = {
        "page_title": title(declared), "imports": [], "back": f"{URL}?import={declared.name}",
        "error": error,
    }  # fmt: skip
    return render(request, "desk/import.html", context, status=422)


def left_to_the_worker(
    request: HttpRequest, declared: Import, job: TableJob, step: str, actor: Actor
) -> HttpResponseBase:
    """A large table: the next step is asked for, else how far it is, else what was found."""
    url = f"{URL}{declared.name}/?key={job.key}"
    if job.state == "done" and step in ("try", "take"):
        mapping, defaults = said(request, declared)
        jobs.ask(job.key, declared.name, actor, step, mapping, defaults)
        return HttpResponseRedirect(url)
    if job.state != "done":
        context = {
            "page_title": title(declared), "page_lead": request.session.get("import_file", ""),
            "step": job.step, "waits": job.state == "waiting", "url": url,
            "progress": jobs.progress(job),
        }  # fmt: skip
        return render(request, "desk/import_waits.html", context)
    if step == "bad" and bad_of(job.key).is_file():
        return sent(declared, bad_of(job.key).read_bytes())
    found = jobs.told(job)
    if "error" in found:
        return refused(request, declared, found["error"])
    return render(request, "desk/import_table.html", drawn(request, declared, found))


def stepped(
    request: HttpRequest, declared: Import, path: Path, step: str, actor: Actor
) -> HttpResponseBase:
    """One of the steps: look (`try`), take (`take`), or the bad rows as a table (`bad`)."""
    mapping, defaults = said(request, declared)
    if step == "bad":
        bad = bad_of(path.stem)
        looked(declared, path, actor, "try", mapping, defaults, bad=bad)
        if bad.is_file():
            return sent(declared, bad.read_bytes())
    found = looked(declared, path, actor, step, mapping, defaults)
    if not path.is_file():
        request.session.pop("import", None)
    return render(request, "desk/import_table.html", drawn(request, declared, found))


def said(request: HttpRequest, declared: Import) -> tuple[dict[str, str], dict[str, str]]:
    """Which column is which, and what stands in for empty cells."""
    given = request.POST
    names = [c.name for c in declared.columns]
    return (
        {n: given[f"col_{n}"] for n in names if f"col_{n}" in given},
        {n: given[f"set_{n}"].strip() for n in names if given.get(f"set_{n}", "").strip()},
    )


def drawn(request: HttpRequest, declared: Import, found: dict[str, Any]) -> dict[str, Any]:
    """Context: columns with what they were found as, and the report."""
    key = request.POST.get("key", "")
    return {
        "page_title": title(declared), "page_lead": request.session.get("import_file", ""),
        "key": key, "back": f"{URL}", "url": f"{URL}{declared.name}/",
        "again": aside_of(key).is_file(), **found,
    }  # fmt: skip


def sent(declared: Import, made: bytes) -> FileResponse:
    """The bad rows with their reasons, to be mended and sent again."""
    name = f"{declared.name}-{clock.today():%Y%m%d}.xlsx"
    response = FileResponse(io.BytesIO(made), as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
