"""Fields of act forms: scoped to the actor, told in words, nothing guessed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from doorstep.panes.forms import (
    ActForm,
    ChoiceFromCatalogue,
    PhoneField,
    PhotosField,
    PlaceField,
    RecordField,
    RefField,
)
from tests.frame.test_lists import fill
from tests.frame.toy.persons import CLERK_HERE, CLERK_THERE


class Sample(ActForm):
    """One of each."""

    app = "toy"
    parcel = RecordField("toy.parcel", required=False)
    place = PlaceField(required=False)
    phone = PhoneField(required=False)
    about = RefField(required=False)
    photos = PhotosField(required=False, most=2)
    number = forms.CharField(required=False)


PLACES = [
    SimpleNamespace(path="0001", label="1栋", pk=1),
    SimpleNamespace(path="0002", label="2栋", pk=2),
    SimpleNamespace(path="0003", label="2栋1单元", pk=3),
]


def search(text: str, actor: Any) -> list[Any]:
    """Stands for the search of places."""
    return [p for p in PLACES if text in (p.path, str(p.pk)) or text in p.label]


@pytest.fixture(autouse=True)
def _places(settings: Any) -> None:
    settings.DOORSTEP_PLACE_SEARCH = f"{__name__}.search"


def form(actor: Any = CLERK_HERE, files: Any = None, **data: Any) -> Sample:
    """The form, checked."""
    made = Sample(data, files, actor=actor)
    made.is_valid()
    return made


def test_labels_come_from_words() -> None:
    assert form().fields["number"].label == "编号"


def test_records_are_those_the_actor_sees(db: None, make: Any) -> None:
    made = make()
    assert form(parcel=str(made.pk)).cleaned_data["parcel"] == made
    assert form(parcel=made).cleaned_data["parcel"] == made
    assert "parcel" in form(CLERK_THERE, parcel=str(made.pk)).errors
    assert "parcel" in form(parcel="nonsense").errors


def test_records_are_offered_or_found_by_words(db: None, make: Any) -> None:
    made = make("路灯坏了")
    make("井盖松了")
    shown = str(form()["parcel"])
    assert "<select" in shown
    assert "路灯坏了" in shown
    assert form(parcel="路灯").cleaned_data["parcel"] == made
    assert "井盖松了" in form(parcel="了").errors["parcel"][0]
    assert "<select" in str(form(CLERK_THERE)["parcel"])
    assert "路灯坏了" not in str(form(CLERK_THERE)["parcel"])


def test_many_records_are_asked_for_in_words(db: None) -> None:
    fill(60, spread=2)
    assert "<select" not in str(form()["parcel"])


def test_one_place_is_taken_several_are_told() -> None:
    assert form(place="1栋").cleaned_data["place"].pk == 1
    assert form(place="2栋").cleaned_data["place"].pk == 2  # exactly so called
    assert form(place="0003").cleaned_data["place"].pk == 3
    assert "2栋1单元" in form(place="栋").errors["place"][0]
    assert "place" in form(place="9栋").errors


def test_phones_are_normalised() -> None:
    assert form(phone="138 1234 1234").cleaned_data["phone"] == "13812341234"
    assert "phone" in form(phone="12").errors


def test_refs_name_a_known_kind(db: None, make: Any) -> None:
    made = make()
    assert form(about=f"toy.parcel:{made.pk}").cleaned_data["about"].fetch() == made
    assert "about" in form(about="toy.nothing:1").errors


def test_photos_are_several_but_not_too_many() -> None:
    photos = [SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(3)]
    assert len(form(files=MultiValueDict({"photos": photos[:2]})).cleaned_data["photos"]) == 2
    assert "photos" in form(files=MultiValueDict({"photos": photos})).errors
    assert form().cleaned_data["photos"] == []


def test_catalogue_choices_are_those_in_force(db: None) -> None:
    field = ChoiceFromCatalogue("toy.sizes", required=False)
    assert [code for code, _words in field.choices] == [""]
