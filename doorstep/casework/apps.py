"""Casework as a Django app."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Just above matters: what is done with one while it is worked on (docs/decisions/0025)."""

    name = "doorstep.casework"
    label = "casework"
