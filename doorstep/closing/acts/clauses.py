"""The closed list of clauses: the city confirms each before it is used (D21)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.closing.catalogues import CLAUSES
from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.frame.catalogue_acts import changed
from doorstep.frame.catalogues import CatalogueRow
from doorstep.panes.forms import ActForm
from doorstep.people.rules import CITY_OD


class ConfirmForm(ActForm):
    """Where the clause stands in words."""

    source = forms.CharField(label=lazy("Document and clause that say so"), max_length=300)


def not_ours(row: CatalogueRow, actor: Actor) -> Any:
    """Why there is nothing to confirm."""
    if row.catalogue != CLAUSES:
        return Refusal(_("This is no reason for leaving a matter out of rates."))
    return Refusal(_("It is confirmed already.")) if row.confirmed else None


@act("closing.confirm", on=CatalogueRow, roles=(CITY_OD,), form=ConfirmForm, asks=not_ours)
def confirm(row: CatalogueRow, given: Given, ctx: Ctx) -> Result:
    """The city has read the document: from now on the clause may be decided on (D21)."""
    if row.catalogue != CLAUSES:
        raise Refused([Refusal(_("This is no reason for leaving a matter out of rates."))])
    changed(CLAUSES)
    row.confirmed, row.basis = True, given.source
    ctx.note(words=given.source)
    return Result(row, words=_("Confirmed; it may be used from now on."))
