"""Notices as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Floor 5: stands on people; whoever is above tells people things through it."""

    name = "doorstep.notices"
    label = "notices"
