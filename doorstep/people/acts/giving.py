"""Who gives and ends which office: asked before a button is drawn and again by the act."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from doorstep.frame import Actor, Ctx, Refusal, Refused, path_q
from doorstep.kit.path import covers_any
from doorstep.panes.forms import RecordField
from doorstep.people.models import Body, Office
from doorstep.people.rules import ROLES, VOLUNTEERS, may_give


def gives(actor: Actor, role: str, path: str, body: Body | None = None) -> bool:
    """Whether the actor may give and end offices of `role` at `path`, in `body` if one is named.

    A body opens all that lies with it, so its post is given within the giver's own body, or by
    whose place holds the body's seat; all departments have theirs at the city's place.
    """
    if actor.is_system:
        return True
    return any(
        may_give(frozenset({office.role}), role)
        and covers_any(office.paths, path)
        and (body is None or _own_body(office, body))
        for office in actor.offices
    )


def _own_body(office: Any, body: Body) -> bool:
    if office.role in ROLES and ROLES[office.role].held == "body":
        return bool(office.body == body.pk)
    return covers_any(office.paths, body.path)


def given_by(actor: Actor) -> Q:
    """The offices of which `gives` is true, as a condition on their table."""
    if actor.is_system:
        return ~Q(pk__in=[])
    mine = Q(pk__in=[])
    for office in actor.offices:
        roles = [role for role in ROLES if may_give(frozenset({office.role}), role)]
        inner = path_q(office.paths, "body__")
        if office.role in ROLES and ROLES[office.role].held == "body":
            inner = Q(body=office.body)
        mine |= Q(role__in=roles) & path_q(office.paths) & (Q(body=None) | inner)
    return mine


#: Said beside the button that is left out, and by the act to whoever asks all the same.
NOT_YOURS = Refusal(
    gettext_lazy("This office is not yours to give."), clause="M21", field="role",
    cure=gettext_lazy("Ask the next level; offices are given by the level above."),
)  # fmt: skip


def ends_it(office: Office, actor: Actor) -> bool:
    """Whether the actor may end an office: volunteers their own, others who gives it."""
    own = actor.person == office.person_id and office.role in VOLUNTEERS
    return own or gives(actor, office.role, office.path, office.body)


def sends_away(office: Office, actor: Actor) -> bool:
    """Whether the actor may say that the holder is away: the holder, or who gives the office."""
    own = actor.person is not None and actor.person == office.person_id
    return own or gives(actor, office.role, office.path, office.body)


class OwnOfficeField(RecordField):
    """An office of the actor or one the actor gives."""

    def rows(self) -> Any:
        """Those alone: for the others nobody here names a deputy."""
        if self.actor is None or self.actor.is_system:
            return super().rows()
        return super().rows().filter(given_by(self.actor) | Q(person=self.actor.person))


def refuse_giving(ctx: Ctx, role: str, path: str, body: Body | None = None) -> None:
    """Stop those who may give other offices, but not this one."""
    if not gives(ctx.actor, role, path, body):
        raise Refused([NOT_YOURS])
