"""Batch acts: one declaration over a table with the same checks; for imports and founding only."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db import IntegrityError, OperationalError, models, transaction

from doorstep.frame.acts import ACTS, Act, Ctx, Given
from doorstep.frame.errors import ActError
from doorstep.frame.locks import contradicts, crossed, faster
from doorstep.frame.outcomes import Outcome
from doorstep.frame.rights import Actor, Warrant
from doorstep.frame.run import Work, perform
from doorstep.frame.writes import flush
from doorstep.kit import clock

#: Rows of one transaction.
BATCH = 1000
#: The same, and seconds until the next, where others are to write in between: SQLite has
#: one writer, and who waits for it looks every tenth of a second (300 residents: 0.08 s).
FEWER, REST = 300, 0.15
gentle: ContextVar[bool] = ContextVar("gentle", default=False)
Entered = Mapping[str, Any] | Given


@dataclass(frozen=True)
class Failed:
    """A row of a batch that was not done, with its reasons."""

    row: int
    error: ActError


@dataclass
class _Batch:
    actor: Actor
    act: Act
    channel: str
    occurred_on: Callable[[Entered], date | None]
    quiet: bool
    cache: dict[Any, Any] = field(default_factory=dict)

    def perform(self, target: Any, data: Entered, op: uuid.UUID | None) -> tuple[Outcome, Work]:
        now = clock.now()
        ctx = Ctx(
            self.actor, Warrant(), now, clock.local(now).date(), self.channel, op,
            occurred_on=self.occurred_on(data), quiet=self.quiet, cache=self.cache,
        )  # fmt: skip
        work = ctx.work = Work(ctx)
        return perform(work, self.act, target, data, None, None, ""), work

    def together(self, first: int, chunk: list[Any]) -> list[Outcome | Failed]:
        """All rows in one transaction; what a rule refuses is left out."""
        results: list[Outcome | Failed] = []
        works = []
        with transaction.atomic():
            for number, ((target, data), op) in enumerate(chunk, start=first):
                try:
                    outcome, work = self.perform(target, data, op)
                    results.append(outcome)
                    works.append(work)
                except ActError as error:
                    results.append(Failed(number, error))
            flush(works, self.quiet)
        return results

    def alone(
        self, number: int, target: Any, data: Entered, op: uuid.UUID | None
    ) -> Outcome | Failed:
        """One row in a transaction of its own."""
        target = target.pk if isinstance(target, models.Model) else target
        try:
            with transaction.atomic():
                outcome, work = self.perform(target, data, op)
                flush([work], self.quiet)
        except ActError as error:
            return Failed(number, error)
        except IntegrityError:
            return Failed(number, contradicts())
        except OperationalError as error:
            if not crossed(error):
                raise
            return Failed(number, faster())
        return outcome


def breathe() -> None:
    """Between two transactions: let others write, where this context is `gentle`."""
    if gentle.get():
        time.sleep(REST)


def do_batch(
    actor: Actor,
    name: str,
    rows: Iterable[tuple[Any, Entered]],
    *,
    channel: str = "import",
    occurred_on: Callable[[Entered], date | None] = lambda _row: None,
    quiet: bool = True,
    cache: dict[Any, Any] | None = None,
    op_ids: Iterable[uuid.UUID] | None = None,
) -> Iterator[Outcome | Failed]:
    """One transaction per 1,000 rows, one entry per row; outcomes come in the order of rows.

    Where the writing of a chunk fails as a whole, its rows are done one by one, so that only the
    guilty one is missing.

    :param rows: pairs (target or None, entries).
    :param cache: `ctx.cache` of all rows; it may be emptied and must be able to fill itself again.
    :param op_ids: one for each row, so that a batch that was cut off can go on.
    """
    batch = _Batch(actor, ACTS[name], channel, occurred_on, quiet, {} if cache is None else cache)
    ops, todo, first = iter(op_ids) if op_ids is not None else None, iter(rows), 0
    most = FEWER if gentle.get() else BATCH
    while chunk := [(row, next(ops) if ops else None) for row in islice(todo, most)]:
        try:
            results = batch.together(first, chunk)
        except (ActError, IntegrityError, OperationalError) as error:
            if isinstance(error, OperationalError) and not crossed(error):
                raise
            batch.cache.clear()
            results = [batch.alone(first + n, *row, op) for n, (row, op) in enumerate(chunk)]
        first += len(chunk)
        breathe()
        yield from results
