"""Imports: a table becomes entries of one act, row by row (design §3; R28: nothing is lost).

Every bad cell is listed with row, column letter, what is wrong and the cure; a dry run writes
nothing; a run that was cut off goes on where it stopped, because each row has its own op_id.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from doorstep.frame.acts import Given
from doorstep.frame.catalogues import forget
from doorstep.frame.rights import Actor
from doorstep.frame.sheets import Flaw
from doorstep.frame.tables import IMPORTS, Column, Import, ImportReport, Row, Table
from doorstep.frame.workbooks import Sheet, read
from doorstep.kit import clock
from doorstep.kit.ids import derived, uuid7

__all__ = ["IMPORTS", "Column", "Flaw", "Import", "ImportReport", "ImportRun", "run_import"]
#: Up to so many rows a dry run also tries the acts themselves (and rolls them back).
TRY_ACTS = 5000
CHUNK = 1000


class ImportRun(models.Model):
    """One table taken in: how far it is, by whom."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=48)
    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=200, blank=True)
    mapping = models.JSONField(default=dict)
    actor = models.UUIDField(null=True)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "sha256"], name="import_once")]


def run_import(
    name: str,
    path: Path | Sheet,
    actor: Actor,
    *,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    take_good: bool = False,
    defaults: Mapping[str, str] | None = None,
) -> ImportReport:
    """Read a table and feed its rows to the act; nothing is written while rows are bad.

    :param path: the file, or the sheet itself where the rows came in no file.
    :param mapping: column name → header or column letter, where the table calls it otherwise.
    :param defaults: column name → what stands in for its empty cells, or for the whole column.
    :param take_good: write the good rows although others are bad (those come back in the report).
    :raises Flaw: when the file is no table.
    """
    declared, sheet = IMPORTS[name], path if isinstance(path, Sheet) else read(Path(path))
    table = Table(declared, sheet, mapping or {}, actor, defaults)
    report = table.report
    if table.missing():
        return report
    with uncollected():
        good = list(table.parsed())
    if len(report.bad) > len(good):
        table.guess_shift()
    if dry_run:
        if len(good) <= TRY_ACTS:
            _try(table, good, actor)
        return report
    if report.bad and not take_good:
        return report
    run, _made = ImportRun.objects.get_or_create(
        name=name, sha256=sheet.sha256,
        defaults={"filename": getattr(path, "name", "")[:200], "mapping": dict(mapping or {}),
                  "actor": actor.id, "began_at": clock.now()},
    )  # fmt: skip
    with uncollected():
        _write(table, good, actor, run)
    return report


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cycle collector: rows leave no cycles, and looking through a whole table again
    and again costs a third of the time (measured at 100,000 residents)."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _outcomes(
    table: Table, good: list[Row], actor: Actor, cache: dict[Any, Any], ops: Any
) -> Iterator[Any]:
    """Do the rows; what the act refuses goes to the report like any other finding."""
    from doorstep.frame.batch import Failed, do_batch

    declared, day = table.declared, table.declared.occurred_on
    rows = ((declared.target(r.values, table.found), Given(r.values)) for r in good)
    done = do_batch(actor, declared.act, rows, op_ids=ops, cache=cache,
                    occurred_on=lambda given: getattr(given, day) if day else None)  # fmt: skip
    for row, outcome in zip(good, done, strict=True):
        if not isinstance(outcome, Failed):
            yield outcome
            continue
        here = Flaw(_("This lies outside your area, or you may not do this."))
        refused = [Flaw(r.words, r.cure, r.field) for r in outcome.error.refusals]
        table.refuse(row.number, refused or [here])


class _UndoError(Exception):
    """Takes back what a dry run has tried."""


def _try(table: Table, good: list[Row], actor: Actor) -> None:
    todo = iter(good)
    while chunk := list(islice(todo, CHUNK)):
        try:
            with transaction.atomic():
                list(_outcomes(table, chunk, actor, {}, None))
                raise _UndoError  # noqa: TRY301  (that is how a transaction is given up)
        except _UndoError:
            forget()  # what was remembered meanwhile was never there


def _write(table: Table, good: list[Row], actor: Actor, run: ImportRun) -> None:
    from doorstep.frame.trail import Entry

    report, cache, todo = table.report, dict[Any, Any](), iter(good)
    while chunk := list(islice(todo, CHUNK)):
        ops = {r.number: derived(run.name, run.sha256, r.number) for r in chunk}
        there = set(Entry.objects.filter(op_id__in=ops.values()).values_list("op_id", flat=True))
        left = [r for r in chunk if ops[r.number] not in there]
        report.skipped += len(chunk) - len(left)
        for outcome in _outcomes(table, left, actor, cache, [ops[r.number] for r in left]):
            report.done += 1
            report.ids.append(outcome.id)
        ImportRun.objects.filter(pk=run.pk).update(
            rows=report.rows, done=report.done + report.skipped, bad=len(report.kept))  # fmt: skip
    ImportRun.objects.filter(pk=run.pk).update(ended_at=clock.now())
