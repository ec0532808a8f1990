"""What people keep of lists: saved views, and the log of what was taken along or done in bulk."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from doorstep.frame.acts import ACTS, Ctx, Given, Result, act
from doorstep.frame.errors import Refusal, Refused
from doorstep.frame.fields import PathField
from doorstep.frame.prepared import records
from doorstep.frame.record import Personal, Record
from doorstep.frame.rights import Actor, relation
from doorstep.frame.terms import label
from doorstep.frame.triggers import keep
from doorstep.kit.path import WIDTH, ancestors
from doorstep.panes.forms import ActForm
from doorstep.panes.parts import column
from doorstep.panes.screens import SCREENS, Screen, opens

#: Rows that may be taken along or done at once.
MOST = 10_000


class SavedView(Record):
    """A list's filters under a name: one's own, or shared with who holds the role in the place."""

    about_people = False
    amendable = False

    keeper = models.UUIDField()
    role = models.CharField(max_length=48, blank=True)
    #: Where it is shared: the place of the one who shares it.
    path = PathField(blank=True)
    screen = models.CharField(max_length=48)
    title = models.CharField(max_length=40)
    query = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["keeper", "screen"], name="view_keeper"),
            models.Index(fields=["role", "path", "screen"], name="view_role"),
        ]


class Taking(Record):
    """That rows of a list left it (export) or were worked on together (bulk), why and how many."""

    amendable = False  # a log
    personal = {"reason": Personal("show why data left the system", "PIPL 51", 1, 3 * 365)}

    maker = models.UUIDField(null=True)
    screen = models.CharField(max_length=48)
    query = models.CharField(max_length=500, blank=True)
    what = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()


keep("panes_taking")

for _kind, _field in ((SavedView, "keeper"), (Taking, "maker")):
    relation(
        "keeper",
        on=_kind,
        holds=lambda actor, r, f=_field: actor.id is not None and getattr(r, f) == actor.id,  # type: ignore[misc]
        q=lambda actor, f=_field: Q(**{f: actor.id}) if actor.id else Q(pk__in=[]),  # type: ignore[misc]
    )


class ViewForm(ActForm):
    """A name for the filters at hand."""

    title = forms.CharField(max_length=40)
    screen = forms.CharField(max_length=48, widget=forms.HiddenInput)
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)

    def clean_screen(self) -> str:
        """Only lists that the actor may open."""
        slug = str(self.cleaned_data["screen"])
        if slug not in SCREENS or not opens(self.actor, SCREENS[slug]):
            raise forms.ValidationError(_("This list is not known."))
        return slug


class ShareForm(ActForm):
    """With which of one's own roles."""

    role = forms.ChoiceField()

    def prepare(self) -> None:
        """Own roles only."""
        own = {o.role: role_words(o.role) for o in self.actor.offices}
        self.fields["role"].choices = list(own.items())  # type: ignore[attr-defined]


def role_words(role: str) -> str:
    """What a role is called (`settings.DOORSTEP_TITLES`)."""
    named = settings.DOORSTEP_TITLES
    return str(import_string(named)("", role)) if named and role else role


@act("panes.save_view", creates=SavedView, anyone="own lists of filters", form=ViewForm,
     at="nowhere", button="none")  # fmt: skip
def save_view(given: Given, ctx: Ctx) -> Result:
    """Keep filters under a name."""
    if ctx.actor.id is None:
        raise Refused([Refusal(_("Log in first."))])
    slug, query = given.screen, given.query or ""
    view = SavedView(keeper=ctx.actor.id, screen=slug, title=given.title, query=query)
    return Result(view, goto=f"/desk/{slug}/?{query}")


@act("panes.share_view", on=SavedView, relations=["keeper"], form=ShareForm)
def share_view(view: SavedView, given: Given, ctx: Ctx) -> Result:
    """Show it to who holds one of one's own roles in one's own place.

    Typed words are left out: a list by words can be a list of one person's matters (D6).
    """
    scopes = ctx.actor.paths(frozenset({given.role}))
    place = next((a for a in ancestors(min(scopes))[::-1] if max(scopes).startswith(a)), "")
    if place not in scopes and len(place) <= WIDTH:
        cure = _("Share it from an office in one street.")
        raise Refused([Refusal(_("This office lies in several streets."), field="role", cure=cure)])
    view.role, view.path, view.query = given.role, place, chosen(view, ctx.actor)
    return Result(view)


def chosen(view: SavedView, actor: Actor) -> str:
    """The filters of a view that were chosen from a list, nothing that was typed."""
    screen, kept = SCREENS.get(view.screen), QueryDict(mutable=True)
    for name, values in QueryDict(view.query).lists():
        if screen is not None and name in screen.filters:
            known = dict(screen.choices(name, actor))
            kept.setlist(name, [v for v in values if v in known])
    return kept.urlencode()


@act("panes.drop_view", on=SavedView, relations=["keeper", "post"])
def drop_view(view: SavedView, _given: Given, ctx: Ctx) -> Result:
    """Take a saved view away."""
    view.withdrawn_at = ctx.now
    return Result(view, goto=f"/desk/{view.screen}/")


@act("panes.take", creates=Taking, anyone="rows are those the actor sees; this only logs it",
     at="nowhere", button="none")  # fmt: skip
def take(given: Given, ctx: Ctx) -> Result:
    """Log that rows are exported or worked on in bulk, before it happens."""
    if len((given.reason or "").strip()) < 4:
        raise Refused([Refusal(_("Say in a few words what it is for."), field="reason")])
    if given.rows > MOST:
        cure = _("Narrow the list first.")
        raise Refused([Refusal(_("These are more than 10,000 rows."), cure=cure)])
    ctx.note(screen=given.screen, rows=given.rows, what=given.what)
    return Result(Taking(
        maker=ctx.actor.id, screen=given.screen, query=given.query or "", what=given.what,
        reason=given.reason.strip()[:200], rows=given.rows,
    ))  # fmt: skip


class SavedViews(Screen):
    """One's own saved views."""

    record, slug, menu, small, export = SavedView, "views", False, True, False
    relations = ["keeper", "post"]
    columns = ("title", "role")

    @column
    def role(self, record: SavedView) -> str:
        """With whom it is shared, in words."""
        return role_words(record.role)


class Takings(Screen):
    """What one took along oneself."""

    record, slug, menu, small, export = Taking, "takings", False, True, False
    relations = ["keeper"]
    columns = ("screen", "what", "rows", "reason")

    @column
    def screen(self, record: Taking) -> str:
        """The list, as the menu calls it."""
        return SCREENS[record.screen].title if record.screen in SCREENS else ""

    @column
    def what(self, record: Taking) -> str:
        """What was done with the rows: an act by its verb, or that they left."""
        act = ACTS.get(record.what)
        return label(act.app, act.word) if act else label(record.kind, f"what.{record.what}")


def views_of(actor: Actor, screen: Screen) -> list[Any]:
    """Saved views for one list: own ones, and those shared with a role of the actor's in a place
    that holds the office; one statement."""
    found = Q(keeper=actor.id) if actor.id else Q(pk__in=[])
    for office in actor.offices:
        above = {a for p in office.paths for a in (*ancestors(p), p)}
        found |= Q(role=office.role, path__in=sorted(above))
    asked = Q(found, withdrawn_at=None, screen=screen.slug)
    return records("panes.views_of", asked, _by_title)


def _by_title(asked: Q) -> QuerySet[SavedView]:
    return SavedView.objects.filter(asked).order_by("title")[:20]


def new_op() -> uuid.UUID:
    """An operation id for a form about to be shown."""
    from doorstep.kit.ids import uuid7

    return uuid7()
