"""Offices: give and end; absences with deputies; duty rosters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act, in_force
from doorstep.frame.prepared import records
from doorstep.kit.path import covers_any
from doorstep.panes.forms import ActForm
from doorstep.people.acts.fields import BodyField, CoveringField, EndForm, PersonField, worded
from doorstep.people.acts.giving import (
    NOT_YOURS,
    OwnOfficeField,
    ends_it,
    refuse_giving,
    sends_away,
)
from doorstep.people.models import Absence, DutyShift, Office, Person
from doorstep.people.queries.offices import scope_of
from doorstep.people.rules import (
    ADMIN,
    CITY_CENTRE,
    COMMUNITY_SECRETARY,
    DEPT_DISPATCHER,
    DEPT_HEAD,
    GIVERS,
    ROLES,
    SINGLE,
    STEWARD,
    STREET_DISPATCHER,
    STREET_LEADER,
    VOLUNTEER_FINDERS,
    VOLUNTEERS,
    may_give,
)
from doorstep.places.acts.fields import PlaceField

#: An absence longer than this is a change of office.
LONGEST_ABSENCE = timedelta(days=366)
ROSTER_KEEPERS = (
    ADMIN, CITY_CENTRE, COMMUNITY_SECRETARY, DEPT_DISPATCHER, DEPT_HEAD, STREET_DISPATCHER,
    STREET_LEADER,
)  # fmt: skip


class OfficeForm(ActForm):
    """Who takes which office, where and from when: at a place, a covering, a body, or both last."""

    person = PersonField()
    role = forms.ChoiceField(choices=worded("role", tuple(ROLES)))
    title = forms.CharField(max_length=40, required=False)
    place = PlaceField(required=False)
    covering = CoveringField(required=False)
    body = BodyField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    document = forms.CharField(max_length=80, required=False)

    def prepare(self) -> None:
        """Only the offices that the actor gives are drawn; the act asks again, with the place."""
        if not self.actor.is_system:
            role: Any = self.fields["role"]
            drawn = [pair for pair in role.choices if may_give(self.actor.roles, pair[0])]
            role.widget.choices = drawn

    def clean(self) -> dict[str, Any]:
        """The place follows from the covering or the body where it is not given."""
        values = super().clean() or self.cleaned_data
        role = ROLES.get(values.get("role") or "")
        home = values.get("covering") or values.get("body")
        if home is not None:
            values["place"] = home.place
        if values.get("place") is None and not self.errors:
            self.add_error("place", _("Say where: a place, a grid or patch, or a body."))
        if role is not None and role.held == "body" and values.get("body") is None:
            self.add_error("body", _("This office is held in a body; choose it."))
        since, until = values.get("since"), values.get("until")
        if since and until and until <= since:
            self.add_error("until", _("The end lies before the beginning."))
        return values


class AwayForm(ActForm):
    """Who is away from when to when, and who stands in; no reason is asked."""

    office = OwnOfficeField("people.office")
    deputy = PersonField(required=False)
    since = forms.DateField()
    until = forms.DateField()


class ShiftForm(ActForm):
    """Who has duty at a body's duty post, and when."""

    body = BodyField()
    person = PersonField()
    starts_at = forms.DateTimeField()
    ends_at = forms.DateTimeField()
    leads = forms.BooleanField(required=False)


def refuse_second(given: Given, since: date, ctx: Ctx) -> None:
    """Stop a second holder of an office that has one, and the same office given twice.

    Two who give it at one moment come one after the other; rows of a table see those above them.
    """
    at = {"place": given.place, "covering": given.covering, "body": given.body}
    held = {name: record and record.pk for name, record in at.items()}
    ctx.lock("people.office", given.role, *(pk or "" for pk in held.values()))
    asked = Q(role=given.role, withdrawn_at=None, **held)
    asked &= in_force(since) | Q(since__gte=since)
    if given.until is not None:
        asked &= Q(since__lt=given.until)
    if given.role not in SINGLE:
        asked &= Q(person=given.person.pk)
    above = (o for o in ctx.cache.get(_given(given), ()) if _again(o, given, since))
    holder = next(above, None) or next(iter(records("people.second", asked, _first_holder)), None)
    if holder is not None:
        raise Refused([
            Refusal(
                _("%(name)s holds this office from %(since)s.")
                % {"name": holder.person.name, "since": holder.since},
                field="person", cure=_("End that office first, or begin later."),
            )
        ])  # fmt: skip


def _first_holder(asked: Q) -> QuerySet[Office]:
    rows = Office.objects.filter(asked).exclude(until=F("since"))
    return rows.select_related("person").order_by("pk")[:1]


def _given(given: Given) -> tuple[Any, ...]:
    """Key of `ctx.cache`: those who got this office in the same table, not yet written."""
    held = (given.place, given.covering, given.body)
    return ("people.given", given.role, *(at and at.pk for at in held))


def _again(office: Office, given: Given, since: date) -> bool:
    """Whether an office of the same table stands in the way, as the statement asks of others."""
    over = office.until is not None and office.until <= max(since, office.since)
    later = given.until is not None and office.since >= given.until
    own = given.role in SINGLE or office.person_id == given.person.pk
    return own and not over and not later


@act("people.appoint", creates=Office, roles=GIVERS, form=OfficeForm, button="primary")
def appoint(given: Given, ctx: Ctx) -> Result:
    """Give a person an office. Which level gives which: `rules.roles` (M21: secretaries by the
    city's organisation department)."""
    since = given.since or ctx.on
    refuse_giving(ctx, given.role, given.place.path, given.body)
    refuse_second(given, since, ctx)
    office = Office(
        person=given.person, role=given.role, title=given.title or "", place=given.place,
        path=given.place.path, covering=given.covering, body=given.body, since=since,
        until=given.until, document=given.document or "",
    )  # fmt: skip
    ctx.cache.setdefault(_given(given), []).append(office)
    return Result(office)


@act("people.end_office", on=Office, roles=GIVERS, relations=["self"], form=EndForm,
     asks=lambda office, actor: "" if ends_it(office, actor) else NOT_YOURS)  # fmt: skip
def end_office(office: Office, given: Given, ctx: Ctx) -> Result:
    """End an office. Volunteers may lay theirs down themselves; others are ended by who gives."""
    until = given.until or ctx.on
    if not ends_it(office, ctx.actor):
        raise Refused([NOT_YOURS])
    if until < office.since:
        raise Refused([Refusal(_("The end lies before the beginning."), field="until")])
    office.until = until
    return Result(office)


def refuse_deputy(office: Office, deputy: Person, day: date) -> None:
    """Stop a deputy who may not have the rights: for a paid office one without any; for a steward
    or building head, who reads the doors of neighbours (D4), one who was not nominated, checked
    and trained as a steward of the community nor works there."""
    held = list(Office.objects.at(day).filter(person=deputy, withdrawn_at=None))
    paid = [o for o in held if o.role not in VOLUNTEERS]
    if office.role in VOLUNTEER_FINDERS:
        near = any(o.role == STEWARD and o.at3 == office.at3 for o in held)
        if near or any(covers_any(scope_of(o, day), office.path) for o in paid):
            return
        raise Refused([
            Refusal(_("The deputy is neither a steward of this community nor works there."),
                    field="deputy", clause="D4",
                    cure=_("Choose an active steward of the community, or the grid member."))
        ])  # fmt: skip
    if office.role not in VOLUNTEERS and not paid:
        raise Refused([
            Refusal(_("The deputy holds no office on that day."), field="deputy",
                    cure=_("Choose a colleague in office."))
        ])  # fmt: skip


@act("people.go_away", creates=Absence, roles=tuple(ROLES), form=AwayForm, at="office")
def go_away(given: Given, ctx: Ctx) -> Result:
    """Name a deputy for the days somebody is away; work and rights move then, and back.

    For oneself, or by who gives the office. Who may stand in: `refuse_deputy`.
    """
    office: Office = given.office
    if not sends_away(office, ctx.actor):
        raise Refused([NOT_YOURS])
    if not given.since < given.until <= given.since + LONGEST_ABSENCE:
        raise Refused([
            Refusal(_("An absence lasts from a day to one year."), field="until",
                    cure=_("For longer, end the office and give it to somebody else."))
        ])  # fmt: skip
    deputy = given.deputy
    if deputy is not None:
        if deputy.pk == office.person_id:
            raise Refused([Refusal(_("Nobody stands in for themselves."), field="deputy")])
        refuse_deputy(office, deputy, given.since)
    ctx.lock("people.absence", office.pk)
    clash = Absence.objects.filter(
        office=office, withdrawn_at=None, since__lt=given.until, until__gt=given.since
    )
    if clash.exists():
        raise Refused([Refusal(_("There is an absence in these days already."), field="since")])
    return Result(
        Absence(office=office, person_id=office.person_id, deputy=deputy, path=office.path,
                since=given.since, until=given.until)
    )  # fmt: skip


@act("people.come_back", on=Absence, roles=GIVERS, relations=["self"], form=EndForm,
     button="primary",
     asks=lambda away, actor: "" if sends_away(away.office, actor) else NOT_YOURS)  # fmt: skip
def come_back(absence: Absence, given: Given, ctx: Ctx) -> Result:
    """End an absence on a day; work and rights are back from that day on."""
    until = max(given.until or ctx.on, absence.since)
    if not sends_away(absence.office, ctx.actor):
        raise Refused([NOT_YOURS])
    if absence.until is not None and until > absence.until:
        raise Refused([Refusal(_("It has ended before that day."), field="until")])
    absence.until = until
    return Result(absence)


@act("people.roster", creates=DutyShift, roles=ROSTER_KEEPERS, form=ShiftForm, at="body")
def roster(given: Given, ctx: Ctx) -> Result:
    """Put a person on a duty post from one moment to another."""
    if given.ends_at <= given.starts_at:
        raise Refused([Refusal(_("The end lies before the beginning."), field="ends_at")])
    return Result(
        DutyShift(body=given.body, person=given.person, path=given.body.path,
                  starts_at=given.starts_at, ends_at=given.ends_at, leads=bool(given.leads))
    )  # fmt: skip
