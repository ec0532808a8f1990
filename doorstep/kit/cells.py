"""How many cells a spreadsheet has, counted where it cannot do harm.

A small file may unfold to any size: packed a thousandfold, or two cells in opposite corners of a
sheet, which a reader holds as one full rectangle. So a process of its own, with little memory and
little time, opens the file first; if it does not come back with a number, nobody else opens it.

``python -m doorstep.kit.cells FILE`` prints the number of cells of the largest sheet.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import zipfile
from pathlib import Path

#: Address space and processor seconds of the process that counts.
MEMORY, SECONDS = 1024 * 1024 * 1024, 20
_PACKED = b"PK\x03\x04"


def unpacked(path: Path) -> int:
    """Bytes of a packed file when unpacked, as it says itself; of others their size.

    :raises ValueError: when it begins as a packed file and is none.
    """
    with path.open("rb") as file:
        begins = file.read(4)
    if begins != _PACKED:
        return path.stat().st_size
    try:
        with zipfile.ZipFile(path) as packed:
            return sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise ValueError(str(error)) from error


def cells(path: Path) -> int | None:
    """Cells of the largest sheet, empty ones inside its rectangle included; None if counting took
    more memory or time than it may, or the file cannot be read."""
    command = [sys.executable, "-m", "doorstep.kit.cells", str(path.resolve())]
    home = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(  # noqa: S603  (this very module)
            command, cwd=home, capture_output=True, text=True, timeout=SECONDS * 3, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip().isdigit() else None


def _main(name: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import load_workbook

    book, most = load_workbook(name), 0
    for n in range(len(book.sheet_names)):
        sheet = book.get_sheet_by_index(n)
        most = max(most, (sheet.total_height + 1) * (sheet.total_width + 1))  # last indexes
    sys.stdout.write(f"{most}\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
