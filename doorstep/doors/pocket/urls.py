"""Routes of the pocket; the pages of elders' keys (/k/…) are mounted by the portal."""

from __future__ import annotations

from django.urls import path

from doorstep.doors.pocket import homes, keys, lists, matters, report, same, spots, views
from doorstep.panes.pages import page_urls

__all__ = ["homes", "keys", "lists", "matters", "report", "same", "spots", "urlpatterns", "views"]

#: Two addresses without a slash at the end, as phones ask for them.
urlpatterns = [
    path("manifest.webmanifest", views.manifest),
    path("sw.js", views.service_worker),
    *page_urls("pocket"),
]
