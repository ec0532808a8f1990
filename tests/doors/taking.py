"""The table that would leave, whoever has to release it."""

from __future__ import annotations

from django.http import QueryDict

from doorstep.doors.desk.exports import csv_parts, lines
from doorstep.frame import Actor
from doorstep.panes.lists import wanted
from doorstep.panes.screens import SCREENS


def taken(actor: Actor, slug: str, query: str = "") -> str:
    """All of a list as the actor's export holds it."""
    screen = SCREENS[slug]
    return "".join(csv_parts(lines(screen, actor, wanted(screen, QueryDict(query)))))
