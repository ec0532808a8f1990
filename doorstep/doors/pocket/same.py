"""A neighbour met the same as what is open already: one tap instead of a second report."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from doorstep.doors.pocket.base import ROLES, Hand, hand_of
from doorstep.doors.pocket.report import form_page
from doorstep.doors.portal import met
from doorstep.panes.pages import page


@page("same", door="pocket", tail="<uuid:ident>/", roles=ROLES, budget=60)
@require_POST
def same(request: HttpRequest, ident: uuid.UUID) -> HttpResponse:
    """For who has logged in."""
    return same_part(request, hand_of(request), ident)


def same_part(request: HttpRequest, hand: Hand, ident: uuid.UUID) -> HttpResponse:
    """For both doors; what was written stands there again where it is refused."""
    phone = request.POST.get("reporter_phone", "")
    if met.joined(request, hand.actor, ident, hand.channel, phone=phone):
        return HttpResponseRedirect(hand.base)
    return form_page(request, hand, request.POST.get("text", ""), status=422)
