"""The phone of a resident: confirmed once by a code, then a mark of the session.

The session is a signed cookie that anybody with the phone in hand could read, so the number in it
is encrypted; what relations compare is its blind index (`people.queries.sessions`). It has a time
of its own: half an hour without a page, or twelve hours in all, and a code is asked for again.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from doorstep.doors.portal import rate
from doorstep.frame import NOBODY, ActError, Actor, blind, do
from doorstep.frame.sealed import keys
from doorstep.kit.crypto import CryptoError, mask_phone
from doorstep.matters.models import Matter
from doorstep.notices.acts import verify
from doorstep.panes.pages import actor_of
from doorstep.people.queries.sessions import (
    PHONE_TIMES,
    VERIFIED_PHONE,
    phone_counts,
    seconds,
)

SEALED = "verified_phone_sealed"
#: The code that is out: id of the PhoneCode and the sealed number it went to.
PENDING = "phone_code"
CONTEXT = "portal.session.phone"
#: The cookie is written again when the phone was used so many seconds after the last time.
USED_ANEW = 60


def _open(token: str) -> str:
    try:
        return keys().decrypt(token, CONTEXT)
    except CryptoError:
        return ""


def confirmed(request: HttpRequest) -> str:
    """The number confirmed in this session, "" if none or if it has rested too long."""
    if not phone_counts(request.session):
        return ""
    since, last = request.session[PHONE_TIMES]
    if seconds() - last > USED_ANEW:
        request.session[PHONE_TIMES] = [since, seconds()]
    token = request.session.get(SEALED)
    return _open(token) if token else ""


def shown(request: HttpRequest) -> str:
    """The confirmed number as a mask, for the page."""
    number = confirmed(request)
    return mask_phone(number) if number else ""


def reporter(request: HttpRequest, token: str = "") -> Actor:
    """Who acts on a page of residents: the session's actor with the marks that relations need.

    :param token: of the link that was opened; it makes the actor the reporter of that matter.
    """
    actor = actor_of(request)
    more: dict[str, Any] = {}
    if number := confirmed(request):
        more |= {
            "phone_clear": number,
            "phone": blind(Matter, "reporter_phone", number)["reporter_phone_index"],
        }
    if token:
        more["link"] = token
    return dataclasses.replace(actor, marks={**actor.marks, **more}) if more else actor


def send_code(request: HttpRequest, entered: str) -> None:
    """Send a code to a phone.

    :raises Invalid, Refused: for a wrong or foreign number, or too many codes.
    """
    outcome = do(NOBODY, "notices.ask_code", None, {"phone": entered}, channel="portal")
    number = outcome.record.phone.open()
    request.session[PENDING] = [str(outcome.id), keys().encrypt(number, CONTEXT)]


def pending(request: HttpRequest) -> str:
    """The number, masked, to which a code is out; "" if none."""
    waiting = request.session.get(PENDING)
    return mask_phone(_open(waiting[1])) if waiting else ""


def check_code(request: HttpRequest, code: str) -> bool:
    """Whether the code proves the phone; if so the session carries it from now on."""
    waiting = request.session.get(PENDING)
    if not waiting or not verify(waiting[0], code):
        return False
    number = _open(waiting[1])
    request.session[VERIFIED_PHONE] = blind(Matter, "reporter_phone", number)[
        "reporter_phone_index"
    ]
    request.session[SEALED] = waiting[1]
    request.session[PHONE_TIMES] = [seconds(), seconds()]
    del request.session[PENDING]
    return True


def forget(request: HttpRequest) -> None:
    """Leave no phone behind on a shared device."""
    for key in (VERIFIED_PHONE, PHONE_TIMES, SEALED, PENDING):
        request.session.pop(key, None)


def step(request: HttpRequest) -> tuple[list[Any], int]:
    """What was entered about the phone: a number, the code, or to forget it; what is wrong."""
    if "forget" in request.POST:
        forget(request)
        return [], 200
    if "code" in request.POST:
        if check_code(request, request.POST["code"]):
            messages.success(request, _("Your phone is confirmed."))
            return [], 200
        return [
            {
                "words": _("The code is wrong or too old."),
                "cure": _("Look again, or ask for a new one."),
            }
        ], 422
    if rate.too_many(request, "codes"):
        words = _("Too many codes were asked for from this connection.")
        return [{"words": words, "cure": _("Please try again in an hour.")}], 429
    rate.count(request, "codes")
    try:
        send_code(request, request.POST.get("phone", ""))
    except ActError as error:
        return list(error.refusals), error.status
    return [], 200


def gate(request: HttpRequest) -> dict[str, Any] | None:
    """What a report asks about the phone before it is taken; None once the phone is confirmed.

    All of it lies in the form of the report itself, so that nothing that was written is lost.
    """
    told: list[Any] = []
    status = 429
    again = "again" in request.POST
    if not again and (request.POST.get("code", "").strip() or request.POST.get("phone")):
        told, status = step(request)
        if not told and confirmed(request):
            return None
    return {
        "refusals": told,
        "status": status if told else 429,
        "pending": "" if again else pending(request),
        "entered": request.POST.get("phone", ""),
    }
