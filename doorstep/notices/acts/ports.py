"""Where messages to phones leave: one small protocol, and a port that only writes the log.

A city writes its own class with the same method and names it in settings.DOORSTEP_SMS_PORT.
"""

from __future__ import annotations

import functools
from typing import Protocol

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from doorstep.kit.crypto import mask_phone

log = structlog.get_logger("doorstep.notices")


class SmsPort(Protocol):
    """Sends one text to one phone."""

    def send(self, phone: str, text: str, key: str) -> None:
        """Hand a text over.

        :param key: same for the same message, so that the provider can drop a repetition.
        :raises OSError: when it could not be handed over; it is tried again.
        """


class ConsoleSms:
    """Writes that a message left, with the phone masked and without the text."""

    def send(self, phone: str, text: str, key: str) -> None:
        """One line in the log."""
        log.info("sms", phone=mask_phone(phone), length=len(text), key=key)


@functools.cache
def sms_port() -> SmsPort:
    """The port of this installation."""
    default = f"{__name__}.{ConsoleSms.__name__}"
    made: SmsPort = import_string(getattr(settings, "DOORSTEP_SMS_PORT", default))()
    return made
