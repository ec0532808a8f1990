"""Routes of the portal; it has the empty prefix and comes last."""

from __future__ import annotations

from doorstep.doors.pocket import keys
from doorstep.doors.portal import follow, qr, report, same, unit, views
from doorstep.panes.pages import page_urls

__all__ = ["follow", "keys", "qr", "report", "same", "unit", "urlpatterns", "views"]

urlpatterns = page_urls("portal")
