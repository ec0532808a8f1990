"""The form of any act: shown, checked, done, undone; a repeated POST changes nothing."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doorstep.doors.desk.lists import screen_or_404
from doorstep.doors.desk.offering import initial_of, offering
from doorstep.doors.look import stays
from doorstep.doors.story import act_label, because, told, why_not, with_cure
from doorstep.doors.web import office_of, office_words
from doorstep.frame.acts import ACTS, Act
from doorstep.frame.errors import ActError, Conflict, Invalid, NotFound
from doorstep.frame.outcomes import Outcome
from doorstep.frame.rights import Actor, may, offices_for
from doorstep.frame.run import do
from doorstep.frame.terms import label
from doorstep.frame.trail import history
from doorstep.panes.columns import private_names, when
from doorstep.panes.files import beforehand
from doorstep.panes.pages import actor_of, no_entry
from doorstep.panes.saved import new_op
from doorstep.panes.screens import SCREENS, Screen, one
from doorstep.routing.rules.trial import Shown, Undecided


def form_of(
    act: Act, actor: Actor, record: Any, data: Any = None, files: Any = None, **more: Any
) -> forms.Form:
    """The act's form, bound or not; an empty one for acts that ask nothing.

    Forms marked `prefilled` begin with what the record holds now, but for encrypted fields.
    """
    made = act.form or forms.Form
    back = kept_back(act, actor, record) if getattr(made, "prefilled", False) else set()
    extra = {"actor": actor, "record": record} if hasattr(made, "takes_actor") else {}
    if getattr(made, "prefilled", False) and record is not None and data is None:
        sealed = private_names(record)
        now = {
            n: getattr(record, n)
            for n in made.base_fields
            if n not in sealed and n not in back and hasattr(record, n)
        }
        more["initial"] = now | more.get("initial", {})
    form = made(data, files, **extra, **more)
    for name in back & set(form.fields):
        del form.fields[name]
    return named(form, act)


def kept_back(act: Act, actor: Actor, record: Any) -> set[str]:
    """Fields that the actor may not read on a record, whatever page shows it."""
    screens = (s for s in SCREENS.values() if record is not None and s.kind == act.kind)
    return {name for screen in screens for name in screen.kept_back(actor, record)}


def named(form: forms.Form, act: Act) -> forms.Form:
    """Fields without a label are called by words.toml, whatever base the form has, and so are
    choices that are only codes (those of a model's field)."""
    for name, field in form.fields.items():
        if field.label is None:
            field.label = label(act.kind, name)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            listed: Any = field.choices
            choices = list(listed)
            if any(v and v == w for v, w in choices):  # else what a form narrowed would come back
                field.choices = [
                    (v, label(act.kind, f"{name}.{v}") if v and v == w else w) for v, w in choices
                ]
    return form


def uuid_or_none(text: str | None) -> uuid.UUID | None:
    """A posted id; nonsense is None."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def act_page(
    request: HttpRequest, slug: str, word: str, ident: uuid.UUID | None = None
) -> HttpResponse:
    """Show (GET) or do (POST) one act. What may not be done is 404."""
    screen, actor = screen_or_404(slug), actor_of(request)
    act = screen.act(word, creates=ident is None)
    record = one(actor, screen, ident) if ident is not None else None
    if (
        act is None
        or (act.button == "none" and not act.form)
        or (ident is not None and record is None)
    ):
        return no_entry(request, actor)
    if may(actor, act, record) is None:
        return no_entry(request, actor)
    if request.method == "POST":
        return posted(request, screen, act, actor, record)
    initial = {
        k: v for k, v in request.GET.items() if k in (act.form.base_fields if act.form else ())
    } | initial_of(act, record, request)
    form = form_of(act, actor, record, initial=initial)
    return shown(request, screen, act, actor, record, form, new_op())


def shown(
    request: HttpRequest,
    screen: Screen,
    act: Act,
    actor: Actor,
    record: Any,
    form: forms.Form,
    op_id: uuid.UUID,
    status: int = 200,
    changes: list[str] | None = None,
    tried: Shown | None = None,
) -> HttpResponse:
    """The form page, or the form alone for the sheet; with what a dry run showed."""
    hidden: list[tuple[str, Any]] = [("op_id", op_id)]
    if record is not None:
        hidden.append(("version", record.version))
    reason = why_not(act, actor, record) if record is not None and status == 200 else ""
    context = {
        "page_title": act_label(act),
        "lead": screen.label_of(record) if record is not None else "",
        "form": form,
        "hidden": hidden,
        "submit_label": _("Save it as it is shown") if tried else act_label(act),
        "tried": tried,
        **({"columns": tried.columns, "rows": tried.cells, "form_id": "tried"} if tried else {}),
        "warning": because(reason)["reason"] if reason else "",
        "cancel_url": screen.url(record) if record is not None else screen.url(),
        "action_url": request.path,
        "as_offices": offices_to_choose(request, actor, act, record),
        "changes": changes or [],
        "again": bool(status != 200 and request.FILES),
        **offering(act, record, request.path),
    }
    part = bool(getattr(request, "htmx", False)) and status == 200
    return render(
        request, "desk/form_part.html" if part else "desk/form.html", context, status=status
    )


def offices_to_choose(
    request: HttpRequest, actor: Actor, act: Act, record: Any = None
) -> list[dict[str, Any]]:
    """Offices under which the act may be done, if there is a choice."""
    found = offices_for(actor, act, getattr(record, "path", None))
    first = office_of(request) or (found[0].id if found else None)
    return [office_words(o, o.id == first) for o in found] if len(found) > 1 else []


def posted(
    request: HttpRequest, screen: Screen, act: Act, actor: Actor, record: Any
) -> HttpResponse:
    """Do it; on a refusal the form comes back as it was filled in, with what is wrong."""
    op_id = uuid_or_none(request.POST.get("op_id")) or new_op()
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else None
    if record is not None and seen is None:
        seen = 0  # a form without version is none of ours: nothing is changed unseen
    office = uuid_or_none(request.POST.get("as_office")) or office_of(request)
    try:
        outcome = do(
            actor,
            act.name,
            record,
            request.POST,
            op_id=op_id,
            version=seen,
            channel="desk",
            office=office,
            files=beforehand(request.FILES),
        )
    except NotFound:
        raise Http404 from None
    except ActError as error:
        return again(request, screen, act, actor, record, error, op_id)
    return done(request, screen, act, actor, outcome)


def again(
    request: HttpRequest,
    screen: Screen,
    act: Act,
    actor: Actor,
    record: Any,
    error: ActError,
    op_id: uuid.UUID,
) -> HttpResponse:
    """The form once more, nothing lost."""
    form = named(error.form, act) if isinstance(error, Invalid) and error.form is not None else None
    if isinstance(error, Undecided):
        given = request.POST.copy()
        given["decided"] = error.token  # what comes back is a decision on what was shown
        form = form_of(act, actor, record, given, request.FILES)
        return shown(request, screen, act, actor, record, form, op_id, 422, tried=error.shown)
    if form is None:
        form = form_of(act, actor, record, request.POST, request.FILES)
        form.is_valid()
        for refusal in error.refusals:
            words = with_cure(refusal)
            if refusal.clause:
                words = f"{words} ({refusal.clause})"
            form.add_error(refusal.field if refusal.field in form.fields else None, words)
    changes: list[str] = []
    if isinstance(error, Conflict) and record is not None:
        record = one(actor, screen, record.pk) or record
        changes = [f"{when(e.at)['value']} {told(screen, e, '')}" for e in history(record)[-3:]]
    answer = shown(request, screen, act, actor, record, form, op_id, error.status, changes)
    return stays(answer, error)


def done(
    request: HttpRequest, screen: Screen, act: Act, actor: Actor, outcome: Outcome
) -> HttpResponse:
    """Say what happened, offer the way back for ten minutes, go on."""
    record = outcome.record
    shown = record if record is not None and record.kind == screen.kind else None
    if shown is not None and not outcome.goto:
        shown = one(actor, screen, shown.pk)  # what is given away may be out of sight
    target = outcome.goto or (screen.url() if shown is None else screen.url(shown))
    toast: dict[str, Any] = {
        "words": str(outcome.words or _("Done: %(what)s") % {"what": act_label(act)})
    }
    back = ACTS.get(f"{act.app}.undo")
    if shown is not None and back is not None and act.name in getattr(back.run, "undoes", ()):
        toast |= {
            "url": f"{screen.url(shown)}do/undo/",
            "fields": [
                ("op_id", str(new_op())),
                ("version", shown.version),
                ("entry", str(outcome.entry)),
            ],
            "record_url": screen.url(shown),
            "record_label": screen.label_of(shown),
        }
    undo = ACTS.get(f"{outcome.kind}.withdraw")
    if act.creates and record is not None and undo is not None and not outcome.replayed:
        toast |= {
            "url": f"{screen.url(record)}do/withdraw/",
            "fields": [
                ("op_id", str(new_op())),
                ("version", record.version),
                ("reason", _("undone at once")),
            ],
            "record_url": screen.url(record),
            "record_label": screen.label_of(record),
        }
    request.session["toast"] = toast
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return HttpResponseRedirect(target)


@require_POST
def switch_office(request: HttpRequest) -> HttpResponse:
    """Choose the office under which one acts; only one's own."""
    actor = actor_of(request)
    chosen = next(
        (str(o.id) for o in actor.offices if str(o.id) == request.POST.get("office")), None
    )
    if chosen is None:
        raise Http404
    request.session["office"] = chosen
    target = request.POST.get("next", "/desk/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/desk/"
    return HttpResponseRedirect(target)
