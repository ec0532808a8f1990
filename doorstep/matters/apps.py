"""Matters as a Django app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Floor 13: stands on places, people, notices, frontline and routing."""

    name = "doorstep.matters"
    label = "matters"
