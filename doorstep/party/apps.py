"""Party as a Django app."""

from django.apps import AppConfig


class PartyConfig(AppConfig):
    """Floor 7: stands on people and places."""

    name = "doorstep.party"
    label = "party"
