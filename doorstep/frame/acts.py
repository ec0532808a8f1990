"""Acts: the only thing that writes, declared once.

From a declaration come the button, the form, the API call, the offline command, the permission row
and the trail entry. Running one is in `frame.run`. Source: design §1 and §3.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from doorstep.frame.locks import lock
from doorstep.frame.record import Record, kind_of
from doorstep.frame.rights import Actor, Warrant

if TYPE_CHECKING:
    from django import forms

    from doorstep.frame.run import Work


class Given:
    """The checked entries of a form, row or call, as attributes; unknown names are None."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        # As attributes at once: an entry that only `__getattr__` finds takes five times as long.
        self.__dict__.update(values)
        self.__dict__.pop("all", None)
        self._values = dict(values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return None

    def all(self) -> dict[str, Any]:
        """A copy of all entries."""
        return dict(self._values)


@dataclass
class Result:
    """What an act did: its record, the state if the lifecycle leaves a choice, words for users."""

    record: Any
    to: str | None = None
    words: Any = ""
    #: Where to send the user next, if not to the record's page.
    goto: str = ""


@dataclass
class Ctx:
    """The circumstances of one act; the only way for `do` to write anything but its own record."""

    actor: Actor
    warrant: Warrant
    now: datetime
    today: date
    channel: str
    op_id: uuid.UUID | None = None
    occurred_on: date | None = None
    device_at: datetime | None = None
    #: Founding and imports: projections yes, notices no.
    quiet: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    #: What is changed or added beside the subject: kind, id, names of fields (none: added).
    also: list[tuple[str, uuid.UUID, list[str]]] = field(default_factory=list)
    cache: dict[Any, Any] = field(default_factory=dict)
    work: Work | None = None

    @property
    def on(self) -> date:
        """The day the thing happened: `occurred_on` when given, else today."""
        return self.occurred_on or self.today

    def add(self, *records: Any) -> None:
        """Queue inserts; they are written together when `do` has returned."""
        self._work.inserts.extend(records)
        self.also += [(r.kind, r.pk, []) for r in records if isinstance(r, Record)]

    def change(self, record: Any, **values: Any) -> None:
        """Queue a change of another record (with its own claim and stage row)."""
        self.also.append((record.kind, record.pk, self._work.change(record, values)))

    def lock(self, *key: Any) -> None:
        """Hold a name until the transaction ends, before asking whether something is there and
        adding it: what else holds the same name waits (`frame.locks`)."""
        lock(*key)

    def do(
        self, act_name: str, record: Any, data: Mapping[str, Any] | Given, *, to_all: bool = False
    ) -> Any:
        """Run another act inside this transaction under the same actor (as system if `to_all`)."""
        return self._work.nested(act_name, record, data, as_system=to_all)

    def note(self, **facts: Any) -> None:
        """Put facts into the trail entry; never private values."""
        self.facts.update(facts)

    @property
    def _work(self) -> Work:
        if self.work is None:
            raise RuntimeError("this context cannot write")
        return self.work


@dataclass(frozen=True)
class Act:
    """One declared act. See `act` for the words."""

    name: str
    run: Callable[..., Result]
    kind: str
    record: type[Record]
    creates: bool
    roles: frozenset[str]
    relations: tuple[str, ...]
    never: tuple[str, ...]
    anyone: str
    states: tuple[str, ...] | None
    form: type[forms.Form] | None
    at: str
    asks_base: bool
    offline: bool
    asks: Callable[[Any, Actor], Any] | None
    button: str
    grants: str

    @cached_property
    def app(self) -> str:
        """The app that declares it."""
        return self.name.split(".", 1)[0]

    @cached_property
    def word(self) -> str:
        """Last part of the name, as in the lifecycle table and the URL."""
        return self.name.rsplit(".", 1)[-1]

    def starts(self) -> tuple[str, ...] | None:
        """States from which it may run (None: any)."""
        lifecycle = self.record.lifecycle
        found = lifecycle.starts(self.name) if lifecycle and not self.creates else None
        return found if found is not None else self.states


#: All acts by name.
ACTS: dict[str, Act] = {}


def act(
    name: str,
    *,
    on: type[Record] | None = None,
    creates: type[Record] | None = None,
    roles: Iterable[str] = (),
    relations: Iterable[str] = (),
    never: Iterable[str] = (),
    anyone: str = "",
    states: tuple[str, ...] | None = None,
    form: type[forms.Form] | None = None,
    at: str = "place",
    asks_base: bool = False,
    offline: bool = False,
    asks: Callable[[Any, Actor], Any] | None = None,
    button: str = "more",
    grants: str = "",
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Declare an act.

    :param on: the kind of record it changes; or `creates`: the kind it makes.
    :param roles: roles whose offices hold the record's path; for `relations` and `never` see
        `frame.rights`.
    :param anyone: the reason why no right is needed (portal and public acts); empty: one is.
    :param states: start states where the lifecycle table has no row for this act.
    :param at: for creating acts the form field whose value has the `path` where the record lies.
    :param asks_base: it asks work, data or display of a community or grid (B20); its form has
        `basis`.
    :param offline: it may come in a batch from a phone.
    :param asks: a cheap question (record, actor) → why not now, or nothing.
    :param button: "primary", "more" or "none" on the record's page.
    :param grants: what system acts are for (acts without roles, run by follows and imports only).
    """
    target = on or creates
    if target is None or (on and creates):
        raise ValueError(f"{name}: say either on= or creates=")

    def declare(run: Callable[..., Result]) -> Callable[..., Result]:
        if name in ACTS and ACTS[name].run.__module__ != run.__module__:
            raise ValueError(f"act {name} is declared twice")
        ACTS[name] = Act(
            name, run, kind_of(target), target, creates is not None,
            frozenset(roles), tuple(relations), tuple(never), anyone,
            states, form, at, asks_base, offline, asks, button, grants,
        )  # fmt: skip
        return run

    return declare
