"""Who stands how to a matter: the reporter, the unit that has it, those below it (dignity D5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from doorstep.frame import Actor, path_q, relation
from doorstep.frame.catalogues import made
from doorstep.kit import clock
from doorstep.kit.path import minimise
from doorstep.matters.models import Matter, Rating
from doorstep.matters.rules.ratings import closes_on, unread_since
from doorstep.people.models import Body
from doorstep.people.rules import (
    BUILDING,
    CITY_CENTRE,
    COMMUNITY_DISPATCHER,
    COMMUNITY_SECRETARY,
    COMMUNITY_WORKER,
    DEPT_STAFF,
    GRID_MEMBER,
    ROLES,
    STREET,
    STREET_DISPATCHER,
    VOLUNTEER_FINDERS,
    WINDOW_CLERK,
)
from doorstep.routing.queries.owners import GOVERNING
from doorstep.routing.queries.tree import CATEGORIES, category, leaves


def level_of(role: str) -> int:
    """The level a role stands on; 0 for one that is not in the table."""
    found = ROLES.get(role)
    return found.level if found else 0


def own(actor: Actor, matter: Matter) -> bool:
    """Whether the actor is the reporter: by account, by confirmed phone or by the link."""
    return bool(
        (actor.id and matter.reporter_account == actor.id)
        or (actor.marks.get("phone") and matter.reporter_phone_index == actor.marks["phone"])
        or (actor.marks.get("link") and matter.token == actor.marks["link"])
    )


def _own_q(actor: Actor) -> Q:
    found = Q(pk__in=[])
    if actor.id:
        found |= Q(reporter_account=actor.id)
    if actor.marks.get("phone"):
        found |= Q(reporter_phone_index=actor.marks["phone"])
    if actor.marks.get("link"):
        found |= Q(token=actor.marks["link"])
    return found


def of_unit(actor: Actor, body: Body, among: Iterable[str] = ROLES) -> bool:
    """Whether the actor holds a post of a unit: in the body, or its place's post on its level.

    :param among: roles that count as posts of a place (such as those that handle matters).
    """
    return body.pk in actor.bodies or (
        body.kind_of_body in GOVERNING
        and any(
            o.role in among and level_of(o.role) == body.level and body.path in o.paths
            for o in actor.offices
        )
    )


def units_of(actor: Actor, among: Iterable[str] = ROLES) -> QuerySet[Body]:
    """The units in which the actor holds a post, as `of_unit`."""
    own = Q(pk__in=actor.bodies)
    for office in (o for o in actor.offices if o.role in among):
        own |= Q(kind_of_body__in=GOVERNING, level=level_of(office.role), path__in=office.paths)
    return Body.objects.filter(own)


#: Duty posts: what is confidential is theirs to answer, inside their place (decision 0016).
DUTY = (STREET_DISPATCHER, CITY_CENTRE)
#: Posts that handle what their own body has.
HANDLE = (*DUTY, *DEPT_STAFF)


def _leaves_that(sign: str) -> list[str]:
    """Codes of the leaves in force with that sign, worked out once until the tree changes."""
    return made(
        CATEGORIES,
        (_leaves_that, sign, clock.today()),
        lambda _all: sorted(leaf.code for leaf in leaves() if leaf.data.get(sign)),
    )


def _complaint(matter: Matter) -> bool:
    """Whether it is hidden as a complaint; all else that is hidden is opened by need only."""
    leaf = category(matter.category)
    data = leaf.data if leaf else {}
    if data.get("about_worker") or matter.hidden_below < STREET:
        return True
    return matter.concerned_id is not None and not data.get("confidential")


def _complaint_q() -> Q:
    secret = ~Q(category__in=_leaves_that("confidential"))
    named = Q(concerned__isnull=False) & secret
    return Q(category__in=_leaves_that("about_worker")) | Q(hidden_below__lt=STREET) | named


def _hidden(actor: Actor, matter: Matter) -> bool:
    """A matter not for the actor's post: confidential, or about somebody there (dignity D5)."""
    if not matter.hidden_below or own(actor, matter) or actor.is_system:
        return False
    if matter.concerned_id in actor.bodies or any(
        level_of(o.role) == matter.concerned_level and matter.concerned_path in o.paths
        for o in actor.offices
    ):
        return True
    level, need = matter.hidden_below, not _complaint(matter)
    return not any(
        o.body is not None and o.body == matter.owner_id and (not need or o.role in HANDLE)
        for o in actor.offices
    ) and not any(
        level_of(o.role) >= level and (not need or o.role in DUTY)
        for o in actor.holding(matter.path)
    )


def _levels(offices: Iterable[Any]) -> dict[int, set[str]]:
    """The paths of offices by the level they stand on."""
    found = dict[int, set[str]]()
    for office in offices:
        found.setdefault(level_of(office.role), set()).update(office.paths)
    return found


def _above(offices: Iterable[Any]) -> Q:
    """What is not hidden from these offices by their level, or that their bodies have."""
    found = Q(pk__in=[])
    for level, paths in _levels(offices).items():
        if level:
            found |= Q(hidden_below__lte=level) & path_q(minimise(paths))
    return found


def _hidden_q(actor: Actor) -> Q:
    seen = _own_q(actor) | Q(hidden_below=0)
    if not actor.offices:
        return ~seen
    held, handling = actor.bodies, {o.body for o in actor.offices if o.body and o.role in HANDLE}
    complaint = _above(actor.offices) | (Q(owner__in=held) if held else Q(pk__in=[]))
    need = _above(o for o in actor.offices if o.role in DUTY)
    if handling:
        need |= Q(owner__in=handling)
    seen |= need | (_complaint_q() & complaint)
    about = Q(concerned__in=held) if held else Q(pk__in=[])
    for level, paths in _levels(actor.offices).items():
        about |= Q(concerned_level=level, concerned_path__in=sorted(paths))
    return ~seen | (Q(hidden_below__gt=0) & about & ~_own_q(actor))


def as_of_matter(known: Any, kind: Any) -> None:
    """Whoever stands so to the matter stands so to what an upper app keeps of it (`matter`)."""
    relation(
        known.name, on=kind,
        holds=lambda actor, record: known.holds(actor, record.matter),
        q=lambda actor: Q(matter__in=Matter.objects.filter(known.q(actor))),
    )  # fmt: skip


#: What upper apps keep of a matter is as open as the matter: they declare these for their kinds.
REPORTER = relation("reporter", on=Matter, holds=own, q=_own_q)
relation(
    "owner_unit", on=Matter,
    holds=lambda actor, matter: matter.owner_id in actor.bodies,
    q=lambda actor: Q(owner__in=actor.bodies),
)  # fmt: skip
BELOW = relation("below", on=Matter, holds=_hidden, q=_hidden_q, usual=Q(hidden_below=0))


def _keeps(actor: Actor) -> bool:
    return actor.person is not None and bool(actor.roles & set(VOLUNTEER_FINDERS))


relation(  # volunteers read no neighbours' matters (D4), but what became of those they passed on
    "bringer", on=Matter,
    holds=lambda actor, matter: _keeps(actor) and matter.passed_on_by == actor.person,
    q=lambda actor: Q(passed_on_by=actor.person) if _keeps(actor) else Q(pk__in=[]),
)  # fmt: skip
relation(  # who settled it at the door (我办好了) does not confirm it (R14)
    "settler", on=Matter,
    holds=lambda actor, matter: (
        actor.person is not None and matter.ended_level == BUILDING
        and matter.passed_on_by == actor.person
    ),
    q=lambda actor: (
        Q(passed_on_by=actor.person, ended_level=BUILDING) if actor.person else Q(pk__in=[])
    ),
)  # fmt: skip
#: Posts that may call the reporter of a matter in their place.
CALLERS = (COMMUNITY_SECRETARY, COMMUNITY_WORKER, COMMUNITY_DISPATCHER, GRID_MEMBER, WINDOW_CLERK,
           STREET_DISPATCHER)  # fmt: skip


def contacts(actor: Actor, matter: Matter) -> bool:
    """Whether the actor may learn who reported: whoever handles it, but of one that is sealed the
    duty posts alone; the others ask through the system, which names nobody."""
    posts = DUTY if matter.sealed else CALLERS
    if any(o.role in posts for o in actor.holding(matter.path)):
        return True
    return not matter.sealed and matter.owner_id in actor.bodies


def keeps_reporter(actor: Actor, matter: Matter) -> bool:
    """Whether who reported a matter is kept from the actor, who may handle it all the same."""
    return matter.sealed and not own(actor, matter) and not contacts(actor, matter)


def _contacts_q(actor: Actor) -> Q:
    def held(posts: Iterable[str]) -> Q:
        paths = actor.paths(frozenset(posts))
        return path_q(minimise(paths)) if paths else Q(pk__in=[])

    clear = held(CALLERS) | Q(owner__in=actor.bodies)
    return (Q(sealed=True) & held(DUTY)) | (Q(sealed=False) & clear)


relation("contacter", on=Matter, holds=contacts, q=_contacts_q)
relation(  # whoever has it, or that which it was joined to
    "handler", on=Rating,
    holds=lambda actor, rating: any(
        m is not None and m.owner is not None and of_unit(actor, m.owner)
        for m in (rating.matter, rating.matter.merged_into)
    ),
    q=lambda actor: (
        Q(matter__owner__in=units_of(actor)) | Q(matter__merged_into__owner__in=units_of(actor))
    ),
)  # fmt: skip
relation(  # whoever asks: no single grade is read before the batch of its month closes (R14)
    "early", on=Rating,
    holds=lambda _actor, rating: clock.today() < closes_on(clock.local(rating.at).date()),
    q=lambda _actor: Q(at__gte=clock.start_of(unread_since(clock.today()))),
)  # fmt: skip
as_of_matter(BELOW, Rating)


def reach(actor: Actor, path: str) -> int:
    """The highest level at which the actor holds a post that covers `path`; -1 for none."""
    return max((level_of(o.role) for o in actor.holding(path)), default=-1)
