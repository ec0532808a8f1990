"""Joins the style sheet's layers into the one file that is served.

Run ``python tests/look/css.py`` after editing a file under static/panes/css/;
``--check`` exits 1 if the served file is stale (used by the tests).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "doorstep/panes/static/panes"
ORDER = "@layer reset, tokens, base, layout, components, print;\n"


def joined() -> str:
    """The whole style sheet: sources by file name, comments and indents dropped."""
    sources = (path.read_text(encoding="utf-8") for path in sorted((STATIC / "css").glob("*.css")))
    text = re.sub(r"/\*.*?\*/", "", "".join(sources), flags=re.S)
    lines = (line.strip() for line in text.splitlines())
    return ORDER + "\n".join(line for line in lines if line) + "\n"


def main(args: list[str]) -> int:
    """Write the sheet, or with --check only compare it."""
    target = STATIC / "doorstep.css"
    if "--check" in args:
        return int(not target.exists() or target.read_text(encoding="utf-8") != joined())
    target.write_text(joined(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
