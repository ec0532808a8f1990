"""Fields of the forms of matters: words, phones, photos, leaves of the tree, likely owners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Actor
from doorstep.frame.terms import label as term_label
from doorstep.kit import phone
from doorstep.kit.path import ancestors
from doorstep.matters.models import Matter
from doorstep.matters.queries.asked import settled_here
from doorstep.people.models import Body
from doorstep.routing.acts.owners import OF_CITY, grouped, with_reasons
from doorstep.routing.queries.candidates import Candidate, candidates, reasons


def said(name: str, codes: tuple[str, ...], *, empty: Any = "") -> Any:
    """Choices whose words come from words.toml (`matters.<name>.<code>`).

    :param empty: the words of the empty choice, if there is one.
    """

    def choices() -> list[tuple[str, str]]:
        found = [(c, term_label("matters.matter", f"{name}.{c}")) for c in codes]
        return [("", str(empty)), *found] if empty else found

    return choices


class Words(forms.CharField):
    """A text of the user's own words; too long a text is refused with its length, never cut."""

    def __init__(
        self, label: Any, most: int = 500, *, rows: int = 3, required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(
            label=label, required=required, max_length=most,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={
                "required": _("Write a few words here."),
                "max_length": _(
                    "At most %(limit_value)d characters; you have %(show_value)d."
                    " Please shorten it, or attach the rest as a file."
                ),
            },
            **kwargs,
        )  # fmt: skip


class PhoneField(forms.CharField):
    """A mainland phone, mobile or landline with area code; says what is wrong with any other."""

    problems = {
        "foreign": _(
            "Only mainland numbers can be reached by message."
            " Leave it empty and put the number into the text."
        ),
        "": _(
            "This is no phone number we can reach."
            " A mobile number has 11 digits, a landline its area code."
        ),
    }

    def clean(self, value: Any) -> Any:
        """The number in its one form."""
        text = super().clean(value)
        if not text:
            return ""
        found = phone.read(text, area="0551")
        if found.problem:
            raise forms.ValidationError(
                self.problems.get(found.problem, self.problems[""]), found.problem
            )
        return found.number


class ManyFiles(forms.ClearableFileInput):
    """Several files in one control."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to six photos; each is judged by its bytes and re-encoded when it is stored."""

    most = 6

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFiles(attrs={"accept": "image/*"}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The list of uploads."""
        uploads = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(uploads) > self.most:
            raise forms.ValidationError(
                _("At most %d photos; send the rest in a second report.") % self.most
            )
        return [super(PhotosField, self).clean(each, initial) for each in uploads]


def bodies_for(matter: Matter | None) -> Iterator[Body]:
    """Bodies that may get a matter: those of its place and the city's, one statement.

    Those it is about and, where it is hidden, lower levels are not among them (dignity D5).
    """
    inside = Q(kind_of_body__in=OF_CITY)
    if matter is not None:
        inside |= Q(path__in=[p for p in ancestors(matter.path) if p])
    found = Body.objects.filter(inside, handles=True, until=None, withdrawn_at=None)
    for body in found.order_by("level", "name"):
        if matter is None or (
            body.pk not in (matter.owner_id, matter.concerned_id)
            and body.level >= matter.hidden_below
        ):
            yield body


def likely_owners(matter: Matter | None, actor: Actor) -> list[tuple[str, Any]]:
    """The same as choices by id: those of its place first, then the city's."""
    return grouped(bodies_for(matter))


def offered(matter: Matter) -> list[Candidate]:
    """Whom a matter may go to, the best founded first (R27): two statements, three for one that was
    given back. Bodies only, no person."""
    bodies = list(bodies_for(matter))
    why = reasons(matter.category, matter.path, [matter.place.place_kind], bodies)
    back = dict(matter.returns.values_list("unit_id", "clause")) if matter.returned else {}
    return candidates(why, bodies, settled_here(matter), back)


def owners_with_reasons(matter: Matter) -> list[tuple[Any, Any]]:
    """The same as choices."""
    return with_reasons(offered(matter))
