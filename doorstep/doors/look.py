"""What portal, pocket and demo need beside `doors.web`: drawing, op ids, addresses."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doorstep.kit.ids import uuid7
from doorstep.people.screens.account import address_of as caller


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw a page; what every page needs comes from the context processor `doors.web.context`."""
    return render(request, template, context or {}, status=status)


#: A page that sends a form with files by itself says so, and hears back (static/portal/files.js).
FILES = "Doorstep-Files"


def stays(response: HttpResponse, error: Exception | None) -> HttpResponse:
    """Say on the answer to a refused form whether its files were what was refused.

    The page keeps the chosen photos and the voice otherwise; nothing is kept here.
    """
    if any(refusal.field == "file" for refusal in getattr(error, "refusals", ())):
        response[FILES] = "refused"
    return response


def onward(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A redirect as the page asks for it that sends by itself: the browser goes there, once."""
    if request.headers.get(FILES) != "stay" or not response.has_header("Location"):
        return response
    told = HttpResponse(status=204)
    told["HX-Redirect"] = response["Location"]
    told.cookies = response.cookies
    return told


def new_op() -> str:
    """The id a form carries, so that a second tap on a slow line does nothing (op_id)."""
    return str(uuid7())


def op_of(request: HttpRequest) -> uuid.UUID | None:
    """The op_id of a posted form; None where it is missing or no UUID."""
    try:
        return uuid.UUID(request.POST.get("op_id", ""))
    except ValueError:
        return None


def address_of(request: HttpRequest) -> str:
    """The network address that rates are counted by, behind the city's proxy too; never kept."""
    return caller(request)
