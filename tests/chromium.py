"""Where Chromium is. ``python -m tests.chromium`` exits 0 if there is one."""

from __future__ import annotations

import shutil
import sys

#: Nothing of its own goes out, and no window opens.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: A voice of one second and a camera, without asking.
DEVICES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


def chromium() -> str | None:
    """Path of Debian's Chromium or Chrome, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(0 if chromium() else 1)
