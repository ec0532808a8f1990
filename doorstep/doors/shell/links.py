"""Logs without links: whoever has the address of a matter or a badge may act with it."""

from __future__ import annotations

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

#: /m/<token>/ of a reporter, /u/<token>/ of a unit and /k/<token>/ of a badge, plain or inside
#: another address.
_LINK = re.compile(r"(/|%2F)([mku])(/|%2F)[\w.-]{6,}", re.IGNORECASE)


def without(text: str) -> str:
    """The text with the secret part of such addresses left out."""
    return _LINK.sub(r"\1\2\3…", text)


class Links(logging.Filter):
    """Takes the links out of whatever is logged, traces too."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never stops a line."""
        if isinstance(record.msg, dict):  # structlog's
            record.msg = {k: without(v) if isinstance(v, str) else v for k, v in record.msg.items()}
        elif _LINK.search(told := record.getMessage()):
            record.msg, record.args = without(told), ()
        return True


class Access(Logger):  # type: ignore[misc]  # gunicorn comes without types
    """Gunicorn's log, should an operator turn on its access log: addresses without their secret."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """What a line of the access log may hold."""
        found = super().atoms(resp, req, environ, request_time)
        return {k: without(v) if isinstance(v, str) else v for k, v in found.items()}
