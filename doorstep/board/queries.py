"""What homes and the board ask: several counts in one statement, and the queues of a post."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.db.models.functions import Substr

from doorstep.frame import Actor
from doorstep.panes.lists import COUNTED, Wanted, page_of
from doorstep.panes.screens import SCREENS
from doorstep.panes.walks import counting, walks_of
from doorstep.places.models import Place

#: {"words": "2023-05", "done": 5, "of": 40, "finished": false}, written whole by the founding.
FOUNDING = "progress.json"


def founding_folder() -> Path:
    """Where the founding of this very database keeps its files; another may be founded too."""
    named = hashlib.sha256(str(connection.settings_dict["NAME"]).encode()).hexdigest()[:12]
    return Path(settings.MEDIA_ROOT).parent / "founding" / named


def progress() -> dict[str, Any] | None:
    """How far the past of the invented city is founded; None where nothing is being founded."""
    try:
        told = json.loads((founding_folder() / FOUNDING).read_text("utf-8"))
        done, whole = int(told["done"]), max(int(told["of"]), 1)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if told.get("finished"):
        return None
    return {
        "words": str(told.get("words", "")),
        "percent": min(100, done * 100 // whole),
        "done": done,
        "of": whole,
    }


@dataclass(frozen=True)
class Queue:
    """One heap of work of a post: a list with filters, told by a term."""

    term: str
    screen: str
    filters: Mapping[str, tuple[str, ...]]
    tone: str = "plain"

    @property
    def url(self) -> str:
        """The list it opens to."""
        pairs = "&".join(f"{k}={v}" for k, vs in self.filters.items() for v in vs)
        return f"/desk/{self.screen}/?{pairs}"

    def asked(self) -> Wanted:
        """What the list is asked for."""
        return Wanted(filters=self.filters)


def counts(actor: Actor, queues: Sequence[Queue]) -> list[int]:
    """How many each queue holds (COUNTED + 1 means more), all in one statement."""
    selects: list[str] = []
    params: list[Any] = []
    for queue in queues:
        screen = SCREENS[queue.screen]
        walks = walks_of(screen, actor, queue.asked())
        sql, more = counting(screen.rows(actor), walks, COUNTED)
        selects.append(sql)
        params += more
    if not selects:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(selects), params)
        return [int(n) for n in cursor.fetchone()]


def first_of(actor: Actor, queue: Queue, most: int) -> list[Any]:
    """The first `most` records of a queue, in the list's order: two statements."""
    return page_of(SCREENS[queue.screen], actor, queue.asked(), most, count=False).records


def by_place(rows: Any, paths: Sequence[str], lowest: int) -> list[tuple[Place, int]]:
    """How many records lie in each place one level below the paths asked for, the largest first;
    never below `lowest`, the length of a community's path (D12). Two statements."""
    length = max((len(p) for p in paths), default=0) + 4
    names = {f.name for f in rows.model._meta.get_fields()}
    if "path" not in names or length > lowest:
        return []
    length = max(length, 8)  # the city alone is no division of itself
    rows = rows.order_by().annotate(at=Substr("path", 1, length))
    counted = {r["at"]: r["n"] for r in rows.values("at").annotate(n=Count("pk"))}
    places = Place.objects.filter(path__in=counted)
    return sorted(((p, counted[p.path]) for p in places), key=lambda found: -found[1])
