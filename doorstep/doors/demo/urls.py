"""Routes of the demo; mounted in the demo profile only (doorstep.urls)."""

from __future__ import annotations

from doorstep.doors.demo import views
from doorstep.panes.pages import page_urls

__all__ = ["urlpatterns", "views"]

urlpatterns = page_urls("demo")
