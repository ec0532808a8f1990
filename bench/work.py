"""What handling costs at each size: a whole life over HTTP, all dates anew, words in the newest."""

from __future__ import annotations

import functools
import http.client
import json
import os
import threading
import time
from typing import Any

from bench.rounds import counted
from bench.served import CLIENTS, WORKERS, server

#: Lives of one client in one measurement.
EACH = 20


def lives(made: Any, owner: Any) -> float:
    """Report, dispatch, handle, resolve, verify, rate: whole lives a second, four clients."""
    spent: list[float] = []
    with server() as port:
        lines = [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _n in range(CLIENTS)]
        bad: list[str] = []

        def call(line: Any, key: str, tail: str, version: int, **data: Any) -> Any:
            body = json.dumps({"data": data, **({"version": version} if version else {})})
            head = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
            line.request("POST", f"/api/v1/matters/{tail}/", body, head)
            answer = line.getresponse()
            text = answer.read()
            if answer.status >= 300:
                raise SystemExit(f"{tail}: {answer.status} {text[:300].decode()}")
            return json.loads(text)

        def live(line: Any, times: int) -> None:
            try:
                for _n in range(times):
                    one(line)
            except SystemExit as error:
                bad.append(str(error))

        def one(line: Any) -> None:
            said = {"category": "stair_light", "text": "2单元感应灯不亮，晚上看不见台阶"}
            new = call(line, made.resident, "do/ask", 0, place=made.compounds[0].path, **said)
            ident, version = new["id"], new["version"]
            for key, word, data in (
                (made.worker, "dispatch", {"owner": str(owner.pk)}),
                (made.worker, "start", {}),
                (made.worker, "resolve", {"outcome": "solved", "words": "换了灯泡"}),
                (made.resident, "verify", {"verdict": "solved"}),
                (made.resident, "rate", {"grade": "good"}),
            ):
                done = call(line, key, f"{ident}/do/{word}", version, **data)
                version = done["version"]

        for times in (2, EACH):  # the first warms the workers
            threads = [threading.Thread(target=live, args=(line, times)) for line in lines]
            begun = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            spent.append(time.perf_counter() - begun)
            if bad:
                raise SystemExit(bad[0])
    rate = CLIENTS * EACH / spent[-1]
    print(f"whole lives over HTTP, {WORKERS} workers, {CLIENTS} clients: {rate:.1f}/s"
          f" ({CLIENTS * EACH} lives of six acts, load {os.getloadavg()[0]:.1f})")  # fmt: skip
    return rate


def dates_anew(size: int) -> None:
    """All dates of so many matters worked out anew, without writing any."""
    from doorstep.casework.acts.redating import _READ, CHUNK, moved
    from doorstep.matters.models import Matter

    rows = Matter.objects.order_by().values_list(*_READ).iterator(CHUNK)
    begun, there = time.perf_counter(), 0

    def read() -> Any:
        nonlocal there
        for row in rows:
            there += 1
            yield row

    changed = sum(1 for _pk in moved(read()))
    spent = time.perf_counter() - begun
    print(f"dates anew: {there:,} matters in {spent:.1f} s, {there / spent:,.0f}/s"
          f" ({changed:,} differ; wanted: a million in 60 s)")  # fmt: skip
    if there < min(size, 1):
        raise SystemExit("no dates were worked out")


#: Words in nearly all matters, one character and more.
COMMON = ("楼道", "灯", "麻烦看一下", "又不亮")
#: Times each is asked for.
ASKED = 20


def words(actor: Any) -> None:
    """Lists with some words in the scope of a user with many offices: p95 of each kind."""
    from django.http import QueryDict

    from doorstep.frame import path_q
    from doorstep.matters.models import Matter
    from doorstep.panes.lists import page_of, wanted
    from doorstep.panes.screens import SCREENS

    screen = SCREENS["matters"]
    some = Matter.objects.filter(path_q(actor.paths()), number__startswith="mould-").order_by("pk")
    rare = [text.partition("楼")[0] for text in some.values_list("text", flat=True)[:4]]
    for name, kind, most in (("rare", rare, 150), ("frequent", COMMON, 400)):
        took, found = [], 0
        for word in kind:
            asked = wanted(screen, QueryDict(f"words={word}&state="))
            page_of(screen, actor, asked)
            for _n in range(ASKED):
                begun = time.perf_counter()
                found += len(page_of(screen, actor, asked).records)
                took.append((time.perf_counter() - begun) * 1000)
        took.sort()
        middle, late = took[len(took) // 2], took[int(len(took) * 0.95)]
        print(f"words {name}: median {middle:.0f} ms, p95 {late:.0f} ms (wanted {most}),"
              f" {found} rows found")  # fmt: skip


def likes(compounds: list[Any]) -> None:
    """What looks like a new matter, among all: before filing and to the dispatcher."""
    from doorstep.frame import NOBODY, SYSTEM
    from doorstep.kit import clock
    from doorstep.matters.models import Matter
    from doorstep.together.queries import alike, before_filing

    new = [
        Matter(
            place=home, path=home.path, category="stair_light", text="2单元楼道灯不亮，看不见台阶",
            begun_on=clock.today(),
        )
        for home in compounds
    ]  # fmt: skip
    things = {
        "before filing": lambda m: before_filing(NOBODY, m.path, [m.category], m.text),
        "dispatcher": lambda m: alike(m, SYSTEM),
    }
    print(f"like matters among {Matter.objects.count():,} (at most 50 ms wanted)")
    for name, ask in things.items():
        statements = counted(functools.partial(ask, new[0]))
        took = []
        for matter in new:
            since = time.perf_counter()
            ask(matter)
            took.append((time.perf_counter() - since) * 1000)
        took.sort()
        print(
            f"  {name:<16} {statements} statements, median {took[len(took) // 2]:.1f} ms,"
            f" p95 {took[int(len(took) * 0.95)]:.1f} ms"
        )


def measure(made: Any, least: float = 0.0) -> float:
    """All of it at the present size; whole lives a second.

    :param least: lives a second with next to no matters, to compare with.
    """
    from doorstep.matters.models import Matter
    from doorstep.people.models import Body
    from doorstep.people.queries.actors import actor_for

    dates_anew(Matter.objects.count())
    words(actor_for(made.account))
    likes(made.compounds)
    rate = lives(made, Body.objects.get(path=made.communities[0].path))
    if least:
        print(f"  against next to none: {rate / least:.2f} (wanted 0.8)")
    return rate
