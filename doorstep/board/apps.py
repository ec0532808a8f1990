"""The board as a Django app."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """Floor 20: above everything it counts."""

    name = "doorstep.board"
    label = "board"
