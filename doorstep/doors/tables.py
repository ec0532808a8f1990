"""Which tables are too large to be read, said before they are (R28: in the sender's words)."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from doorstep.frame.sheets import Flaw
from doorstep.kit.cells import cells, unpacked

MOST_BYTES, MOST_UNPACKED, MOST_CELLS = 20_000_000, 200_000_000, 1_000_000
#: How files begin whose cells cannot be counted by their separators: packed ones and old Excel.
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def refuse_large(path: Path, size: int | None = None) -> int:
    """Stop a file that would fill the machine's memory; how many cells the others have.

    :param size: its bytes, where it is not worth keeping.
    :raises Flaw: more than 20 MB, 200 MB unpacked or a million cells, or none can be counted.
    """
    cut = _("Cut it into several tables, or delete the empty rows and columns after the last one.")
    if (path.stat().st_size if size is None else size) > MOST_BYTES:
        raise Flaw(_("The file is larger than 20 MB."), cut)
    try:
        unfolded = unpacked(path)
    except ValueError as error:
        raise Flaw(
            _("This file cannot be read."), _("Open it in Excel or WPS and save it as .xlsx.")
        ) from error
    if unfolded > MOST_UNPACKED:
        raise Flaw(_("The file holds more than 200 MB when it is unpacked."), cut)
    number = _cells(path)
    if number is None:
        words = _("The cells of this file cannot be counted; it is too large or damaged.")
        raise Flaw(words, _("Copy the rows you need into a new table and send that."))
    if number > MOST_CELLS:
        raise Flaw(_("The table has more than 1,000,000 cells."), cut)
    return number


def _cells(path: Path) -> int | None:
    with path.open("rb") as file:
        begins = file.read(4)
    if begins in _BOOKS:
        return cells(path)
    raw = path.read_bytes()
    return max(raw.count(mark) for mark in (b",", b"\t", b";")) + raw.count(b"\n")
