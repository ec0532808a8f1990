"""Standard replies are kept by the city centre: entered, changed, ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.casework.catalogues import REPLIES
from doorstep.casework.queries.replies import GAPS
from doorstep.frame import Ctx, Given, Result, act
from doorstep.frame.catalogue_acts import changed
from doorstep.frame.catalogues import CatalogueRow, rows
from doorstep.frame.terms import label
from doorstep.matters.acts.fields import Words
from doorstep.panes.forms import ActForm
from doorstep.people.rules import CITY_CENTRE
from doorstep.routing.queries import CATEGORIES, groups

#: Steps at which a reply is offered, by the last word of their acts.
STEPS = ("contact", "resolve", "settle", "answer", "decline")


def steps() -> list[tuple[str, str]]:
    """The steps in words."""
    return [(word, label("matters", word)) for word in STEPS]


def topics() -> list[tuple[str, str]]:
    """Groups of the tree."""
    return [(g.code, g.label) for g in groups()]


def classes() -> list[tuple[str, str]]:
    """The classes of the tree."""
    return [(r.code, r.label) for r in rows(CATEGORIES) if r.data.get("level") == "class"]


class ReplyForm(ActForm):
    """A reply in plain words, and where it is offered."""

    zh = forms.CharField(label=lazy("What it is called"), max_length=40)
    words = Words(
        lazy("The reply, as the reporter reads it"), 500, rows=5,
        help_text=lazy("{编号} {地点} {单位} {日期} {期限} are filled in from the matter."),
    )  # fmt: skip
    acts = forms.MultipleChoiceField(
        label=lazy("Offered at"), choices=steps, widget=forms.CheckboxSelectMultiple
    )
    categories = forms.MultipleChoiceField(
        label=lazy("For which topics (none: all)"), choices=topics, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    classes = forms.MultipleChoiceField(
        label=lazy("For which classes (none: all)"), choices=classes,
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def prepare(self) -> None:
        """Begin with what the row holds."""
        if self.record is not None and not self.is_bound:
            self.initial = {"zh": self.record.zh, **self.record.data, **self.initial}

    def clean_words(self) -> str:
        """Only gaps that are known."""
        words = str(self.cleaned_data["words"])
        rest = words
        for gap in GAPS:
            rest = rest.replace(gap, "")
        if "{" in rest or "}" in rest:
            known = " ".join(GAPS)
            raise forms.ValidationError(_("Only these are filled in: %(gaps)s") % {"gaps": known})
        return words


def _data(given: Given, old: dict[str, Any]) -> dict[str, Any]:
    return {**old, "words": given.words, "acts": list(given.acts),
            "categories": list(given.categories), "classes": list(given.classes)}  # fmt: skip


@act("casework.reply_add", creates=CatalogueRow, roles=(CITY_CENTRE,), form=ReplyForm, at="nowhere")
def reply_add(given: Given, ctx: Ctx) -> Result:
    """Enter a standard reply; it is offered from today on."""
    ctx.lock("casework.replies")
    there = set(CatalogueRow.objects.filter(catalogue=REPLIES).values_list("code", flat=True))
    number = next(n for n in range(1, 10_000) if f"own_{n}" not in there)
    changed(REPLIES)
    return Result(CatalogueRow(
        catalogue=REPLIES, code=f"own_{number}", zh=given.zh, en=given.zh, data=_data(given, {}),
        order=1000 + number, since=ctx.today,
    ))  # fmt: skip


@act("casework.reply_change", on=CatalogueRow, relations=("reply_keeper",), form=ReplyForm,
     button="primary")  # fmt: skip
def reply_change(row: CatalogueRow, given: Given, ctx: Ctx) -> Result:
    """Say it better; what was told before stays as it was told."""
    changed(REPLIES)
    row.zh, row.data = given.zh, _data(given, row.data)
    return Result(row)


@act("casework.reply_end", on=CatalogueRow, relations=("reply_keeper",))
def reply_end(row: CatalogueRow, given: Given, ctx: Ctx) -> Result:
    """It is offered no more."""
    changed(REPLIES)
    row.until = max(ctx.today, row.since)
    return Result(row, goto="/desk/replies/")
