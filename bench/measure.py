"""All measurements of one engine, in one process, through WSGI without a network in between."""

from __future__ import annotations

import cProfile
import io
import itertools
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.rounds import counted
from bench.scale import NOW

HERE = Path(__file__).parent


def wsgi(method: str, url: str, body: bytes = b"", **headers: str) -> Callable[[], bytes]:
    """A call of the whole stack: middleware, view, template; fails on any status but 2xx."""
    from django.core.wsgi import get_wsgi_application

    app = get_wsgi_application()
    address, _, query = url.partition("?")

    def call(body: bytes = body) -> bytes:
        status: list[str] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/json",
            "REMOTE_ADDR": "127.0.0.1",
            **{f"HTTP_{k.upper()}": v for k, v in headers.items()},
        }
        answer = app(environ, lambda s, _h, _e=None: status.append(s))
        text = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        if not status[0].startswith("2"):
            raise SystemExit(f"{method} {url}: {status[0]} {text[:400].decode()}")
        return text

    return call


def python_calls(run: Callable[[], object], times: int = 50) -> int:
    """Python calls of one call: what does not depend on how fast the machine is today."""
    for _again in range(10):  # what a process learns first does not count
        run()
    seen = cProfile.Profile()
    seen.enable()
    for _again in range(times):
        run()
    seen.disable()
    return sum(row.callcount for row in seen.getstats()) // times


def reports(bearer: str, compound: str) -> None:
    """Report a matter over the API with sign-in, against a bare view that inserts three rows."""
    from bench.bare import tables
    from bench.rounds import interleaved
    from bench.served import served
    from doorstep.kit.ids import uuid7

    tables()
    said = {"place": compound, "category": "stair_light", "text": "2单元感应灯不亮，晚上看不见台阶"}
    ours = wsgi("POST", "/api/v1/matters/do/report/", authorization=bearer)
    bare, cursor, one = (wsgi("POST", f"/bare/{n}/") for n in ("report", "cursor", "one"))
    fresh = lambda: ours(json.dumps({"data": said, "op_id": str(uuid7())}).encode())  # noqa: E731
    body = json.dumps(said).encode()
    things = {"ours": fresh, "bare": lambda: bare(body), "cursor": lambda: cursor(body)}
    things["one"] = lambda: one(body)
    calls = ", ".join(f"{name} {python_calls(run):,}" for name, run in things.items())
    print(f"report a matter: {counted(fresh)} statements (at most 12); Python calls: {calls}")
    rates = interleaved(things)
    ratio = {n: rates["ours"].median / rates[n].median for n in ("bare", "cursor")}
    print(
        f"  ours                          {rates['ours']}\n"
        f"  bare view, three rows         {rates['bare']} ratio {ratio['bare']:.2f}"
        " (wanted 0.25, aim 0.33)\n"
        f"  the same through a cursor     {rates['cursor']} ratio {ratio['cursor']:.2f}\n"
        f"  bare view, one row            {rates['one']} (the machine of the aims: 1,790/s)"
    )
    served(bearer, said)


def lists(client: Any, cookie: str, paths: list[str], then: Callable[[], object]) -> None:
    """The list of a user with many offices, by state and category, at each size."""
    from bench import bare
    from bench.rounds import interleaved
    from bench.seed import grow

    by_hand_of(client, paths)
    url = bare.LIST["url"]
    ours = wsgi("GET", url, cookie=cookie)
    plain, drawn = (wsgi("GET", f"/bare/{n}/", cookie=cookie) for n in ("plain", "list"))
    for other in (plain, drawn):
        same_page(ours(), other())
    first = 0.0
    for size in NOW.lists:
        start = time.perf_counter()
        there = grow(size)
        print(
            f"list of 50 at {there:,} matters (grown in {time.perf_counter() - start:.0f} s):"
            f" {counted(ours)} statements"
        )
        rates = interleaved({"ours": ours, "plain": plain, "drawn": drawn})
        times = {n: rates[n].median / rates["ours"].median for n in ("plain", "drawn")}
        print(
            f"  ours                       {rates['ours']}\n"
            f"  by hand, plain template    {rates['plain']} time ratio {times['plain']:.2f}"
            f" (wanted 1.5)\n"
            f"  by hand, our own drawing   {rates['drawn']} time ratio {times['drawn']:.2f}\n"
            f"  load {os.getloadavg()[0]:.1f}"
        )
        if first:
            print(f"  against the smaller size: {first / rates['ours'].median:.2f} (wanted 1.3)")
        first = first or rates["ours"].median
        then()


def by_hand_of(client: Any, paths: list[str]) -> None:
    """Give the hand-written view its statements and all that the page draws beside the rows."""
    from bench import bare
    from doorstep.frame import catalogues
    from doorstep.frame.terms import label
    from doorstep.kit import clock
    from doorstep.matters.rules.life import LIFE
    from doorstep.routing.queries import CATEGORIES

    columns = {8: "at2", 12: "at3", 16: "at4"}

    def statement(arm: str, whole: str) -> str:
        one, all_ = ((HERE / "baseline" / f"{n}.sql").read_text() for n in (arm, whole))
        arms = [one.format(column=columns[len(p)], n=n) for n, p in enumerate(paths)]
        return all_.format(walks=" UNION ALL ".join(arms))

    url = "/desk/matters/?state=handling&category=stair_light"
    bare.LIST.update(
        url=url,
        sql=statement("walk", "list_state_category"),
        count=statement("count", "list_count"),
        params=[x for p in paths for x in (p, "handling", "stair_light")],
        head=list_head(client, url),
        day=clock.today().isoformat(),
        categories={r.code: r.label for r in catalogues.rows(CATEGORIES)},
        states={s: label("matters.matter", f"state.{s}") for s in LIFE.states},
    )


def same_page(ours: bytes, by_hand: bytes) -> None:
    """The two pages are one, but for the token against forged forms: else nothing is compared."""
    one, other = (re.sub(rb"[A-Za-z0-9]{64}", b"", page) for page in (ours, by_hand))
    if one != other:
        at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
        raise SystemExit(
            f"the pages differ: {one[at - 80 : at + 80]!r} {other[at - 80 : at + 80]!r}"
        )


def list_head(client: Any, url: str) -> dict[str, Any]:
    """What our own page draws beside its rows: menu, office, filters with their values."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment(debug=False)
    try:
        context = client.get(url).context
    finally:
        teardown_test_environment()
    found: dict[str, Any] = {}
    for layer in context:
        found |= {k: v for k, v in layer.flatten().items() if isinstance(k, str)}
    return {
        k: v
        for k, v in found.items()
        if k not in ("rows", "request", "csrf_token", "block", "forloop")
    }


def pages(cookie: str, path: str) -> None:
    """The page of one record and a change of state."""
    from bench.rounds import interleaved
    from doorstep.frame import SYSTEM, do
    from doorstep.matters.models import Matter

    rows = Matter.objects.filter(state="submitted", at3=path, withdrawn_at=None).order_by("id")[:1]
    one = wsgi("GET", f"/desk/matters/{rows[0].pk}/", cookie=cookie)
    waiting = itertools.cycle(
        Matter.objects.filter(state__in=("submitted",)).values_list("pk", flat=True)[:30_000]
    )
    change = lambda: do(SYSTEM, "matters.contact", next(waiting), {"words": "已派人看"})  # noqa: E731
    print(
        f"page of one record: {counted(one)} statements, {python_calls(one):,} Python calls;"
        f" change of state: {counted(change)} statements"
    )
    rates = interleaved({"record": one, "change": change})
    print(f"  record {rates['record']}\n  change {rates['change']} (engine only, without HTTP)")


def main() -> int:
    """Make the scratch city and run every part."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings
    from django.contrib.auth import SESSION_KEY
    from django.db import connection
    from django.test import Client

    from bench import seed, work
    from bench.tables import imports

    print(
        f"=== {connection.vendor}, Python {sys.version.split()[0]}, {os.cpu_count()} processors,"
        f" load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    call_command("migrate", verbosity=0)
    made = seed.city()
    seed.moulds(made.compounds)
    client = Client()
    client.force_login(made.account)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    assert SESSION_KEY in client.session
    bearer = f"Bearer {seed.SECRET}"
    paths = [*(c.path for c in made.communities[:2]), *(c.path for c in made.compounds[100:110])]
    reports(bearer, made.compounds[0].path)
    least = work.measure(made)
    lists(client, cookie, paths, lambda: work.measure(made, least))
    pages(cookie, made.communities[0].path)
    with tempfile.TemporaryDirectory() as folder:
        imports(made.compounds, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
