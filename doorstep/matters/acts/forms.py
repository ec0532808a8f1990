"""What the acts of matters ask; each error names the field and the cure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.matters.acts.fields import (
    PhoneField,
    PhotosField,
    Words,
    likely_owners,
    owners_with_reasons,
    said,
)
from doorstep.matters.queries import gave_back
from doorstep.matters.rules.life import (
    ABOUT,
    GRADES,
    KINDS,
    MOST_CHARACTERS,
    OUTCOMES,
    SAYS_NOT,
    SAYS_SETTLED,
    SAYS_SOLVED,
    SOLVED,
    SOURCES,
    TAKEN_DOWN,
    WAYS,
)
from doorstep.panes.forms import ActForm, PlaceField, VoiceField
from doorstep.people.acts.fields import BodyField
from doorstep.routing.acts.fields import LeafField
from doorstep.routing.acts.owners import OwnersRadio
from doorstep.routing.queries import propose

VERDICTS = (SAYS_SOLVED, SAYS_SETTLED, SAYS_NOT)


class AboutField(forms.ChoiceField):
    """Whom a complaint is about, for those who cannot name the body."""

    def __init__(self, **kwargs: Any) -> None:
        choices = said("about", tuple(ABOUT), empty=_("I do not know"))
        label = _("If it is a complaint: about whom")
        super().__init__(label=label, required=False, choices=choices, **kwargs)


class SaidForm(ActForm):
    """The core of every report: what, in words, voice or pictures."""

    place = PlaceField(label=_("Where"))
    category = LeafField(label=_("What it is about"))
    text = Words(_("What happened"), MOST_CHARACTERS, required=False)
    voice = VoiceField(label=_("Voice note"), required=False)
    photos = PhotosField(label=_("Photos"), required=False)
    where = forms.CharField(label=_("The exact spot"), required=False, max_length=120)
    intake = forms.ChoiceField(
        label=_("Kind"), choices=said("intake", KINDS, empty=_("(by itself)")), required=False
    )
    about = AboutField()
    concerned = BodyField(label=_("Who it is about"), required=False)
    sealed = forms.BooleanField(
        label=_("Do not tell those who handle it who I am"), required=False,
        help_text=_("Only the duty post of the street knows; questions reach you by message."),
    )  # fmt: skip
    #: Set by doors that took a category from the words because nobody chose one (R27).
    proposed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A report says something: words, a voice note or a picture."""
        given = super().clean() or {}
        if not (given.get("text") or given.get("voice") or given.get("photos")) and not (
            self.errors.get("text") or self.errors.get("voice") or self.errors.get("photos")
        ):
            self.add_error(
                "text", _("Say what happened: a few words, a voice note or a photo is enough.")
            )
        return given


class ReportForm(SaidForm):
    """What a worker, volunteer or clerk enters."""

    way = forms.ChoiceField(required=False, label=_("What should happen"),
                            choices=said("way", WAYS, empty=_("(by itself)")))  # fmt: skip
    result = Words(_("What was done"), required=False)
    source = forms.ChoiceField(
        label=_("Came in by"), required=False,
        choices=said("source", TAKEN_DOWN, empty=_("(by itself)")),
    )  # fmt: skip
    reporter_name = forms.CharField(label=_("Reporter's name"), max_length=40, required=False)
    reporter_phone = PhoneField(label=_("Reporter's phone"), required=False)
    outside_number = forms.CharField(
        label=_("Number of the other system"), max_length=48, required=False
    )


class ReceiveForm(ReportForm):
    """What a table or another system brings: it alone speaks for the hotline and for systems."""

    source = forms.ChoiceField(
        label=_("Came in by"), required=False,
        choices=said("source", SOURCES, empty=_("(by itself)")),
    )  # fmt: skip
    outside_due = forms.DateTimeField(label=_("Date of the other system"), required=False)


class AskForm(SaidForm):
    """What a resident enters; the phone comes verified from the session, not from the form."""

    reporter_name = forms.CharField(label=_("How may we call you"), max_length=40, required=False)


class OwnerForm(ActForm):
    """To whom: proposed by the responsibility rules, a person decides (R27)."""

    owner = BodyField(
        label=_("Who handles it"), required=False,
        help_text=_("Left empty, it goes to whom the responsibility rules name."),
    )  # fmt: skip
    words = Words(_("Why"), required=False, rows=2)

    def prepare(self) -> None:
        """Whom it may go to, with reasons, when the form is shown for one matter; of many the rules
        decide each, or one name for all."""
        field, matter = self.fields["owner"], self.record
        offered: Any = self.owners  # asked only when the form is shown
        if matter is None:
            field.widget = forms.Select(choices=offered)
            return
        field.widget = OwnersRadio(choices=offered)
        if self.is_bound:
            return
        found = propose(matter.category, matter.path, [matter.place.place_kind])
        if found is None or found.body.pk == matter.owner_id:
            field.help_text = _("The rules name nobody else: choose who handles it.")
            field.required = True
            return
        field.help_text = _("A proposal with its reasons; you decide.")
        if not matter.returned or not gave_back(matter, found.body):
            self.initial.setdefault("owner", str(found.body.pk))

    def owners(self) -> list[tuple[Any, Any]]:
        """What is offered; the rules themselves where many matters are handed over."""
        if self.record is not None:
            return owners_with_reasons(self.record)
        return [("", str(_("(as the rules say)"))), *likely_owners(None, self.actor)]


class WhyForm(ActForm):
    """A reason, in words."""

    words = Words(_("Why"))


class TriedForm(ActForm):
    """What was tried."""

    words = Words(_("What was tried"))


class HeardForm(ActForm):
    """The line that says what the voice note says."""

    words = Words(_("What the voice note says"), MOST_CHARACTERS)


class DoneForm(ActForm):
    """What was done, told to the reporter as it stands."""

    words = Words(_("What was done (the reporter reads this)"))


class ResolveForm(DoneForm):
    """How it ended; solved, settled otherwise, not ours and cannot are kept apart everywhere."""

    outcome = forms.ChoiceField(
        label=_("How it ended"), choices=said("outcome", OUTCOMES), widget=forms.RadioSelect,
        initial=SOLVED,
    )  # fmt: skip
    where_to = forms.CharField(label=_("Who can help instead"), max_length=200, required=False)
    photos = PhotosField(label=_("Photos"), required=False)

    def clean(self) -> dict[str, Any]:
        """Sending somebody away needs a direction."""
        given = super().clean() or {}
        if given.get("outcome") == "not_ours" and not given.get("where_to"):
            self.add_error("where_to", _("Tell the reporter where to go instead."))
        return given


class DeclineForm(WhyForm):
    """Never silent: why not, and where to go instead (B3)."""

    where_to = forms.CharField(label=_("Where to go instead"), max_length=200)


class KindForm(WhyForm):
    """Another kind, with a reason that the reporter sees."""

    intake = forms.ChoiceField(
        label=_("Kind"), choices=said("intake", KINDS), widget=forms.RadioSelect
    )


class RelocateForm(ActForm):
    """Where it belongs."""

    place = PlaceField(label=_("Where"))
    where = forms.CharField(label=_("The exact spot"), required=False, max_length=120)


class CategoryForm(ActForm):
    """Another category, with a reason if it is not plain."""

    words = Words(_("Why"), required=False, rows=2)
    category = LeafField(label=_("What it is about"))
    about = AboutField()
    concerned = BodyField(label=_("Who it is about"), required=False)


class VerdictForm(ActForm):
    """The reporter's word on the result."""

    verdict = forms.ChoiceField(
        label=_("Is it solved?"), choices=said("verdict", VERDICTS), widget=forms.RadioSelect
    )
    words = Words(_("What is still wrong"), required=False)


class RateForm(ActForm):
    """A grade; it goes to the system, no handler sees a single one (R14)."""

    grade = forms.ChoiceField(label=_("How was it handled"), choices=said("grade", GRADES),
                              widget=forms.RadioSelect)  # fmt: skip
    words = Words(_("In your words"), required=False)
