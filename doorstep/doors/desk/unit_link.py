"""The link for a unit without account, shown to whoever made it: copied, scanned or printed."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from doorstep.doors.look import show
from doorstep.doors.portal.qr import code
from doorstep.exchange.models import UnitLink
from doorstep.exchange.queries import dead, token_of
from doorstep.frame.acts import ACTS
from doorstep.frame.rights import may
from doorstep.matters.acts.posts import DISPATCHERS
from doorstep.panes.columns import when
from doorstep.panes.pages import actor_of, no_entry, page
from doorstep.panes.screens import SCREENS


@page("unit-link", tail="<uuid:ident>/", roles=DISPATCHERS, budget=8)
def unit_link(request: HttpRequest, ident: uuid.UUID) -> HttpResponse:
    """The address, its picture, how long it lives."""
    link = UnitLink.objects.filter(pk=ident).select_related("matter__place", "unit").first()
    actor = actor_of(request)
    if link is None or may(actor, ACTS["matters.unit_link"], link.matter) is None:
        return no_entry(request, actor)
    url, closed = request.build_absolute_uri(f"/u/{token_of(link)}/"), dead(link)
    matters = SCREENS["matters"]
    return show(request, "desk/unit_link.html", {
        "page_title": _("Link for %(name)s") % {"name": link.unit.name},
        "crumbs": [{"label": matters.label_of(link.matter), "url": matters.url(link.matter)}],
        "closed": closed, "until": when(link.until)["exact"],
        "qr": None if closed else code(url),
        "copy": None if closed else {"label": _("Send this to the unit"), "words": _(
            "%(name)s: please look at %(n)s and say what comes of it: %(url)s"
        ) % {"name": link.unit.name, "n": link.matter.number, "url": url}},
    })  # fmt: skip
