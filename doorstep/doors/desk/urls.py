"""Routes of the desk: plain pages first, then what every screen has."""

from __future__ import annotations

from django.urls import path

from doorstep.doors.desk import (
    acts,
    alike,
    bulk,
    exports,
    importing,
    lists,
    matter_file,
    records,
    unit_link,
    window,
)
from doorstep.panes.pages import page_urls

#: Modules whose pages only have to be loaded.
PLAIN = (alike, importing, matter_file, unit_link, window)

urlpatterns = [
    path("office/", acts.switch_office),
    path("search/", lists.search),
    *page_urls("desk"),
    path("<slug:slug>/", lists.list_page),
    path("<slug:slug>/views/", lists.views_counted),
    path("<slug:slug>/export/", exports.export),
    path("<slug:slug>/bulk/", bulk.bulk),
    path("<slug:slug>/bulk/<uuid:ident>/", bulk.bulk_job),
    path("<slug:slug>/bulk/<uuid:ident>/undo/", bulk.undo),
    path("<slug:slug>/do/<slug:word>/", acts.act_page),
    path("<slug:slug>/<uuid:ident>/", records.record_page),
    path("<slug:slug>/<uuid:ident>/next/", records.next_page),
    path("<slug:slug>/<uuid:ident>/prev/", records.next_page, {"back": True}),
    path("<slug:slug>/<uuid:ident>/do/<slug:word>/", acts.act_page),
    path("<slug:slug>/<uuid:ident>/reveal/<slug:field>/", records.reveal_field),
]
