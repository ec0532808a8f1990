"""People as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Floor 4: stands on places; tells the engine who acts."""

    name = "doorstep.people"
    label = "people"
