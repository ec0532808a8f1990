"""The demo profile with a fast password hasher, no log noise and the toy app; pytest only."""

from doorstep.settings import *  # noqa: F403
from doorstep.settings import INSTALLED_APPS as REAL_APPS
from doorstep.settings import LOGGING

INSTALLED_APPS = [*REAL_APPS, "tests.frame.toy"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING = {**LOGGING, "root": {"handlers": ["stderr"], "level": "ERROR"}}
#: A page that uses more statements than it may fails its test.
DOORSTEP_BUDGETS = True
