"""The seen half of the engine as a Django app; it knows no domain."""

from django.apps import AppConfig


class PanesConfig(AppConfig):
    """Lets the system checks look at the screens that the apps declared."""

    name = "doorstep.panes"
    label = "panes"

    def ready(self) -> None:
        from doorstep.panes import screen_checks  # noqa: F401  (checks register themselves)
