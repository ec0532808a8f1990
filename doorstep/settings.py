"""Settings, from the environment. Three profiles: demo (default), production, dengbao.

``DATABASE_URL``, ``DOORSTEP_SECRET_KEY``, ``DOORSTEP_FIELD_KEYS``, ``DOORSTEP_BROKER_URL``,
``DOORSTEP_HOSTS`` (comma list), ``DOORSTEP_URL``, ``DOORSTEP_METRICS_TOKEN``, ``DOORSTEP_DEBUG``
(demo only).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from doorstep.db import use_new_sqlite
from doorstep.db.url import database

use_new_sqlite()

HOME = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent

# -- profile and secrets ---------------------------------------------------------------------
PROFILE = os.environ.get("DOORSTEP_PROFILE", "demo")
if PROFILE not in ("demo", "production", "dengbao"):
    raise ImproperlyConfigured(f"DOORSTEP_PROFILE: {PROFILE!r} is not demo, production or dengbao")
DEMO = PROFILE == "demo"
DENGBAO = PROFILE == "dengbao"
DEBUG = DEMO and os.environ.get("DOORSTEP_DEBUG") == "1"

#: Known to everybody; they exist so that the demo starts without a word of set-up.
DEMO_SECRET_KEY = "demo-only-secret-key-that-everybody-knows-and-production-refuses"
DEMO_FIELD_KEYS = "demo1:ZGVtby1vbmx5LWZpZWxkLWtleS0zMi1ieXRlcyEhISE="


def _secret(name: str, demo_value: str) -> str:
    """The environment's value; outside the demo the demo's own value and none are refused."""
    value = os.environ.get(name, demo_value if DEMO else "")
    if not value or (not DEMO and value == demo_value):
        raise ImproperlyConfigured(f"{name} must be set, and not to the demo's, in {PROFILE}")
    return value


SECRET_KEY = _secret("DOORSTEP_SECRET_KEY", DEMO_SECRET_KEY)
#: ``id:base64,id:base64``; the first encrypts, all decrypt (``kit.crypto.FieldKeys``).
DOORSTEP_FIELD_KEYS = _secret("DOORSTEP_FIELD_KEYS", DEMO_FIELD_KEYS)
if not DEMO and DEMO_FIELD_KEYS.partition(":")[2] in DOORSTEP_FIELD_KEYS:
    raise ImproperlyConfigured(f"DOORSTEP_FIELD_KEYS holds the demo's key; refused in {PROFILE}")
if DENGBAO and not DOORSTEP_FIELD_KEYS.startswith("sm"):
    raise ImproperlyConfigured(
        "等保 asks for SM4: the first of DOORSTEP_FIELD_KEYS must be an sm key"
    )
DOORSTEP_BROKER_URL = os.environ.get("DOORSTEP_BROKER_URL", "")
DOORSTEP_METRICS_TOKEN = os.environ.get("DOORSTEP_METRICS_TOKEN", "")
#: request -> Actor; the engine asks this and nothing else who is acting.
DOORSTEP_ACTOR = "doorstep.people.queries.actor_of"
#: ids of offices -> who that was, in words, for the trail of a record.
DOORSTEP_OFFICES = "doorstep.people.queries.offices_in_words"
#: (title, role) -> what an office is called in the city.
DOORSTEP_TITLES = "doorstep.people.queries.title_words"
#: (text, actor) -> places, best first; the place fields of all forms ask it.
DOORSTEP_PLACE_SEARCH = "doorstep.places.queries.search_places"

# -- apps, in the order of the floors ----------------------------------------------------------
FLOORS = (
    "frame", "panes", "places", "people", "notices", "clocks", "party", "frontline", "routing",
    "matters", "together", "casework", "exchange", "knots", "closing", "trials", "lists", "board",
    "doors",
)  # fmt: skip
APPS = [f"doorstep.{app}" for app in FLOORS]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    *APPS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "csp.middleware.CSPMiddleware",
    "doorstep.doors.web.Sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "doorstep.doors.web.Doorstep",
]
if DOORSTEP_BROKER_URL:  # many machines: what was written wakes workers elsewhere
    MIDDLEWARE.append("doorstep.doors.wake.Wake")
ROOT_URLCONF = "doorstep.urls"
WSGI_APPLICATION = "doorstep.wsgi.application"
#: The two libraries that doors.compiled stands in for are replaced on purpose.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
_loaders, _from = "django.template.loaders", ("filesystem", "app_directories")
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("doorstep.doors.compiled.ByLanguage", [f"{_loaders}.{n}.Loader" for n in _from])
            ],
            "libraries": dict.fromkeys(("i18n", "static"), "doorstep.doors.compiled"),
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "doorstep.doors.web.context",
            ],
        },
    },
]

# -- database ----------------------------------------------------------------------------------
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- accounts and sessions ---------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_validators = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": _validators + "UserAttributeSimilarityValidator"},
    {"NAME": _validators + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _validators + "CommonPasswordValidator"},
    {"NAME": _validators + "NumericPasswordValidator"},
]
#: No statement per request for the session; see docs/decisions/0002.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_AGE = 30 * 60 if DENGBAO else 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = DENGBAO  # idle time-out counts from the last request
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/desk/"

# -- web ---------------------------------------------------------------------------------------
_hosts = [host for host in os.environ.get("DOORSTEP_HOSTS", "").split(",") if host]
#: Where residents reach us: links in messages to phones begin with it.
DOORSTEP_URL = os.environ.get(
    "DOORSTEP_URL", f"https://{_hosts[0].lstrip('.*')}" if _hosts else "http://127.0.0.1:8000"
).rstrip("/")
ALLOWED_HOSTS = [*_hosts, *(["localhost", "127.0.0.1", "[::1]"] if DEMO else [])]
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in _hosts if host != "*"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if not DEMO:
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_SSL_REDIRECT = os.environ.get("DOORSTEP_SSL_REDIRECT", "1") == "1"
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# -- static and uploaded files -----------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static-root"
MEDIA_ROOT = HOME / "var" / "media"
WHITENOISE_USE_FINDERS = DEMO
_static = "doorstep.doors.statics.Plain"
_manifest = "doorstep.doors.statics.Hashed"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static if DEMO else _manifest},
}

# -- language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# -- log ---------------------------------------------------------------------------------------
_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
_render: Any = (
    structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    if DEMO
    else structlog.processors.JSONRenderer(ensure_ascii=False)
)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *([] if DEMO else [structlog.processors.format_exc_info]),
                _render,
            ],
            "foreign_pre_chain": _shared,
        }
    },
    "filters": {"links": {"()": "doorstep.doors.shell.links.Links"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "structured",
            "filters": ["links"],
        }
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("DOORSTEP_LOG", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}, "django.db.backends": {"level": "WARNING"}},
}
