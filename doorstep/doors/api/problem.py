"""Errors as RFC 9457 problem details in the user's language; the frame around every API view."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.fields import BaseTemporalField
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt

from doorstep.frame.acts import Act
from doorstep.frame.errors import ActError, NotFound, Refusal
from doorstep.panes.lists import CursorError
from doorstep.panes.pages import actor_of
from doorstep.people.models import Token
from doorstep.people.queries.actors import digest_of

MOST_BYTES = 2_000_000
View = Callable[..., HttpResponse]


class RequestError(Exception):
    """A body or parameter that is none."""


def errors_of(refusals: tuple[Refusal, ...]) -> list[dict[str, str]]:
    """Reasons as the API tells them: field, words, clause, cure."""
    return [
        {
            n: str(v)
            for n, v in (
                ("field", r.field),
                ("words", r.words),
                ("clause", r.clause),
                ("cure", r.cure),
            )
            if v
        }
        for r in refusals
    ]


def in_words(refusals: tuple[Refusal, ...], form: Any) -> str:
    """All reasons as one text; what is wrong with a field begins with the name of the field."""
    asked: dict[str, Any] = getattr(form, "fields", {})
    colon = pgettext("between the name of a field and its error", ": ")
    told = []
    for one in refusals:
        called = getattr(asked.get(one.field), "label", None) or one.field
        told.append(f"{called}{colon}{one.words}" if called else str(one.words))
    return " ".join(told)


def problem(
    request: HttpRequest,
    status: int,
    kind: str,
    title: Any,
    refusals: tuple[Refusal, ...] = (),
    form: Any = None,
) -> JsonResponse:
    """One problem document.

    :param form: the form that found the reasons, for the names of its fields.
    """
    body: dict[str, Any] = {
        "type": f"urn:doorstep:problem:{kind}",
        "title": str(title),
        "status": status,
        "instance": request.path,
    }
    if refusals:
        body |= {"detail": in_words(refusals, form), "errors": errors_of(refusals)}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def of_error(request: HttpRequest, error: ActError) -> JsonResponse:
    """The problem document of an act's error."""
    kind, form = type(error).__name__.lower(), getattr(error, "form", None)
    return problem(request, error.status, kind, error.title, error.refusals, form)


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body.

    :raises RequestError: when it is none.
    """
    if len(request.body) > MOST_BYTES:
        raise RequestError(_("The body is too large."))
    try:
        found = json.loads(request.body or b"{}")
        json.dumps(found, ensure_ascii=False).encode()  # half characters cannot be kept
    except (ValueError, RecursionError):
        raise RequestError(_("The body is not JSON.")) from None
    if not isinstance(found, dict):
        raise RequestError(_("The body is not a JSON object."))
    return found


#: Form fields that call string methods on what they get.
TEXTUAL = (BaseTemporalField, forms.UUIDField)


def entries(act: Act, data: dict[str, Any]) -> dict[str, Any]:
    """JSON values as the form can take them: odd types become text, which the field refuses."""
    fields = act.form.base_fields if act.form else {}
    odd = {
        n: str(v)
        for n, v in data.items()
        if isinstance(fields.get(n), TEXTUAL) and v is not None and not isinstance(v, str)
    }
    return data | odd


def done(_request: HttpRequest) -> HttpResponse:
    """Stands behind the CSRF check, which asks for a view."""
    return HttpResponse()


def strange(request: HttpRequest) -> HttpResponse:
    """The answer to somebody who did not say who they are."""
    cure = _(
        "Send the header “Authorization: Bearer …” with a token, or log in on this site first."
    )
    told = Refusal(_("Nobody is logged in and no token came with the request."), cure=cure)
    response = problem(request, 401, "login", _("Who is asking?"), (told,))
    response["WWW-Authenticate"] = "Bearer"
    return response


def unkeyed(request: HttpRequest) -> HttpResponse:
    """The answer to a key that opens nothing: why, and what helps; never as if nobody had come.

    Told by `doors.web.Doorstep` for every address of the interface.
    """
    scheme, _space, secret = request.headers["Authorization"].partition(" ")
    token = Token.objects.filter(digest=digest_of(secret.strip())).first()
    made = _("Make a new key at /desk/tokens/, or ask the one who runs the system for one.")
    if scheme != "Bearer" or not secret.strip():
        words = _("The header “Authorization” holds no key.")
        made = _("Send “Authorization: Bearer …” with the whole key behind it.")
    elif token is None:
        words = _("This key is not known.")
        made = _("Look whether the whole key was copied. %(made)s") % {"made": made}
    elif token.withdrawn_at is not None:
        words = _("This key was withdrawn.")
    elif not token.account.is_active:
        words = _("The account of this key is closed.")
        made = _("Ask the one who runs the system.")
    else:
        words = _("This key has expired.")
    told = Refusal(words, cure=made)
    response = problem(request, 401, "key", _("This key does not open anything"), (told,))
    response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return response


def api(*methods: str) -> Callable[[View], View]:
    """Frame of an API view: methods, CSRF for sessions but not tokens, problems, not pages."""

    def frame(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                response: HttpResponse = problem(
                    request, 405, "method", _("This is not possible here")
                )
                response["Allow"] = ", ".join(methods)
                return response
            session = request.method == "POST" and "Authorization" not in request.headers
            if session and CsrfViewMiddleware(done).process_view(request, done, (), {}) is not None:
                if actor_of(request).id is None:
                    return strange(request)
                return problem(request, 403, "csrf", _("The page is too old. Load it again."))
            try:
                return view(request, *args, **kwargs)
            except (NotFound, Http404):
                return problem(request, 404, "notfound", NotFound.title)
            except ActError as error:
                return of_error(request, error)
            except RequestError as error:
                return problem(request, 400, "badrequest", error)
            except CursorError:
                return problem(
                    request,
                    400,
                    "cursor",
                    _("This page of the list is not known. Open the list again."),
                )

        return framed

    return frame
