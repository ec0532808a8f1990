"""Clocks as a Django app."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Below all that has dates to keep: knows no matter, no deed, no case (design §3)."""

    name = "doorstep.clocks"
    label = "clocks"
