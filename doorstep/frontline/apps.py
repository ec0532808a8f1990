"""Those who stand at the door: red stewards, building heads, grid cards, elders' keys."""

from django.apps import AppConfig


class FrontlineConfig(AppConfig):
    """Floor 9: stands on people and places."""

    name = "doorstep.frontline"
    label = "frontline"
