"""Ours and the bare views."""

from bench.bare import urlpatterns as bare
from doorstep.urls import urlpatterns as ours

urlpatterns = [*bare, *ours]
