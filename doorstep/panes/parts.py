"""What a screen is made of, and how upper apps add to lower screens (design §2, ways up)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from doorstep.frame.rights import Actor, may

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Column:
    """A column that needs more than an attribute.

    `value(record)` for one row; with `on` (an extension of a lower screen) `value(records, actor)`
    gives a mapping from record ids, in one statement for the whole page.
    """

    name: str
    value: Callable[..., Any]
    kind: str = ""
    label: str = ""
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """The named fields as "what is known", first on the page; `sparse` leaves out empty ones."""

    names: tuple[str, ...]
    sparse: bool

    def __init__(self, *names: str, sparse: bool = False) -> None:
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "sparse", sparse)


@dataclass(frozen=True)
class Timeline:
    """The trail of the record in sentences."""


@dataclass(frozen=True)
class Panel:
    """More about a record, in one statement.

    :param title: term code of the heading.
    :param rows: (record, actor) → records to list, or safe HTML.
    :param columns: what of each row is shown (as columns of its own screen, or attributes).
    :param acts: creating acts offered here; they get the record as `about=<kind>:<id>`.
    :param offered: (record, actor) → whether they are, where rights alone do not tell.
    :param roles: who sees it, beside seeing the page (empty: all who see the page).
    """

    title: str
    rows: Callable[[Any, Actor], Any] = lambda _record, _actor: ()
    columns: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    relations: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    anyone: str = ""
    offered: Callable[[Any, Actor], bool] = lambda _record, _actor: True

    def seen_by(self, actor: Actor, record: Any) -> bool:
        """Whether this panel is for the actor."""
        if not (self.roles or self.relations or self.never):
            return True
        return may(actor, self, record) is not None


#: Extensions by upper apps: kind → columns or panels.
MORE_COLUMNS: dict[str, dict[str, Column]] = {}
MORE_PANELS: dict[str, dict[str, Panel]] = {}


@overload
def column(value: F) -> F: ...
@overload
def column(
    *, on: str = "", kind: str = "", label: str = "", roles: Iterable[str] = ()
) -> Callable[[F], F]: ...
def column(
    value: F | None = None,
    *,
    on: str = "",
    kind: str = "",
    label: str = "",
    roles: Iterable[str] = (),
) -> F | Callable[[F], F]:
    """Mark a method of a screen as a column, or add one to a lower screen (`on=kind`).

    :param kind: how it is drawn: text, title, words, place, who, num, phone, state, due, date,
        share, link.
    :param label: term code, if not the name's.
    """

    def declare(made: F) -> F:
        found = Column(made.__name__, made, kind, label, frozenset(roles))
        if on:
            app = made.__module__.split(".")[1]
            MORE_COLUMNS.setdefault(on, {})[f"{app}.{made.__name__}"] = found
        else:
            made.column = found  # type: ignore[attr-defined]
        return made

    return declare(value) if value is not None else declare


def panel(
    *, on: str, title: str, columns: tuple[str, ...] = (), acts: tuple[str, ...] = (),
    roles: Iterable[str] = (), **more: Any,
) -> Callable[[F], F]:  # fmt: skip
    """Add a panel to the pages of a lower kind: the function is its `rows(record, actor)`.

    :param more: `relations`, `never` and `offered`, see `Panel`.
    """

    def declare(rows: F) -> F:
        name = f"{rows.__module__.split('.')[1]}.{rows.__name__}"
        made = Panel(title, rows, columns, acts, frozenset(roles), **more)
        MORE_PANELS.setdefault(on, {})[name] = made
        return rows

    return declare
