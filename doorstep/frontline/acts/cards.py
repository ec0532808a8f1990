"""The public card of a grid."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act
from doorstep.frontline import rules
from doorstep.frontline.models import GridCard
from doorstep.panes.forms import ActForm
from doorstep.people.acts.fields import CoveringField
from doorstep.people.rules import GRID_ROLES

KEEPERS = (*rules.CHECKERS, *GRID_ROLES)


class CardForm(ActForm):
    """Phones of the grid."""

    phone = forms.CharField(max_length=24)
    supervision_phone = forms.CharField(max_length=24, required=False)
    words = forms.CharField(max_length=120, required=False)


class NewCardForm(CardForm):
    """A grid's first card."""

    covering = CoveringField()


@act("frontline.card_make", creates=GridCard, at="covering", roles=KEEPERS, form=NewCardForm)
def card_make(given: Given, ctx: Ctx) -> Result:
    """Make the public card of a grid; names come from the offices of the day."""
    if GridCard.objects.filter(covering=given.covering).exists():
        raise Refused([Refusal(_("There is a card already; change it."), field="covering")])
    return Result(
        GridCard(covering=given.covering, path=given.covering.path, phone=given.phone,
                 supervision_phone=given.supervision_phone or "", words=given.words or "")
    )  # fmt: skip


@act("frontline.card_change", on=GridCard, roles=KEEPERS, form=CardForm, button="primary")
def card_change(card: GridCard, given: Given, ctx: Ctx) -> Result:
    """Change the phones or words on the card."""
    card.phone, card.words = given.phone, given.words or ""
    card.supervision_phone = given.supervision_phone or ""
    return Result(card)
