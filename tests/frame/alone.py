"""The engine alone with the toy app: `pytest --ds=tests.frame.alone tests/frame` must pass too."""

from tests.settings import *  # noqa: F403

AUTH_USER_MODEL = "auth.User"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "doorstep.frame",
    "doorstep.panes",
    "tests.frame.toy",
]
DOORSTEP_ACTOR = "tests.frame.toy.persons.actor_of"
