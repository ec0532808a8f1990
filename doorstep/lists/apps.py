"""The three lists as a Django app."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Floor 14: reads matters; keeps and writes nothing."""

    name = "doorstep.lists"
    label = "lists"
