"""Forbidden lines, each with why, a line that is fine and a line that is not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.house.source import files, name


@dataclass(frozen=True)
class Rule:
    """One forbidden pattern in the files of `where`, except those matching `besides`."""

    title: str
    why: str
    pattern: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    where: tuple[str, ...] = ("doorstep/**/*.py",)
    #: Regular expression on the path: files where it is allowed.
    besides: str = r"$^"
    flags: re.RegexFlag = field(default=re.RegexFlag(0))

    def hits(self, text: str) -> list[int]:
        """Numbers of the lines on which the pattern begins."""
        found = re.finditer(self.pattern, text, self.flags | re.MULTILINE)
        return [text.count("\n", 0, m.start()) + 1 for m in found]

    def files(self) -> list[Path]:
        """Files under the rule."""
        return [
            f for f in files(*self.where)
            if not re.search(self.besides, name(f)) and "vendor" not in f.parts
        ]  # fmt: skip


PAGES = ("doorstep/**/*.html",)
WEB = ("doorstep/**/*.html", "doorstep/**/*.js")
#: Those who may write rows without an act: the engine itself and what is below or beside it.
WRITERS = r"^doorstep/(frame|panes|db)/|/migrations/|/acts(/|\.py$)|^doorstep/doors/shell/"

RULES = (
    Rule(
        "no Django signals",
        "what happens next is a follow: durable, ordered, visible in the flow map",
        r"\.signals\b|import signals|django\.dispatch|@receiver\b",
        ("from django.db import models", "def pre_save(self, instance, add):"),
        ("from django.db.models.signals import post_save", "@receiver(x)"),
    ),
    Rule(
        "only kit.clock tells the time",
        "the demo and the tests set it; a second clock would disagree",
        r"\b(datetime|date)\.(now|today|utcnow)\(|\btimezone\.(now|localtime|localdate)\("
        r"|\btime\.(time|time_ns)\(|auto_now",
        ("now = clock.now()", "clock.today()", "time.perf_counter()"),
        ("datetime.now(UTC)", "timezone.now()", "date.today()", "DateTimeField(auto_now=True)"),
        besides=r"^doorstep/kit/(clock|ids)\.py$|/migrations/",
    ),
    Rule(
        "only acts write",
        "an act checks rights, claims the record and leaves a trail entry",
        r"(?<!form)(?<!book)(?<!image)\.(save|delete|bulk_create|bulk_update|get_or_create|update_or_create)\("
        r"|(\.objects|_manager)\b[^\n#]*\.(create|update)\(",
        ("ctx.add(Assignment(matter=matter))", "values.update(extra)", "book.save(file)"),
        (
            "Matter.objects.create(text=x)",
            "matter.save()",
            "Matter.objects.filter(a=1).update(b=2)",
        ),
        where=("doorstep/**/*.py",),
        besides=WRITERS,
    ),
    Rule(
        "nothing is printed",
        "programs log; only the command line speaks to a person",
        r"^\s*(print|pprint)\(",
        ("log.info('sealed')", "fingerprint(x)"),
        ("    print(x)",),
        besides=r"^doorstep/doors/shell/",
    ),
    Rule(
        "no inline script or style",
        "the content security policy forbids them",
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")|<style\b"
        r"|\sstyle=\"|\son[a-z]+=\"|javascript:",
        ('<script src="a.js" defer></script>', '<p class="on">', '<a data-on="x">'),
        ("<script>alert(1)</script>", '<p style="color:red">', '<a onclick="x()">', "<style>"),
        where=PAGES,
    ),
    Rule(
        "nobody is located",
        "dignity.md: no positions of people",
        r"geolocation|watchPosition|getCurrentPosition",
        ("const place = card.dataset.place;",),
        ("navigator.geolocation.getCurrentPosition(x)",),
        where=(*WEB, "doorstep/**/*.py"),
    ),
    Rule(
        "a scope is a range, never startswith in a query",
        "Django's startswith scans on SQLite (measured)",
        r"path__(i?startswith|contains|i?regex|like)|(?<!request\.)\bpath\.startswith\(",
        ("path_q(paths)", "path__gte=p, path__lt=upper(p)", "request.path.startswith('/desk/')"),
        ("filter(path__startswith=p)", "if record.path.startswith(p):"),
        besides=r"^doorstep/kit/path\.py$",
    ),
    Rule(
        "no network hosts",
        "the system works without the Internet; nothing is fetched from elsewhere",
        r"(src|href|action)=\"(https?:)?//|fetch\(['\"`]https?:|@import|url\(['\"]?https?:",
        ('<a href="/desk/">', "fetch('/api/v1/ops/')"),
        ('<script src="https://cdn.example/a.js">', "fetch('https://x.example')"),
        where=(*WEB, "doorstep/**/*.css"),
    ),
    Rule(
        "models carry no words",
        "words.toml calls things; two places would disagree",
        r"\bverbose_name(_plural)?\s*=",
        ("text = models.TextField()",),
        ('verbose_name = "matter"',),
        besides=r"/apps\.py$|/migrations/",
    ),
    Rule(
        "no unfinished work",
        "what is not there is not registered, not stubbed",
        r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|^\s*\.\.\.\s*$",
        ("raise NotFound", "def f() -> None: ..."),
        ("# TODO: later", "raise NotImplementedError"),
        where=("doorstep/**/*.py", *WEB),
    ),
    Rule(
        "nothing names the workshop",
        "the project is read by strangers",
        r"/work/(main|shared)|bash_jobs|\bfarm-[a-z]|shared/data/messages",
        ("var/doorstep.sqlite3",),
        ("see /work/shared/design.md",),
        where=(
            "**/*.py",
            "**/*.md",
            "**/*.toml",
            "**/*.html",
            "**/*.js",
            "*.md",
            "*.toml",
            "Makefile",
        ),
        besides=r"^tests/house/rules\.py$",
    ),
)
