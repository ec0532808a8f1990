"""Routes of GeoReport v2: the format is the end of the address."""

from __future__ import annotations

from django.urls import path

from doorstep.doors.open311 import views

urlpatterns = [
    path("discovery.<slug:form>", views.discovery),
    path("v2/services.<slug:form>", views.services),
    path("v2/services/<slug:code>.<slug:form>", views.service),
    path("v2/requests.<slug:form>", views.requests),
    path("v2/requests/<slug:number>.<slug:form>", views.one),
]
