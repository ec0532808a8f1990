"""Tables about people that were asked for: one's own, and those one may release."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.doors.acts.exports import RELEASERS, is_maker
from doorstep.doors.models import Export, ViewTelling
from doorstep.frame import Actor
from doorstep.kit import clock
from doorstep.panes import Facts, Panel, Screen, Timeline, column, panel
from doorstep.panes.saved import SavedView
from doorstep.panes.screens import SCREENS
from doorstep.people.queries import offices_in_words


def fetching(export: Export, actor: Actor) -> Any:
    """The way to the file, for its maker, while it is open."""
    if not is_maker(actor, export) or export.state != "released":
        return []
    if export.until is None or export.until <= clock.now():
        return format_html("<p>{}</p>", _("The day is over. Ask for the table again."))
    return format_html(
        '<p><a class="btn primary" href="/desk/exports/{}/file/">{}</a></p>',
        export.pk, _("Fetch the table"),
    )  # fmt: skip


class Exports(Screen):
    """What may leave the system with two persons' word."""

    record, action, slug, rank, export = Export, "base", "exports", 80, False
    roles, relations = RELEASERS, ("maker",)
    columns = ("what", "rows", "reason", "state", "asked_at", "until")
    filters = ("state",)
    tones = {"asked": "soon", "released": "done", "refused": "stop"}
    order, small = ("-asked_at", "id"), True
    panels = (
        Facts("asker", "what", "people", "rows", "reason", "asked_at", "until"),
        Panel("doors.fetching", fetching),
        Timeline(),
    )

    def label_of(self, record: Export) -> str:
        """Which list, and how many rows."""
        rows = ngettext("%(n)d row", "%(n)d rows", record.rows) % {"n": record.rows}
        return f"{self.what(record)} · {rows}"

    @column(label="doors.asker")
    def asker(self, record: Export) -> str:
        """Who asks, by post and name: on the page only, no list is by person (D2)."""
        found = offices_in_words([record.office]) if record.office else {}
        return next(iter(found.values()), "")

    @column(label="doors.what")
    def what(self, record: Export) -> str:
        """The list it is of."""
        return SCREENS[record.screen].title if record.screen in SCREENS else record.screen

    @column(label="doors.people")
    def people(self, record: Export) -> str:
        """Columns about people."""
        return "、".join(record.about)

    def find(self, actor: Actor, q: str) -> list[Export]:
        """Not searched."""
        return []


@panel(on="panes.savedview", title="doors.view")
def view_opens(view: SavedView, actor: Actor) -> Any:
    """The way to its list, and whether it tells of new rows."""
    telling = ViewTelling.objects.filter(view=view.pk).first()
    told = {
        "daily": _("It tells of new rows once a day, with the digest."),
        "at_once": _("It tells of new rows once a day, and of emergencies at once."),
    }.get(telling.mode if telling is not None else "", _("It does not tell of new rows."))
    return format_html(
        '<p>{}</p><p><a class="btn" href="/desk/{}/?{}">{}</a></p>',
        told, view.screen, view.query, _("Open the list"),
    )  # fmt: skip
