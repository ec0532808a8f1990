"""Knots and campaigns as a Django app."""

from django.apps import AppConfig


class KnotsConfig(AppConfig):
    """Just above matters: reads them, and takes many of them into one plan."""

    name = "doorstep.knots"
    label = "knots"
