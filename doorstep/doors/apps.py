"""App configuration of the doors."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from doorstep.kit import clock


class DoorsConfig(AppConfig):
    """The web doors and the command line; keeps only what waits at a door."""

    name = "doorstep.doors"
    label = "doors"

    def ready(self) -> None:
        """The clock can be set in the demo and in tests, nowhere else."""
        clock.allow_setting(settings.DEMO)
