"""Tables as people send them: reading XLSX and CSV, and finding the header.

Merged cells, shifted tables and columns by another name are taken as they come; the cells
themselves are for `frame.sheets`.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, load_workbook

from doorstep.frame.sheets import Flaw
from doorstep.kit.written import heading

#: The header is looked for in the first rows.
HEADER_WITHIN = 10


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a file: all cells from A1 on (empty ones are ""), merged ones filled."""

    rows: list[list[Any]]
    sha256: str


def read(path: Path) -> Sheet:
    """Read the first sheet that is not empty.

    :raises Flaw: when the file is no table that we can read.
    """
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    if raw[:4] not in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return Sheet(_csv(raw), digest)
    try:
        book = load_workbook(str(path))
        for n in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(n)
            rows = sheet.to_python(skip_empty_area=False)
            if rows:
                _fill(rows, sheet.merged_cell_ranges or ())
                return Sheet(rows, digest)
    except CalamineError as error:
        raise Flaw(
            _("This file cannot be read."), _("Open it in Excel or WPS and save it as .xlsx.")
        ) from error
    return Sheet([], digest)


def _csv(raw: bytes) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        head = text[:4000]
        mark = max(",\t;", key=head.count)
        return list(csv.reader(text.splitlines(keepends=True), delimiter=mark))
    raise Flaw(_("This file is no table."), _("Send an .xlsx or .csv file."))


def _fill(rows: list[list[Any]], merged: Iterable[Any]) -> None:
    for (top, left), (bottom, right) in merged:
        for r in range(top, min(bottom + 1, len(rows))):
            for c in range(left, min(right + 1, len(rows[r]))):
                rows[r][c] = rows[top][left]


def letter(index: int) -> str:
    """Column letter of an index from 0: A, B, … AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found


def find_header(
    rows: list[list[Any]], aliases: Mapping[str, tuple[str, ...]], mapping: Mapping[str, str]
) -> tuple[int, dict[str, int]]:
    """The header row (index) and the index of each column found in it.

    :param aliases: column name → headers it goes by; `mapping`: name → header or column letter,
        "" for a column that is not there whatever a header says.
    """
    names = {heading(a): name for name, found in aliases.items() for a in (name, *found)}
    names |= {heading(header): name for name, header in mapping.items() if header}
    absent = {name for name, header in mapping.items() if not header}
    best: tuple[int, dict[str, int]] = (0, {})
    for n, row in enumerate(rows[:HEADER_WITHIN]):
        found: dict[str, int] = {}
        for c, cell in enumerate(row):
            name = names.get(heading(cell))
            if name is not None and name not in absent:
                found.setdefault(name, c)
        if len(found) > len(best[1]):
            best = n, found
    width = max(map(len, rows), default=0)
    letters = {letter(c): c for c in range(width)}
    forced = {n: letters[h.upper()] for n, h in mapping.items() if h.upper() in letters}
    return best[0], best[1] | forced
