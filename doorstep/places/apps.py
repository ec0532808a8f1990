"""The places app: the tree, coverings, codes, calendars, parameters, emergencies, actions."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Floor 3."""

    name = "doorstep.places"
    label = "places"
