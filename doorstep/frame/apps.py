"""The engine as a Django app; it knows no domain."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """Loads the rooms of every app, then lets the system checks look at what they declared."""

    name = "doorstep.frame"
    label = "frame"

    def ready(self) -> None:
        from doorstep.frame import checks, registry  # noqa: F401  (checks register themselves)

        registry.load_rooms()
