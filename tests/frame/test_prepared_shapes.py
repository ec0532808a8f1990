"""A compiled statement is never used for another condition than its own."""

from __future__ import annotations

import gc

import pytest

from doorstep.frame.rights import SYSTEM
from doorstep.panes.lists import Wanted, page_of
from tests.frame.toy.models import Note, Parcel
from tests.frame.toy.screens import Parcels

pytestmark = pytest.mark.django_db


class Noted(Parcels):
    """Parcels with a note of one text: the screen's own condition holds a subquery."""

    slug = ""
    text = ""

    def rows(self, actor):
        return Parcel.objects.filter(pk__in=Note.objects.filter(text=self.text).values("parcel"))


def test_a_screen_with_a_subquery_is_compiled_for_each_actor(make):
    """Its shape shows only an address, which the next query may get again."""
    parcels = {}
    for text in ("mine", "yours"):
        parcels[text] = make(text)
        Note(parcel=parcels[text], text=text).save()
    for _again in range(40):
        for text, parcel in parcels.items():
            screen = Noted()
            screen.text = text
            assert [r.pk for r in page_of(screen, SYSTEM, Wanted()).records] == [parcel.pk]
            del screen
            gc.collect()
