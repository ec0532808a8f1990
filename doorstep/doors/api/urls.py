"""Routes of the API. Pages of other apps come first."""

from __future__ import annotations

from django.urls import path, re_path

from doorstep.doors.api import exchange, figures, openapi, ops, views
from doorstep.panes.pages import page_urls

urlpatterns = [
    path("openapi.json", openapi.document),
    *page_urls("api"),
    path("v1/ops/", ops.ops),
    path("v1/exchange/", exchange.exchange),
    path("v1/figures/", figures.figures),
    path("v1/<slug:slug>/", views.list_view),
    path("v1/<slug:slug>/do/<slug:word>/", views.act_view),
    path("v1/<slug:slug>/<uuid:ident>/", views.record_view),
    path("v1/<slug:slug>/<uuid:ident>/do/<slug:word>/", views.act_view),
    re_path("", views.nothing),
]
