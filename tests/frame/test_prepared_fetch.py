"""Statements that ask for ids and texts, kept by their key; inserts sent together; form copies."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django import forms
from django.db import IntegrityError, connection, transaction

from doorstep.frame import prepared
from doorstep.frame.inserts import insert, together
from doorstep.frame.prepared import fetch
from doorstep.panes.forms import ActForm
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import CLERK_HERE


def by_id(*some: uuid.UUID) -> Any:
    return Parcel.objects.filter(pk__in=some).order_by("id")


def named(text: str, ident: uuid.UUID) -> Any:
    return Parcel.objects.filter(text=text, pk=ident).values_list("id", "text", "weight")


@pytest.mark.django_db
def test_records_and_values_are_those_of_the_queryset(make: Any) -> None:
    one, two = make("one"), make("it's 50% ~two")
    key = uuid.uuid4().hex
    for asked in ((one.pk, two.pk), (two.pk, one.pk), (two.pk, uuid.uuid4())):
        assert fetch((key, 2), asked, by_id) == list(by_id(*asked))
    for parcel in (one, two):
        asked_text: list[Any] = [parcel.text, parcel.pk]
        assert fetch((key, "named"), asked_text, named) == list(named(*asked_text))
        assert fetch((key, "named"), [parcel.text, uuid.uuid4()], named) == []
    assert sum(1 for k in prepared._fixed if k[0] == key) == 2


@pytest.mark.django_db
def test_one_statement_and_no_compiling_the_second_time(
    make: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    parcel = make("one")
    key = uuid.uuid4().hex
    assert fetch(key, [parcel.pk], by_id) == [parcel]

    def never(*_some: uuid.UUID) -> Any:
        raise AssertionError("compiled again")

    with django_assert_num_queries(1):
        assert fetch(key, [parcel.pk], never) == [parcel]


@pytest.mark.django_db(transaction=True)
def test_an_error_among_inserts_sent_together_is_told_and_nothing_stays(make: Any) -> None:
    """PostgreSQL answers only when the block ends; it is still inside the transaction."""
    there = make("one")
    fresh = Parcel.objects.get(pk=there.pk)
    fresh.pk, twice = uuid.uuid4(), Parcel.objects.get(pk=there.pk)

    def both() -> None:
        with transaction.atomic(), together():
            insert(Parcel, [fresh])
            insert(Parcel, [twice])  # the same key again

    with pytest.raises(IntegrityError):
        both()
    assert not Parcel.objects.filter(pk=fresh.pk).exists()
    with transaction.atomic(), together():
        insert(Parcel, [fresh])
    assert Parcel.objects.get(pk=fresh.pk).text == "one"
    assert not connection.needs_rollback


class Chosen(ActForm):
    """One field whose choices and words are narrowed for each who asks."""

    app = "toy"
    size = forms.ChoiceField(choices=[("s", "small"), ("l", "large")], required=False)
    words = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    day = forms.SplitDateTimeField(required=False)


def test_what_one_form_changes_in_its_fields_no_other_has() -> None:
    first = Chosen(actor=CLERK_HERE)
    first.fields["size"].choices = [("s", "small")]
    first.fields["size"].required = True
    first.fields["size"].error_messages["required"] = "mine"
    first.fields["words"].widget.attrs["rows"] = 9
    first.fields["words"].validators.append(lambda _value: None)
    first.fields["day"].widget.widgets[0].attrs["class"] = "mine"
    second = Chosen({"size": "l"}, actor=CLERK_HERE)
    assert second.is_valid(), second.errors
    assert [c for c, _w in second.fields["size"].choices] == ["s", "l"]
    assert second.fields["size"].error_messages["required"] != "mine"
    assert second.fields["words"].widget.attrs["rows"] == 3
    assert len(second.fields["words"].validators) < len(first.fields["words"].validators)
    assert "class" not in second.fields["day"].widget.widgets[0].attrs
    assert 'value="s"' in str(first["size"])
    assert 'value="l"' not in str(first["size"])
    assert 'value="l"' in str(second["size"])
