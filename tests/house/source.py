"""The source tree as the house rules see it."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "doorstep"
#: Folders of the package that are no apps.
NOT_APPS = {"kit", "frame", "panes", "doors", "db", "profiles", "locale"}


@cache
def tracked() -> tuple[Path, ...]:
    """Files that belong to the project: in git, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:  # an unpacked archive has no git
        skip = {".venv", "var", "static-root", ".git", "build"}
        found = [f for f in ROOT.rglob("*") if not skip & set(f.relative_to(ROOT).parts)]
    else:
        found = [ROOT / line for line in listed.stdout.splitlines()]
    return tuple(sorted(f for f in set(found) if f.is_file()))


def files(*patterns: str) -> list[Path]:
    """Tracked files whose path from the root matches one of the patterns (`**` crosses folders)."""
    return [
        f for f in tracked() if f.exists() and any(_match(f.relative_to(ROOT), p) for p in patterns)
    ]


def _match(path: Path, pattern: str) -> bool:
    if "**" not in pattern:
        return path.match(pattern) and len(path.parts) == len(Path(pattern).parts)
    head, _, tail = pattern.partition("**/")
    return path.as_posix().startswith(head) and path.match(tail)


def apps() -> list[str]:
    """Names of the app folders."""
    found = {f.relative_to(PACKAGE).parts[0] for f in files("doorstep/**/*.py")}
    return sorted(a for a in found - NOT_APPS if (PACKAGE / a / "__init__.py").exists())


def name(path: Path) -> str:
    """Path from the root, for messages."""
    return path.relative_to(ROOT).as_posix()
