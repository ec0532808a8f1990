"""Fair closing as a Django app."""

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """Just above matters: stands on matters, notices and places."""

    name = "doorstep.closing"
    label = "closing"
