"""热点、难点、堵点 and 专项: lists, pages, and what the page of a matter says of them.

Lists order by day, never by a number: places are not compared below communities (dignity D12).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from doorstep.frame import Actor
from doorstep.frame.terms import label
from doorstep.knots import rules
from doorstep.knots.models import Campaign, Knot
from doorstep.knots.queries import (
    campaign_of,
    knots_about,
    matters_of,
    numbers,
    reason_words,
    topic,
)
from doorstep.matters.acts.posts import DESK
from doorstep.matters.models import Matter
from doorstep.panes import Facts, Panel, Screen, Timeline, column, panel
from doorstep.people.rules import AUDITOR
from doorstep.routing.queries import CATEGORIES

#: Columns of the matters of a knot or campaign.
OF_MATTERS = ("said", "place", "state", "due", "owner")


def resting(about: Knot | Campaign, actor: Actor) -> Iterable[Matter]:
    """Its matters, as far as one may open them."""
    return matters_of(about, actor)[: rules.MOST]


class Knots(Screen):
    """热点难点堵点: what the rules found, and what people made of it."""

    record, action, slug, rank = Knot, "visit", "knots", 14
    roles = rules.READERS
    columns = ("what", "knot_kind", "place", "why_found", "since", "state")
    filters = ("state", "knot_kind")
    start: ClassVar[dict[str, str]] = {"state": "open"}
    order, joins, small = ("-since", "id"), ("place", "campaign"), True
    catalogues: ClassVar[dict[str, str]] = {"category": CATEGORIES}
    tones: ClassVar[dict[str, str]] = {
        "found": "soon", "taken": "info", "set_aside": "plain", "gone": "done",
    }  # fmt: skip
    panels = (
        Facts("knot_kind", "what", "place", "why_found", "since", "why", "campaign", sparse=True),
        Panel("knots.matters", resting, columns=OF_MATTERS),
        Timeline(),
    )

    def label_of(self, record: Knot) -> str:
        """Where and what: 东塘社区 · 小区乱停车."""
        return f"{record.place.part} · {topic(record.category)}"

    @column(label="knots.what")
    def what(self, record: Knot) -> str:
        """The category in words."""
        return topic(record.category)

    @column(kind="words", label="knots.why_found")
    def why_found(self, record: Knot) -> str:
        """Why it counts, with its numbers."""
        return reason_words(record.knot_kind, record.reason)


def compared(campaign: Campaign, actor: Actor) -> SafeString:
    """Before and after, as a table of four lines that a phone holds."""
    told = numbers(campaign)
    days = {"days": told["days_after"]}
    after = _("Now") if campaign.ended_on is None else _("After it")
    rows = [
        (_("Reported in thirty days"), told["reported_before"],
         f"{told['reported_after']} " + _("(in %(days)d days)") % days),
        (_("Open"), told["open_before"], told["open_after"]),
    ]  # fmt: skip
    return format_html(
        '<p>{}</p><table class="data"><thead><tr><th></th><th>{}</th><th>{}</th></tr></thead>'
        "<tbody>{}</tbody></table><p>{}</p>",
        _("Taken in: %(all)d, ended: %(done)d.") % {"all": told["taken"], "done": told["done"]},
        _("Before it"), after,
        format_html_join("", '<tr><th scope="row">{}</th><td class="num">{}</td>'
                             '<td class="num">{}</td></tr>', rows),
        _("The same category in the same community; what is hidden is not counted."),
    )  # fmt: skip


class Campaigns(Screen):
    """专项: one plan, one owner, many matters, before and after."""

    record, action, slug, rank = Campaign, "visit", "campaigns", 15
    roles, relations = rules.READERS, ("owner_unit",)
    columns = ("title", "place", "owner", "due_on", "state")
    filters = ("state",)
    start: ClassVar[dict[str, str]] = {"state": "open"}
    order, joins, small = ("-began_on", "id"), ("place", "owner"), True
    tones: ClassVar[dict[str, str]] = {"running": "info", "finished": "done"}
    panels = (
        Facts("plan", "owner", "place", "what", "began_on", "due_on", "ended_on", "result",
              sparse=True),
        Panel("knots.compared", compared),
        Panel("knots.matters", resting, columns=OF_MATTERS),
        Timeline(),
    )  # fmt: skip

    @column(label="knots.what")
    def what(self, record: Campaign) -> str:
        """The category in words."""
        return topic(record.category)


@panel(on="matters.matter", title="knots.here", roles=(*DESK, *rules.READERS, AUDITOR),
       relations=("owner_unit",))  # fmt: skip
def here(matter: Matter, actor: Actor) -> Any:
    """Which campaign it belongs to, and which knots rest on it, with their reasons.

    Nothing is asked where there is nothing: the campaign is a column of the matter, and the live
    knots are remembered.
    """
    lines: list[tuple[str, SafeString]] = []
    reads = bool(actor.roles & set(rules.READERS))
    campaign = campaign_of(matter)
    if campaign is not None:
        opens = reads or campaign.owner_id in actor.bodies
        title = linked(f"/desk/campaigns/{campaign.pk}/", campaign.title, opens=opens)
        lines.append((_("Belongs to the campaign"), title))
    if not matter.hidden_below:
        for knot in knots_about(matter):
            kind = label(Knot.kind, f"knot_kind.{knot.knot_kind}")
            what = f"{knot.place.part} · {reason_words(knot.knot_kind, knot.reason)}"
            lines.append((kind, linked(f"/desk/knots/{knot.pk}/", what, opens=reads)))
    return format_html_join("", "<p><strong>{}</strong> {}</p>", lines) if lines else ()


def linked(url: str, words: str, *, opens: bool) -> SafeString:
    """A link for those who may open the page, the words for all others."""
    return format_html('<a href="{}">{}</a>', url, words) if opens else format_html("{}", words)
