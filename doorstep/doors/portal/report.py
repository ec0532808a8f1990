"""Reporting as a resident: one page, words or voice or a photo; the rest is proposed or later."""

from __future__ import annotations

import dataclasses
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from doorstep.doors.look import new_op, op_of, show, stays
from doorstep.doors.portal import met, phone, rate, reading
from doorstep.frame import NOBODY, ActError, Invalid, Refusal, do
from doorstep.matters.acts.forms import AskForm
from doorstep.matters.acts.intake import UNRUNG
from doorstep.panes.files import beforehand
from doorstep.panes.pages import page
from doorstep.routing.queries import call_first, read, unasked

OPEN = "Residents report without an account (R19)."
#: What is taken from the page as it stands.
ASKED = ("text", "where", "intake", "reporter_name", "about", "sealed")
#: Longest text that topics are proposed for while typing.
MOST_ASKED = 500


def spot_or_404(request: HttpRequest, code: str) -> reading.Spot:
    """The place of the address, with the stairwell of the card."""
    found = reading.spot(code, request.GET.get("e", ""))
    if found is None:
        raise Http404
    return found


def frame(spot: reading.Spot) -> dict[str, Any]:
    """What panes/portal.html asks about the place."""
    return {
        "place": spot.place.name or spot.place.label,
        "place_above": spot.above,
        "place_url": spot.url,
        "spot": spot,
    }


@page("c", door="portal", tail="<slug:code>/report/", anyone=OPEN, budget=40)
@never_cache
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once, send once; an emergency shows the number to call first and is sent all the same."""
    spot = spot_or_404(request, code)
    actor = phone.reporter(request)
    if request.method != "POST":
        return _form(request, spot, AskForm(actor=actor))
    text = request.POST.get("text", "")
    found = read(text[:MOST_ASKED])
    chosen = request.POST.get("category", "")
    if not chosen and not request.FILES and found.categories:
        form = AskForm(initial=request.POST.dict(), actor=actor)  # a question, not an error
        return _form(request, spot, form, codes=found.categories, ask=True)
    category = chosen or unasked(found.categories)
    urgent = call_first([category])
    alarming = urgent or call_first(found.categories)  # whatever was chosen: never stopped
    if not alarming and "phone" not in actor.marks and rate.too_many(request):
        gate = phone.gate(request)
        if gate is not None:
            form = AskForm(initial=request.POST.dict(), actor=actor)
            return _form(
                request, spot, form, codes=found.categories, gate=gate, status=gate["status"]
            )
        actor = phone.reporter(request)
    if urgent and not rate.rings(request):
        actor = dataclasses.replace(actor, marks={**actor.marks, UNRUNG: True})
    data: dict[str, Any] = {name: request.POST.get(name, "") for name in ASKED}
    data |= {"place": spot.where.path, "category": category, "proposed": not chosen}
    try:
        done = do(
            actor,
            "matters.ask",
            None,
            data,
            op_id=op_of(request),
            channel="portal",
            files=beforehand(request.FILES),
        )
    except Invalid as error:
        form = error.form or AskForm(initial=request.POST.dict(), actor=actor)
        answer = _form(request, spot, form, codes=found.categories, errors=error, status=422)
        return stays(answer, error)
    except ActError as error:
        form = AskForm(initial=request.POST.dict(), actor=actor)
        return _form(request, spot, form, codes=found.categories, errors=error, status=error.status)
    if urgent and not done.replayed:
        rate.count(request, "emergencies")
    elif "phone" not in actor.marks and not done.replayed:
        rate.count(request)
    return HttpResponseRedirect(f"/m/{done.record.token}/?new=1")


def _form(
    request: HttpRequest,
    spot: reading.Spot,
    form: Any,
    *,
    codes: list[str] | None = None,
    ask: bool = False,
    errors: ActError | None = None,
    gate: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the report; with proposed topics when there are words already.

    :param gate: what `phone.gate` asks first, while many reports come from one connection.
    """
    chosen = request.POST.get("category", "")
    said_simply(form)
    return show(
        request,
        "portal/report.html",
        {
            **frame(spot),
            "page_title": _("Report something"),
            "form": form,
            "asked": ask,
            "page_lead": _("Who takes it on and by when: you will be told."),
            "chips": reading.chips(codes, chosen) if codes else None,
            "alike": like_these(request, spot, [chosen] if chosen else codes or []),
            "about": reading.about_whom(codes or [], request.POST.get("about", "")),
            "emergency": call_first(codes or []),
            "op_id": request.POST.get("op_id") or new_op(),
            "refusals": unsaid(errors, ("place", "category")),
            "again": bool((errors or gate) and request.FILES),
            "gate": gate,
            "phone": phone.shown(request),
            "kinds": kinds(request.POST.get("intake") or "request"),
        },
        status=status,
    )


def unsaid(errors: ActError | None, apart: tuple[str, ...]) -> list[Refusal]:
    """The reasons that no field of the page says by itself.

    A form that was refused says its own, all but those of fields that the page draws in another
    way (`apart`). What the act refused (a photo, the place) no form knows: all of it is told.
    """
    if errors is None:
        return []
    by_form = getattr(errors, "form", None) is not None
    return [r for r in errors.refusals if not by_form or not r.field or r.field in apart]


def said_simply(form: Any) -> None:
    """The questions as one asks a neighbour, beside what is wrong too.

    A form that was checked has its questions drawn already: the drawn ones are renamed.
    """
    text, voice, photos, where = (form[name] for name in ("text", "voice", "photos", "where"))
    text.label = _("What is the matter?")
    text.help_text = _("Write as you would say it; two or three words will do.")
    voice.label, photos.label = _("Or say it"), _("A photo, if you have one")
    where.label = _("Where exactly")
    # A browser would cut what is pasted without a word; the answer says how long it is.
    text.field.widget.attrs.pop("maxlength", None)
    for error in form.errors.get("text", forms.utils.ErrorList()).as_data():
        if error.code == "max_length":  # neither page takes files but photos and voice
            error.message = _(
                "At most %(limit_value)d characters; you have %(show_value)d."
                " Please shorten it, or send the rest as a second report."
            )


def kinds(chosen: str) -> list[dict[str, Any]]:
    """What may be meant, in plain words; quietly a request."""
    words = {
        "request": _("That something is done"),
        "suggestion": _("It is a suggestion"),
        "report": _("Only that you know"),
        "question": _("An answer to a question"),
    }
    return [
        {"code": code, "label": label, "checked": code == chosen} for code, label in words.items()
    ]


def like_these(request: HttpRequest, spot: reading.Spot, codes: list[str]) -> list[dict[str, Any]]:
    """What is open there about the same; none beside an emergency, which is always sent."""
    if not codes or call_first(codes):
        return []
    return met.shown(NOBODY, spot.where.path, codes, "", f"/c/{spot.code}/", met.passer(request))


@page("c", door="portal", tail="<slug:code>/topics/", anyone=OPEN, budget=10)
@never_cache
def topics(request: HttpRequest, code: str) -> HttpResponse:
    """Proposed topics, the number to call first, and what is like it here, while somebody types
    (scripts only)."""
    codes = read(request.POST.get("text", "")[:MOST_ASKED]).categories
    spot = reading.spot(code) if codes else None
    context = {
        "alike": like_these(request, spot, codes) if spot else [],
        "chips": reading.chips(codes) if codes else None,
        "about": reading.about_whom(codes),
        "emergency": call_first(codes),
    }
    return JsonResponse({"html": render_to_string("portal/topics.html", context, request)})
