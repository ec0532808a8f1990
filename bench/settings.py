"""The demo profile with quiet logs; the bare views mounted beside ours."""

from doorstep.settings import *  # noqa: F403
from doorstep.settings import HOME, LOGGING, TEMPLATES

ROOT_URLCONF = "bench.urls"
LOGGING = {**LOGGING, "root": {"handlers": ["stderr"], "level": "ERROR"}}
TEMPLATES[0]["DIRS"] = [HOME / "bench" / "templates"]
