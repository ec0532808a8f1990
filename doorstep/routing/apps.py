"""Routing as a Django app."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """Just below matters: stands on places and people; knows no matter."""

    name = "doorstep.routing"
    label = "routing"
