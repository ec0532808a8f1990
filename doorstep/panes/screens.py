"""What is seen: 5–8 declared lines over one kind of record (docs/engine.md §6).

From a screen come list, page, search, filters, export, JSON, menu entry and the matrix. Upper apps
add panels and columns to lower screens with `panel(on=…)` and `column(on=…)`.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from doorstep.frame import catalogues
from doorstep.frame.acts import ACTS, Act
from doorstep.frame.prepared import records
from doorstep.frame.record import Record, kind_of
from doorstep.frame.registry import LABELS
from doorstep.frame.rights import Actor, may, visible_q
from doorstep.frame.terms import found, label, term
from doorstep.panes.parts import MORE_COLUMNS, MORE_PANELS, Column, Panel


class Screen:
    """Base of all screens; docs/engine.md §6 tells the words. One instance of each is kept."""

    #: Kind of record; part of the URL; group of the menu: mind, cadres, visit, burden, forces
    #: (the five actions), base or board.
    record: ClassVar[type[Record]]
    slug: ClassVar[str] = ""
    action: ClassVar[str] = ""
    menu: ClassVar[bool] = True
    rank: ClassVar[int] = 50
    roles: Any = ()
    relations: Any = ()
    never: Any = ()
    anyone: str = ""

    columns: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[tuple[str, ...]] = ()
    #: Filters of a list opened without any, such as {"state": "open"}.
    start: ClassVar[Mapping[str, str]] = {}
    search: ClassVar[str] = ""
    order: ClassVar[tuple[str, ...]] = ("-id",)
    joins: ClassVar[tuple[str, ...]] = ()
    panels: ClassVar[tuple[Any, ...]] = ()
    #: Fields that a row of the list needs beside its columns, order and state (`place__label` of
    #: what is joined); then nothing else is fetched for lists. Without it everything is.
    reads: ClassVar[tuple[str, ...]] = ()
    #: field → catalogue whose rows are its values.
    catalogues: ClassVar[Mapping[str, str]] = {}
    #: state → tone (plain, info, soon, done, over, stop).
    tones: ClassVar[Mapping[str, str]] = {}
    #: Names of acts offered on chosen rows.
    bulk: ClassVar[tuple[str, ...]] = ()
    export: ClassVar[bool] = True
    #: Never more than some thousand rows: needs no index per level.
    small: ClassVar[bool] = False

    kind: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.roles, cls.relations, cls.never = (
            frozenset(cls.roles),
            tuple(cls.relations),
            tuple(cls.never),
        )
        if not cls.slug or "record" not in vars(cls):
            return
        there = SCREENS.get(cls.slug)
        if there is not None and type(there).__module__ != cls.__module__:
            raise ValueError(f"two screens are called {cls.slug}")
        cls.kind = kind_of(cls.record)
        made = SCREENS[cls.slug] = cls()
        LABELS.setdefault(cls.kind, made.label_of)

    # -- what an app may say otherwise -----------------------------------------------------------
    def rows(self, actor: Actor) -> QuerySet[Any]:
        """All rows of the screen before rights, such as those of one type."""
        return self.record._default_manager.all()

    def label_of(self, record: Any) -> str:
        """What people call one record: its title, name or number."""
        for name in ("label", "title", "name", "number", "text"):
            value = getattr(record, name, None)
            if value:
                return str(value() if callable(value) else value)[:60]
        return term(self.kind)

    def title_for(self, record: Any, _actor: Actor) -> str:
        """The head of its page: what it is called, or more for those who may read more."""
        return self.label_of(record)

    def head(self, record: Any) -> dict[str, Any]:
        """More for the head of the page: words, words_by, due, number, files, copy, crumbs."""
        return {}

    def next_acts(self, actor: Actor, record: Any) -> tuple[str, ...]:
        """Words of acts in the order in which they are done next: the first that can be done is the
        primary button, three stand beside it. Empty: what the acts say (`button="primary"`)."""
        return ()

    def opens_files(self, actor: Actor, record: Any) -> bool:
        """Whether who sees a record may also open its photos, voice and documents."""
        return True

    def kept_back(self, actor: Actor, record: Any) -> tuple[str, ...]:
        """Fields of a record that somebody who sees it may not read: in no fact and in no form."""
        return ()

    def choices(self, name: str, actor: Actor) -> list[tuple[str, str]]:
        """Values of a filter with their words."""
        if name in self.catalogues:
            return catalogues.choices(self.catalogues[name])
        lifecycle = self.record.lifecycle
        if name == "state" and lifecycle:
            groups = [
                ("open", label(self.kind, "state_open")),
                ("ended", label(self.kind, "state_ended")),
            ]
            return groups + [(s, label(self.kind, f"state.{s}")) for s in lifecycle.states]
        if hasattr(self, f"where_{name}"):
            return [("1", label(self.kind, name))]
        made: Any = self.record._meta.get_field(name)
        if made.get_internal_type() == "BooleanField":
            return [("1", label("frame", "yes")), ("0", label("frame", "no"))]
        return [(str(v), self.choice(name, v, str(w))) for v, w in made.choices or ()]

    def choice(self, name: str, value: Any, words: str = "") -> str:
        """The words of a value: its choice's own if they differ from the code, else the term."""
        return words if words and words != str(value) else label(self.kind, f"{name}.{value}")

    def conditions(self, name: str, value: str) -> list[Q]:
        """What a filter value asks for: one condition per index walk."""
        lifecycle = self.record.lifecycle
        if hasattr(self, f"where_{name}"):
            return [getattr(self, f"where_{name}")(value)]
        if name == "state" and lifecycle and value == "open":
            return [Q(state=s, withdrawn_at=None) for s in lifecycle.open]
        if name == "state" and lifecycle and value == "ended":
            return [Q(state=s) for s in lifecycle.ended]
        if name == "state" and lifecycle and value in lifecycle.open:
            return [Q(state=value, withdrawn_at=None)]  # what was withdrawn asks for no work
        made: Any = self.record._meta.get_field(name)
        if made.get_internal_type() == "BooleanField":
            return [Q(**{name: value == "1"})]
        return [Q(**{name: made.to_python(value)})]

    def find(self, actor: Actor, q: str) -> Iterable[Any]:
        """Records for the one search box (empty where the screen has no words)."""
        if not self.search:
            return []
        return (
            visible(actor, self)
            .filter(**{f"{self.search}__has": q})
            .select_related(*self.joins)[:6]
        )

    # -- what follows from the declaration ---------------------------------------------------------
    @functools.cached_property
    def lean_fields(self) -> tuple[str, ...]:
        """What is fetched for a row of the list, where `reads` says so."""
        own = {f.name for f in self.record._meta.concrete_fields}
        wanted = ("id", "version", "withdrawn_at", "state", *self.columns, *self.reads)
        found = [n for n in wanted if n.split("__")[0] in own]
        return tuple(dict.fromkeys([*found, *(n.lstrip("-") for n in self.order)]))

    @functools.cached_property
    def lean_joins(self) -> tuple[str, ...]:
        """Joins of which a row of the list shows something."""
        shown = {n.split("__")[0] for n in self.lean_fields}
        return tuple(n for n in self.joins if n.split("__")[0] in shown)

    @property
    def title(self) -> str:
        """Heading and menu entry: the term `<app>.<slug>`, else the kind's."""
        return found(f"{self.kind.split('.')[0]}.{self.slug}") or term(self.kind)

    def url(self, record: Any = None) -> str:
        """The list's address, or one record's."""
        return f"/desk/{self.slug}/" if record is None else f"/desk/{self.slug}/{record.pk}/"

    def more_columns(self, actor: Actor) -> dict[str, Column]:
        """Columns that upper apps added and the actor may see."""
        return {
            n: c
            for n, c in MORE_COLUMNS.get(self.kind, {}).items()
            if not c.roles or c.roles & actor.roles
        }

    def all_panels(self, actor: Actor, record: Any) -> list[Any]:
        """Own panels and those of upper apps."""
        found = (*self.panels, *MORE_PANELS.get(self.kind, {}).values())
        return [p for p in found if not isinstance(p, Panel) or p.seen_by(actor, record)]

    def act(self, word: str, *, creates: bool) -> Act | None:
        """The act of this kind with that last word."""
        return next(
            (
                a
                for a in ACTS.values()
                if a.kind == self.kind and a.word == word and a.creates == creates
            ),
            None,
        )


#: All screens by slug.
SCREENS: dict[str, Screen] = {}


def screen_of(kind: str) -> Screen | None:
    """The first declared screen of a kind: where its records have their page."""
    return next((s for s in SCREENS.values() if s.kind == kind), None)


def visible(actor: Actor, screen: Screen) -> QuerySet[Any]:
    """The rows of a screen that the actor may see."""
    return screen.rows(actor).filter(visible_q(actor, screen, screen.kind))


def one(actor: Actor, screen: Screen, ident: uuid.UUID | str) -> Any | None:
    """One record the actor may see, with the screen's joins; None is "not found": one statement.

    Whether they may see it is asked of the record in hand, as an act asks it: the condition over
    all places and relations of somebody took a tenth of a page.
    """
    rows = screen.rows(actor)
    shape = shape_of(rows)
    key = None if shape is None else ("one", type(screen), shape)
    asked = Q(pk=uuid.UUID(str(ident)))
    found = records(key, asked, lambda q: rows.filter(q).select_related(*screen.joins)[:1])
    seen = found and (actor.is_system or may(actor, screen, found[0]) is not None)
    return found[0] if seen else None


def shape_of(rows: QuerySet[Any]) -> Hashable | None:
    """Names the screen's own condition; None where it shows only the address of a subquery, which
    another actor's may get later."""
    shape = str(rows.query.where)
    return None if " object at 0x" in shape else shape


def opens(actor: Actor, screen: Screen) -> bool:
    """Whether the screen stands in the actor's menu."""
    known = actor.id is not None or actor.person is not None or bool(actor.marks or actor.offices)
    return bool(screen.roles & actor.roles or screen.anyone or (screen.relations and known))


@dataclass
class Found:
    """Hits of the one search box on one screen."""

    screen: Screen
    records: list[Any] = field(default_factory=list)


def find_all(actor: Actor, q: str) -> list[Found]:
    """Asks every screen that the actor may open."""
    hits = [Found(s, list(s.find(actor, q))) for s in SCREENS.values() if opens(actor, s)]
    return [h for h in hits if h.records]
