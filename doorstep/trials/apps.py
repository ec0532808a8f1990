"""Dry runs as a Django app."""

from django.apps import AppConfig


class TrialsConfig(AppConfig):
    """Just above matters: tries a change of the rules, which lie below, on last month's matters."""

    name = "doorstep.trials"
    label = "trials"
