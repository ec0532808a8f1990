"""Together as a Django app."""

from django.apps import AppConfig


class TogetherConfig(AppConfig):
    """Just above matters: those that are about one thing (docs/decisions/0023)."""

    name = "doorstep.together"
    label = "together"
