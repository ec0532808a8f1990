"""Services, requests and the way in of GeoReport v2 (open311.org).

Read is public: category, place and state of public matters, never the reporter's words, a name or
a door. Write asks for a key (`api_key`) of a system that may pass matters on; what it sends goes
the way of every other report. Not served, for there is none of it here: coordinates, media.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from doorstep.doors.api.views import in_scope
from doorstep.doors.codes import code_of
from doorstep.doors.open311.written import FORMATS, written, wrong
from doorstep.doors.portal import reading
from doorstep.frame import NOBODY, ActError, do
from doorstep.frame.rights import visible_q
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.queries import public_codes
from doorstep.matters.rules.life import API, LIFE
from doorstep.people.queries import actor_of
from doorstep.places.models import Place
from doorstep.routing.queries import category, groups, leaves

View = Callable[..., HttpResponse]
#: Days between the two dates of a question, and requests of one answer (the standard's own).
MOST_DAYS, MOST_ROWS = timedelta(days=90), 1_000
#: Days are counted between these; outside them no calendar can.
FIRST_YEAR, LAST_YEAR = 1900, 3000


class QuestionError(Exception):
    """A question that cannot be answered as it is put."""


def readable(request: HttpRequest) -> None:
    """Refuse what no database can compare.

    :raises QuestionError: for a value with the sign of no character in it.
    """
    for name, value in (*request.GET.items(), *request.POST.items()):
        if "\x00" in str(value):
            raise QuestionError(_("“%(name)s” is not as it should be.") % {"name": name[:60]})


def open311(*methods: str) -> Callable[[View], View]:
    """Frame of a view: format, methods, errors of the standard, Chinese words."""

    def frame(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def framed(request: HttpRequest, form: str = "json", **given: str) -> HttpResponse:
            if form not in FORMATS:
                return wrong(_("Only json and xml are known here."), "json", 404)
            if request.method not in methods:
                return wrong(_("This is not possible here"), form, 405)
            with override("zh-hans"):
                try:
                    readable(request)
                    return view(request, form, **given)
                except QuestionError as error:
                    return wrong(error, form)

        return framed

    return frame


@open311("GET")
def discovery(request: HttpRequest, _form: str) -> HttpResponse:
    """Where this door is and what it speaks."""
    base = request.build_absolute_uri("/open311/v2")
    spoken = ["application/json", "text/xml"]
    return JsonResponse({
        "changeset": "2026-12-01", "contact": "", "key_service": "",
        "endpoints": [{"specification": "http://wiki.open311.org/GeoReport_v2", "url": base,
                       "changeset": "2026-12-01", "type": "production", "formats": spoken}],
    })  # fmt: skip


@open311("GET")
def services(_request: HttpRequest, form: str) -> HttpResponse:
    """Public categories."""
    called = {group.code: group.label for group in groups()}
    rows = [_service(leaf, called) for leaf in leaves() if leaf.data.get("public")]
    return written(rows, form, "services", "service")


def _service(leaf: Any, called: dict[str, str]) -> dict[str, Any]:
    return {
        "service_code": leaf.code, "service_name": leaf.label,
        "description": leaf.data.get("filing_condition", ""), "metadata": False,
        "type": "realtime", "keywords": ",".join(leaf.data.get("words", [])),
        "group": called.get(leaf.parent, ""),
    }  # fmt: skip


@open311("GET")
def service(_request: HttpRequest, form: str, code: str) -> HttpResponse:
    """One category; it asks for nothing beyond what every request has."""
    if code not in public_codes():
        return wrong(_("There is no such service."), form, 404)
    if form == "json":
        return JsonResponse({"service_code": code, "attributes": []})
    return written([{"service_code": code}], form, "service_definitions", "service_definition")


def public() -> QuerySet[Matter]:
    """Matters anybody may read of: whole ones of public categories."""
    seen = visible_q(NOBODY, reading.PUBLIC_MATTERS, Matter.kind)
    streets = Place.objects.filter(depth=2).values_list("path", flat=True)  # their index has days
    return Matter.objects.filter(
        seen, at2__in=list(streets), hidden_below=0, withdrawn_at=None, parent=None,
        category__in=public_codes(),
    ).select_related("place", "owner")  # fmt: skip


def _told(matter: Matter) -> dict[str, Any]:
    leaf = category(matter.category)
    word, _tone = reading.public_state(matter.state, matter.verdict, matter.verdict_by)
    ended = matter.state in LIFE.ended
    moved = matter.ended_at or matter.resolved_at or matter.contacted_at or matter.begun_at
    where = matter.place.label if matter.place.depth <= AREA_DEPTH else ""
    return {
        "service_request_id": matter.number, "status": "closed" if ended else "open",
        "status_notes": word, "service_name": leaf.label if leaf else "",
        "service_code": matter.category, "description": leaf.label if leaf else "",
        "agency_responsible": matter.owner.name if matter.owner else "", "service_notice": "",
        "requested_datetime": _moment(matter.begun_at), "updated_datetime": _moment(moved),
        "expected_datetime": _moment(None if ended else matter.due), "address": where,
        "address_id": code_of(matter.path[:AREA_PATH]), "zipcode": "", "lat": None, "long": None,
        "media_url": "",
    }  # fmt: skip


#: A compound, alley or village is told; a building or door never.
AREA_DEPTH, AREA_PATH = 4, 16


def _moment(at: datetime | None) -> str | None:
    return clock.local(at).isoformat(timespec="seconds") if at else None


@open311("GET", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """The newest public matters by the standard's filters; or a new one."""
    if request.method == "POST":
        return _post(request, form)
    found = public().filter(_asked(request.GET)).order_by("-begun_on", "-id")[:MOST_ROWS]
    return written([_told(m) for m in found], form, "service_requests", "request")


def _asked(given: Any) -> Q:
    asked = Q()
    if ids := [i for i in given.get("service_request_id", "").split(",") if i]:
        return Q(number__in=ids[:MOST_ROWS])
    last = _day(given, "end_date") or clock.now()
    first = _day(given, "start_date") or last - MOST_DAYS
    if last - first > MOST_DAYS:
        raise QuestionError(_("At most 90 days between start_date and end_date."))
    asked &= Q(begun_at__gte=first, begun_at__lte=last)
    asked &= Q(begun_on__gte=clock.local(first).date(), begun_on__lte=clock.local(last).date())
    if codes := [c for c in given.get("service_code", "").split(",") if c]:
        asked &= Q(category__in=codes)
    states = {s for s in given.get("status", "").split(",") if s}
    if states - {"open", "closed"}:
        raise QuestionError(_("status is open or closed."))
    if len(states) == 1:
        ended = Q(state__in=LIFE.ended)
        asked &= ended if "closed" in states else ~ended
    return asked


def _day(given: Any, name: str) -> datetime | None:
    text = given.get(name, "")
    if not text:
        return None
    try:
        moment, day = parse_datetime(text.replace(" ", "+")), parse_date(text[:10])
    except ValueError:
        moment = day = None
    said = moment or day
    if said is not None and not FIRST_YEAR <= said.year < LAST_YEAR:
        moment = day = None
    if moment is not None:
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.CITY)
    if day is None:
        raise QuestionError(_("“%(name)s” is not as it should be.") % {"name": name})
    return clock.start_of(day) if name == "start_date" else clock.end_of(day)


@open311("GET")
def one(_request: HttpRequest, form: str, number: str) -> HttpResponse:
    """One public matter by its number."""
    found = [_told(m) for m in public().filter(number=number)[:1]]
    if not found:
        return wrong(_("There is no such request."), form, 404)
    return written(found, form, "service_requests", "request")


def _post(request: HttpRequest, form: str) -> HttpResponse:
    key = request.POST.get("api_key") or request.GET.get("api_key") or ""
    if key:
        request.META["HTTP_AUTHORIZATION"] = f"Bearer {key}"
        request.__dict__.pop("headers", None)
        request.__dict__.pop("_doorstep_actor", None)
    actor = actor_of(request)
    if "token" not in actor.marks or not in_scope(actor, "matters.receive"):
        return wrong(_("Send the key of your system as api_key."), form, 403)
    given = request.POST
    code = given.get("service_code", "")
    if code not in public_codes():
        return wrong(_("There is no such service."), form, 404 if code else 400)
    place = _place(given)
    data = {
        "place": place, "category": code, "text": given.get("description", ""),
        "where": given.get("address_string", "")[:120], "source": API,
        "reporter_name": " ".join(
            filter(None, (given.get("last_name"), given.get("first_name")))),
        "reporter_phone": given.get("phone", ""),
    }  # fmt: skip
    try:
        done = do(actor, "matters.receive", None, data, channel="api")
    except ActError as error:
        told = "; ".join(
            " ".join(filter(None, (str(r.words), str(r.cure)))) for r in error.refusals
        )
        return wrong(told or error.title, form, 403 if error.status in (403, 404) else 400)
    answer = {"service_request_id": done.record.number, "service_notice": "", "account_id": ""}
    return written([answer], form, "service_requests", "request", 201)


def _place(given: Any) -> str:
    """The path of a place: its code (address_id), or a name that only one has."""
    if code := given.get("address_id", ""):
        spot = reading.spot(code)
        if spot is None:
            raise QuestionError(_("No place has the address_id “%(id)s”.") % {"id": code[:60]})
        return str(spot.place.path)
    words = given.get("address_string", "")
    if not words:
        raise QuestionError(
            _("Say where: address_id or address_string. Coordinates are not read here.")
        )
    found = reading.found_places(words)
    if len(found) != 1:
        raise QuestionError(
            _("“%(words)s” is the name of %(n)d places here; send address_id.")
            % {"words": words[:60], "n": len(found)}
        )
    return str(found[0].place.path)
