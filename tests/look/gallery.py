"""Every page and part of the look with believable words, as files and as pictures.

``python -m tests.look.gallery`` writes build/gallery/*.html and, with Chromium, pictures at the two
sizes in light, dark and elder mode, and prints whatever is wrong: scroll to the side, clipped
words, targets under 44 px, axe violations, errors of the console (CSP among them).
``--only NAME`` limits it to pages whose name contains NAME; ``--no-pictures`` only checks.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PANES = ROOT / "doorstep/panes"
OUT = ROOT / "build/gallery"
SIZES = {"phone": (390, 844), "desk": (1366, 768)}
CSP = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'"

#: What the browser measures on a page; returns sentences.
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
AXE = "axe.run(document, {resultTypes: ['violations']})"


def set_up() -> None:
    """Settings for the script; under pytest the project's own are there already."""
    if not settings.configured:
        settings.configure(
            LANGUAGE_CODE="zh-hans",
            LANGUAGES=[("zh-hans", "简体中文"), ("en", "English")],
            LOCALE_PATHS=[PANES / "locale", ROOT / "doorstep/frame/locale"],
            STATIC_URL="/static/",
            USE_TZ=True,
            SECRET_KEY="gallery",
        )
        django.setup()


def write(only: str = "", language: str = "zh-hans") -> list[str]:
    """Render the pages whose name contains `only` into build/gallery; returns their names."""
    from django.template import Context, Engine
    from django.utils import translation

    from tests.look.sample import pages

    set_up()
    engine = Engine(
        dirs=[str(PANES / "templates"), str(Path(__file__).parent / "pages")],
        libraries={
            "i18n": "django.templatetags.i18n",
            "static": "django.templatetags.static",
            "look": "doorstep.panes.templatetags.look",
        },
    )
    OUT.mkdir(parents=True, exist_ok=True)
    shutil.copytree(PANES / "static", OUT / "static", dirs_exist_ok=True)
    names = []
    with translation.override(language):
        for name, context in pages().items():
            if only not in name:
                continue
            template = engine.get_template(context.pop("template") + ".html")
            html = template.render(Context({**context, "csrf_token": "token"}))
            (OUT / f"{name}.html").write_text(html, encoding="utf-8")
            names.append(name)
    return names


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CSP)
        super().end_headers()

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@contextmanager
def served() -> Iterator[str]:
    """The gallery over HTTP with the project's content security policy; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(OUT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def looks(name: str) -> list[tuple[str, str]]:
    """(size, mode) in which a page is looked at; dark only at the desk."""
    modes = [("phone", "light"), ("desk", "light"), ("phone", "elder")]
    return [*modes, ("desk", "dark"), ("desk", "elder")] if name.startswith("desk") else modes


def measured(page: Any, axe: str) -> list[str]:
    """What is wrong on the open page: our own measures and those of axe."""
    wrong: list[str] = page.evaluate(MEASURE)
    page.evaluate(axe)
    for found in page.evaluate(AXE)["violations"]:
        for node in found["nodes"]:
            cure = node["failureSummary"].splitlines()[-1].strip()
            wrong.append(f"axe {found['id']} {node['target']} {cure}")
    return wrong


def look(browser: Any, names: list[str], *, pictures: bool = True) -> list[str]:
    """Open every page in every look; returns what is wrong, one sentence each."""
    import axe_core_python

    axe = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    wrong: list[str] = []
    with served() as address:
        for name in names:
            for size, mode in looks(name):
                width, height = SIZES[size]
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if mode == "dark" else "light",
                    locale="zh-CN",
                )
                said: list[str] = []
                page.on("console", lambda m, said=said: said.append(f"{m.type} {m.text}"))
                page.goto(f"{address}/{name}.html")
                if mode == "elder":
                    page.evaluate("document.documentElement.setAttribute('data-elder', '')")
                found = [*measured(page, axe), *(line for line in said if line[:5] == "error")]
                wrong += [f"{name} {size} {mode}: {line}" for line in found]
                if pictures:
                    page.screenshot(
                        path=OUT / f"{name}-{size}-{mode}.png", full_page=size == "phone"
                    )
                page.close()
    return wrong


def main() -> int:
    """Write, look, tell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--language", default="zh-hans")
    parser.add_argument("--no-pictures", action="store_true")
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    from tests.chromium import QUIET, chromium

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=QUIET)
        pages = write(given.only, given.language)
        wrong = look(browser, pages, pictures=not given.no_pictures)
    sys.stdout.write("\n".join([*wrong, f"{len(wrong)} wrong", ""]))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
