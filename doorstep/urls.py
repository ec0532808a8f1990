"""Where each door is mounted. A door brings its own ``urls``; nothing else adds routes."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from doorstep.doors import health
from doorstep.panes.serving import serve

#: prefix -> module with urlpatterns; the portal has the empty prefix and comes last.
DOORS = {
    "desk/": "doorstep.doors.desk.urls",
    "pocket/": "doorstep.doors.pocket.urls",
    "api/": "doorstep.doors.api.urls",
    "open311/": "doorstep.doors.open311.urls",
    "": "doorstep.doors.portal.urls",
}
if settings.DEMO:
    DOORS = {"demo/": "doorstep.doors.demo.urls", **DOORS}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("files/<uuid:ident>/", serve),
    path("i18n/", include("django.conf.urls.i18n")),
    *(path(prefix, include(module)) for prefix, module in DOORS.items()),
]
