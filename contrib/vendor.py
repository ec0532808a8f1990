"""Compare the vendored front-end files with their manifest; --refresh fetches them anew.

Refreshing needs npm (to download; nothing is built). To take a new version change `version` and
`file` in the manifest, run `make vendor`, read the difference, commit.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "doorstep/panes/static/panes/vendor"


def sha256(content: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(content).hexdigest()


def fetch(entry: dict[str, Any]) -> bytes:
    """The file out of the package's tarball, downloaded by npm."""
    inside = entry["source"].rpartition(", ")[2]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", f"{entry['name']}@{entry['version']}"],
            cwd=folder,
            check=True,
        )
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as tar:
            found = tar.extractfile(f"package/{inside}")
            if found is None:
                raise FileNotFoundError(inside)
            return found.read()


def main(refresh: bool) -> int:
    """Exit status: 0 all well, 1 a file differs from the manifest."""
    manifest = FOLDER / "manifest.json"
    entries: list[dict[str, Any]] = json.loads(manifest.read_text())
    wrong = 0
    for entry in entries:
        file = FOLDER / entry["file"]
        if refresh:
            file.write_bytes(fetch(entry))
            entry["sha256"] = sha256(file.read_bytes())
        good = file.exists() and sha256(file.read_bytes()) == entry["sha256"]
        wrong += not good
        print(f"{entry['name']} {entry['version']}: {'good' if good else 'DIFFERS'}")
    if refresh:
        manifest.write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main("--refresh" in sys.argv))
