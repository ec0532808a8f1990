"""Taking rows along as a table: masked, with a reason that is logged, at most 10,000 rows.

A table with columns about people (encrypted ones, and those of level 2 and above) needs a second
person, who releases it for a day (`doors.acts.exports`); others leave in one step.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from doorstep.doors.acts.exports import MOST_ABOUT_PEOPLE, is_maker
from doorstep.doors.desk.acts import uuid_or_none
from doorstep.doors.desk.lists import screen_or_404
from doorstep.doors.story import with_cure
from doorstep.frame.errors import ActError
from doorstep.frame.record import Record
from doorstep.frame.rights import Actor, Office
from doorstep.frame.run import do
from doorstep.frame.sealed import Private
from doorstep.frame.wording import plainly
from doorstep.kit import clock
from doorstep.kit.path import ancestors, within
from doorstep.panes.columns import heading, rows_of
from doorstep.panes.lists import Wanted, all_of, count_of, wanted
from doorstep.panes.pages import actor_of, no_entry, page
from doorstep.panes.saved import MOST, new_op
from doorstep.panes.screens import SCREENS, Screen, one, opens

#: From this level on what is personal needs a second person.
SECOND = 2
#: What a table program would run as a formula is written as text.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class ExportForm(forms.Form):
    """Why, and as what."""

    reason = forms.CharField(
        min_length=4,
        max_length=200,
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy(
            "Your reason and the number of rows are kept in the record of exports."
        ),
    )
    format = forms.ChoiceField(
        choices=[
            ("xlsx", gettext_lazy("Table for Excel or WPS")),
            ("csv", gettext_lazy("Plain table (CSV)")),
        ],
        widget=forms.RadioSelect,
        initial="xlsx",
        label=gettext_lazy("As"),
    )


def export(request: HttpRequest, slug: str) -> HttpResponse | StreamingHttpResponse:
    """Ask for the reason (GET), log it and send the table (POST), or ask a second person."""
    screen, actor = screen_or_404(slug), actor_of(request)
    if not opens(actor, screen) or not screen.export or actor.id is None:
        return no_entry(request, actor)
    asked = wanted(screen, request.GET)
    people = about_people(screen, actor)
    form = ExportForm(request.POST or None)
    for field in form.fields.values():
        plainly(field)
    if request.method == "POST" and form.is_valid():
        rows = count_of(screen, actor, asked, MOST)
        try:
            if people:
                return HttpResponseRedirect(ask_second(request, screen, actor, form, people, rows))
            log(request, actor, screen, form.cleaned_data["reason"], rows)
        except ActError as error:
            for refusal in error.refusals:
                words = with_cure(refusal)
                form.add_error(refusal.field if refusal.field in form.fields else None, words)
        else:
            return table(screen, actor, asked, form.cleaned_data["format"])
    context = {
        "page_title": _("Export as a table"),
        "lead": screen.title,
        "form": form,
        "hidden": [("op_id", new_op())],
        "submit_label": _("Ask a second person") if people else _("Export"),
        "warning": second_words(people) if people else "",
        "cancel_url": screen.url(),
        "action_url": request.get_full_path(),
    }
    return render(request, "desk/form.html", context, status=422 if form.errors else 200)


def second_words(people: list[str]) -> str:
    """Why somebody else is asked."""
    return _(
        "%(columns)s: about people. Somebody else releases this table, then you fetch it within a "
        "day. At most %(n)d rows."
    ) % {"columns": _(", ").join(people), "n": MOST_ABOUT_PEOPLE}


def about_people(screen: Screen, actor: Actor) -> list[str]:
    """Headings of the columns about people of level 2 and above. Own rows are one's own: whoever
    holds no office needs nobody; what a unit has on its hands is not its own."""
    if not actor.offices:
        return []
    names = [name for name in screen.columns if level_of(screen, name) >= SECOND]
    more = screen.more_columns(actor)
    if names and screen.record.personal:
        names += more
    return [heading(screen, screen.kind, name, more)["label"] for name in names]


def level_of(screen: Screen, name: str) -> int:
    """How personal a column is: of a field as declared; one made from several, or a link to a
    person, as the most personal field of its record."""
    fields: dict[str, Any] = {f.name: f for f in screen.record._meta.get_fields()}
    found = fields.get(name)
    if isinstance(found, Private):
        return found.personal.level if found.personal else SECOND
    if name in screen.record.personal:
        return screen.record.personal[name].level
    if found is not None:
        return most_personal(found.related_model)
    named = [f.related_model for f in fields.values() if f.many_to_one]
    return max(most_personal(kind) for kind in (screen.record, *named))


def most_personal(record: Any) -> int:
    """The highest level of what identifies somebody in a kind of record; 0 of what is none."""
    if not (isinstance(record, type) and issubclass(record, Record)):
        return 0
    sealed = [f.personal.level for f in record._meta.concrete_fields
              if isinstance(f, Private) and f.personal]  # fmt: skip
    return max([p.level for p in record.personal.values()] + sealed, default=0)


def ask_second(
    request: HttpRequest, screen: Screen, actor: Actor, form: ExportForm, people: list[str],
    rows: int,
) -> str:  # fmt: skip
    """Ask; where to look how it stands."""
    opening = [o for o in actor.offices if o.role in screen.roles] or actor.offices
    given = {
        "screen": screen.slug, "query": request.GET.urlencode(), "rows": rows,
        "reason": form.cleaned_data["reason"], "form": form.cleaned_data["format"],
        "about": people, "path": place_of(opening), "office": opening[0].id,
    }  # fmt: skip
    made = do(actor, "doors.ask_export", None, given, channel="desk", office=opening[0].id,
              op_id=uuid_or_none(request.POST.get("op_id")))  # fmt: skip
    return f"/desk/exports/{made.id}/"


def place_of(offices: Sequence[Office]) -> str:
    """The smallest place that holds all the rows: the table is of all offices that open the list,
    so who releases it answers for all of them."""
    paths = [path for o in offices for path in o.paths]
    above = ancestors(min(paths, default=""))
    return max((a for a in above if all(within(p, a) for p in paths)), key=len, default="")


def log(request: HttpRequest, actor: Actor, screen: Screen, reason: str, rows: int) -> None:
    """Write down that rows leave, before they do."""
    given = {
        "screen": screen.slug,
        "query": request.GET.urlencode()[:500],
        "what": "export",
        "reason": reason,
        "rows": rows,
    }
    do(actor, "panes.take", None, given, op_id=uuid_or_none(request.POST.get("op_id")))


@page("exports", tail="<uuid:ident>/file/", relations=("maker",), budget=1_000)
def fetch(request: HttpRequest, ident: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """A released table for its maker, within its day; each fetching is logged."""
    actor = actor_of(request)
    export = one(actor, SCREENS["exports"], ident)
    screen = SCREENS.get(export.screen) if export is not None else None
    if export is None or not is_maker(actor, export) or screen is None or not opens(actor, screen):
        raise Http404
    back = SCREENS["exports"].url(export)
    if export.state != "released" or export.until is None or export.until <= clock.now():
        return HttpResponseRedirect(back)
    if request.method != "POST":
        context = {
            "page_title": _("Fetch the table"), "lead": screen.title, "form": forms.Form(),
            "hidden": [("op_id", new_op())], "submit_label": _("Fetch"), "cancel_url": back,
            "action_url": request.path,
            "warning": _("Whoever gets the file reads your name in it."),
        }  # fmt: skip
        return render(request, "desk/form.html", context)
    asked = wanted(screen, QueryDict(export.query))
    rows = count_of(screen, actor, asked, MOST)
    if rows > MOST_ABOUT_PEOPLE:
        return HttpResponseRedirect(back)
    log(request, actor, screen, export.reason, rows)
    return table(screen, actor, asked, export.form)


def lines(screen: Screen, actor: Actor, asked: Wanted) -> Iterator[list[Any]]:
    """Mark, heads, rows and the mark again: the same masks as on the page."""
    yield mark(screen, actor)
    names = [*screen.columns, *screen.more_columns(actor)]
    headed = False
    for records in all_of(screen, actor, asked, MOST):
        heads, rows = rows_of(screen, records, names, actor, link=False)
        if not headed:
            yield [h["label"] for h in heads]
            headed = True
        for row in rows:
            yield [safe(c.get("exact") or c["value"]) for c in row["cells"]]
    yield mark(screen, actor)


def mark(screen: Screen, actor: Actor) -> list[Any]:
    """Whose copy it is and of when; in the demo that nobody in it is real."""
    sample = [_("Sample data")] if settings.DEMO else []
    return [*sample, screen.title, f"{clock.local(clock.now()):%Y-%m-%d %H:%M}", safe(actor.name)]


def safe(value: Any) -> Any:
    """Text that no table program runs as a formula."""
    if value is None or isinstance(value, (int, float)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def table(
    screen: Screen, actor: Actor, asked: Wanted, form: str
) -> HttpResponse | StreamingHttpResponse:
    """The table as a file."""
    name = f"{screen.slug}-{clock.today():%Y%m%d}.{form}"
    response: HttpResponse | StreamingHttpResponse
    if form == "csv":
        response = StreamingHttpResponse(
            csv_parts(lines(screen, actor, asked)), content_type="text/csv; charset=utf-8"
        )
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(screen.title[:31])
        water = " · ".join(str(w) for w in mark(screen, actor)).replace("&", "&&")
        for edge in (sheet.oddHeader, sheet.oddFooter):  # on each printed page
            edge.center.text = water
        for line in lines(screen, actor, asked):
            sheet.append(line)
        file = io.BytesIO()
        book.save(file)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(file.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def csv_parts(rows: Iterator[list[Any]]) -> Iterator[str]:
    """CSV line by line, with the mark by which table programs know UTF-8."""
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow(row)
        yield line.getvalue()
