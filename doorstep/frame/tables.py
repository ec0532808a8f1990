"""What an import declares, how its table is parsed, and what is reported (see `frame.imports`)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell

from doorstep.frame.rights import Actor
from doorstep.frame.sheets import Flaw, Mark, Parser, There, words
from doorstep.frame.workbooks import Sheet, find_header, letter
from doorstep.kit.written import clean

#: Answers a column remembers.
MEMO = 20_000


@dataclass(frozen=True)
class Column:
    """One column of a table.

    :param name: the act's entry; `headers`: what the column is called, the usual word first.
    :param parse: cell → value, raising `Flaw` (see `frame.sheets`); never asked for empty cells.
    """

    name: str
    headers: tuple[str, ...]
    parse: Parser = words
    required: bool = False


@dataclass(frozen=True)
class Import:
    """A declared import.

    :param act: the act that every row feeds; `key`: columns that may not repeat within the file.
    :param prepare: loads lookups once (actor → anything); `check`: sees the parsed row, may change
        it in place and yields flaws; `target`: the record of an act that changes one.
    :param occurred_on: name of the column that says when it happened.
    """

    name: str
    act: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    prepare: Callable[[Actor], Any] = lambda _actor: None
    check: Callable[[dict[str, Any], Any], Iterable[Flaw]] = lambda _row, _found: ()
    target: Callable[[dict[str, Any], Any], Any] = lambda _row, _found: None
    occurred_on: str = ""

    def __post_init__(self) -> None:
        IMPORTS[self.name] = self


IMPORTS: dict[str, Import] = {}


@dataclass(frozen=True)
class Bad:
    """One finding: row number and column letter as the sheet shows them, words and cure."""

    row: int
    letter: str
    header: str
    words: str
    cure: str


@dataclass
class ImportReport:
    """What an import found and did."""

    name: str
    header: list[Any] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    #: Headers that no column knows; their cells are not stored (dignity D14).
    unknown: list[str] = field(default_factory=list)
    rows: int = 0
    done: int = 0
    skipped: int = 0
    bad: list[Bad] = field(default_factory=list)
    #: Rows that are taken with a visible mark.
    marked: list[Bad] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ids: list[uuid.UUID] = field(default_factory=list)
    kept: dict[int, list[Any]] = field(default_factory=dict, repr=False)

    @property
    def ok(self) -> bool:
        """Whether every row is or could be taken."""
        return not self.bad

    def to_xlsx(self, path: Path) -> None:
        """The bad rows as they were, with reasons: mend them there and send the file again."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        heads = [_writable(sheet, h) for h in self.header]
        sheet.append([*heads, _("Row"), _("What is wrong"), _("What to do")])
        found: dict[int, list[Bad]] = {}
        for bad in self.bad:
            found.setdefault(bad.row, []).append(bad)
        for row, bads in sorted(found.items()):
            cells = [_writable(sheet, c) for c in self.kept.get(row, ())]
            cells += [""] * (len(self.header) - len(cells))
            words = "；".join(f"{b.letter} {b.header}：{b.words}" for b in bads)
            sheet.append([*cells, row, words, "；".join(dict.fromkeys(b.cure for b in bads))])
        book.save(path)


def _writable(sheet: Any, cell: Any) -> Any:
    """A cell as it can be written again: whole numbers whole, no control characters, and text that
    somebody sent is text, whatever it begins with: never a formula."""
    if isinstance(cell, str):
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", cell))
        made.data_type = "s"
        return made
    return clean(cell) if isinstance(cell, float) else cell


@dataclass
class Row:
    """A good row: its number in the sheet and its values by column name."""

    number: int
    values: dict[str, Any]


class Table:
    """A sheet read as one import: header found, cells parsed, findings collected."""

    def __init__(
        self,
        declared: Import,
        sheet: Sheet,
        mapping: Mapping[str, str],
        actor: Actor,
        defaults: Mapping[str, str] | None = None,
    ) -> None:
        self.declared, self.report = declared, ImportReport(declared.name)
        #: What stands in for empty cells and missing columns, by column name.
        self.defaults = {
            c.name: c.parse(defaults[c.name])
            for c in declared.columns
            if defaults and defaults.get(c.name)
        }
        aliases = {c.name: c.headers for c in declared.columns}
        self.top, self.at = find_header(sheet.rows, aliases, mapping)
        self.body = sheet.rows[self.top + 1 :]
        header = sheet.rows[self.top] if sheet.rows else []
        report = self.report
        report.header = [clean(h) for h in header]
        report.columns = {name: letter(c) for name, c in self.at.items()}
        used = set(self.at.values())
        report.unknown = [h for c, h in enumerate(report.header) if h and c not in used]
        self.named = {c.name: c for c in declared.columns}
        self.found = declared.prepare(actor)

    def missing(self) -> bool:
        """Report required columns that the header lacks."""
        for column in self.declared.columns:
            if column.required and column.name not in self.at and column.name not in self.defaults:
                self.flaw(self.top + 1, column, Flaw(
                    _("The column “%(name)s” is missing.") % {"name": column.headers[0]},
                    _("Name it so in the header row, or say which column it is."),
                ))  # fmt: skip
        return bool(self.report.bad)

    def flaw(self, number: int, column: Column | None, flaw: Flaw) -> None:
        """Take down one finding; a mark is no fault of the row."""
        at = self.at.get(column.name) if column else None
        header = column.headers[0] if column else ""
        found = Bad(
            number, letter(at) if at is not None else "", header, str(flaw.words), str(flaw.cure)
        )
        (self.report.marked if isinstance(flaw, Mark) else self.report.bad).append(found)

    def refuse(self, number: int, flaws: list[Flaw]) -> None:
        """Take down what an act said of a row."""
        for flaw in flaws:
            self.flaw(number, self.named.get(flaw.column), flaw)
        self.report.kept[number] = self.body[number - self.top - 2]

    def parsed(self, shift: int = 0, most: int | None = None) -> Iterator[Row]:
        """Good rows; bad ones go to the report. `shift` reads so many columns beside the header."""
        named = [c for c in self.declared.columns if c.name in self.at]
        plan: list[tuple[Column, int, dict[Any, Any]]]
        plan = [(c, self.at[c.name] + shift, {}) for c in named]
        seen: dict[Any, int] = {}
        for number, row in enumerate(self.body[:most], start=self.top + 2):
            if not any(cell not in ("", None) for cell in row):
                continue
            self.report.rows += 1
            before, values = len(self.report.bad), dict(self.defaults)
            for column, at, memo in plan:
                raw = row[at] if 0 <= at < len(row) else ""
                value = _parse(column, raw, memo, column.name in self.defaults)
                if isinstance(value, Flaw):
                    self.flaw(number, column, value)
                elif value is not None:
                    values[column.name] = value
            there = self.checked(number, values, before)
            key = tuple(values.get(n) for n in self.declared.key)
            first = seen.setdefault(key, number) if key and None not in key else number
            if first != number:
                words = _("The same as row %(row)d.") % {"row": first}
                key_column = self.named[self.declared.key[0]]
                self.flaw(number, key_column, Flaw(words, _("Delete one of the two.")))
            if before == len(self.report.bad):
                if there:
                    self.report.skipped += 1
                else:
                    yield Row(number, values)
            else:
                self.report.kept[number] = row

    def checked(self, number: int, values: dict[str, Any], before: int) -> bool:
        """Let the import's own check see a row, also one with bad cells, so that all is told in one
        round; nothing twice of one cell. Whether the row is there already."""
        there, wrong = False, {bad.header for bad in self.report.bad[before:]}
        lacks = {c.name for c in self.declared.columns if c.required and c.name not in values}
        try:
            for flaw in self.declared.check(values, self.found):
                told = self.named.get(flaw.column)
                if isinstance(flaw, There):
                    there = True
                elif told is None or told.headers[0] not in wrong:
                    self.flaw(number, told, flaw)
        except KeyError as error:  # it needs the cell that is empty or wrong; what it said stands
            if error.args[0] not in lacks:
                raise
        return there and not lacks

    def guess_shift(self) -> None:
        """Say so where the cells seem to stand beside their headers."""
        found = {}
        for shift in (0, -1, 1, -2, 2):
            trial = Table.__new__(Table)
            trial.__dict__ = {**self.__dict__, "report": ImportReport(self.declared.name)}
            list(trial.parsed(shift, most=30))
            found[shift] = len(trial.report.bad)
        best = min(found, key=lambda s: (found[s], abs(s)))
        if best and found[0] >= 15 and found[best] * 4 <= found[0]:
            side = _("left") if best < 0 else _("right")
            words = _("The cells seem to stand %(n)d column to the %(side)s of their headers.")
            self.report.notes.append(words % {"n": abs(best), "side": side})


def _parse(column: Column, raw: Any, memo: dict[Any, Any], stands_in: bool = False) -> Any:
    if raw is None or raw == "" or (isinstance(raw, str) and not raw.strip()):
        needed = column.required and not stands_in
        return Flaw(_("This is needed."), _("Fill it in.")) if needed else None
    key = raw if isinstance(raw, str) else (type(raw), raw)
    if key in memo:
        return memo[key]
    try:
        value = column.parse(raw)
    except Flaw as flaw:
        value = flaw
    if len(memo) < MEMO:
        memo[key] = value
    return value
