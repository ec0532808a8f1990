"""The WSGI entry: ``gunicorn doorstep.wsgi``. Django's ASGI is not used (design: it is slower)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doorstep.settings")
application = get_wsgi_application()
