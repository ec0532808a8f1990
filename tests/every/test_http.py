"""The same over real HTTP: logged in, at the desk, over the API, in the pocket and the portal.

Not yours is 404, a stranger is sent to the log-in (the API says 404), and no page breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from doorstep.doors.codes import code_of
from doorstep.doors.web import menu
from doorstep.frame import Actor
from doorstep.frame.rights import has_place
from doorstep.panes.screens import Screen, opens
from doorstep.people.rules import ROLES
from tests.every import decide
from tests.every.fixed import five
from tests.every.matrix import specimen
from tests.every.world import ABOVE, BELOW, ELSEWHERE, OWN, World, places_of

FOUND, GONE, TO_LOGIN = 200, 404, 302


@pytest.fixture
def clients(world: World) -> dict[str, tuple[Client, Actor]]:
    """A browser for every role, for somebody without a post, and for the five fixed persons."""
    actors = {role: world.actor(role) for role in ROLES} | {"none": world.nobody()}
    keys = {role: (role, "") for role in actors}
    actors |= {f"five.{name}": actor for name, actor in vars(five(world)).items()}
    keys |= {f"five.{name}": (name, "five") for name in vars(five(world))}
    found = {}
    for name, actor in actors.items():
        client = Client(raise_request_exception=False)
        client.force_login(world.accounts[keys[name]])
        found[name] = client, actor
    return found


def asked(client: Client, url: str, expected: int, who: str, wrong: list[str]) -> None:
    """One GET; what differs is noted."""
    got = client.get(url).status_code
    if got != expected:
        wrong.append(f"{who} {url}: {got}, ought to be {expected}")


def records(world: World, screen: Screen, role: str, *, closed: bool = False) -> Iterator[Any]:
    """A record of each sort of place for a role; of a screen that is closed to it only its own."""
    placed = has_place(screen.kind) and not closed
    for relation in (OWN, BELOW, ABOVE, ELSEWHERE) if placed else (OWN,):
        for place in places_of(role, relation)[:1]:
            yield specimen(world, screen.kind, place)


def test_lists_and_exports(world: World, clients: dict[str, tuple[Client, Actor]]) -> None:
    """/desk/<slug>/, its export and /api/v1/<slug>/ for every role."""
    wrong: list[str] = []
    stranger = Client()
    for screen in decide.screens():
        for who, (client, actor) in clients.items():
            expected = FOUND if opens(actor, screen) else GONE
            asked(client, screen.url(), expected, who, wrong)
            asked(client, f"/api/v1/{screen.slug}/", expected, who, wrong)
            if who in ROLES:
                continue
            asked(client, f"{screen.url()}export/", expected if screen.export else GONE, who, wrong)
        asked(stranger, screen.url(), TO_LOGIN, "stranger", wrong)
        asked(stranger, f"{screen.url()}export/", TO_LOGIN, "stranger", wrong)
        asked(stranger, f"/api/v1/{screen.slug}/", GONE, "stranger", wrong)
    assert not wrong, "\n".join(wrong)


def test_records(world: World, clients: dict[str, tuple[Client, Actor]]) -> None:
    """/desk/<slug>/<id>/ and the same over the API: own ones open, all others are not there."""
    wrong: list[str] = []
    stranger = Client()
    for screen in decide.screens():
        for who, (client, actor) in clients.items():
            home, closed = who if who in ROLES else "grid_member", not opens(actor, screen)
            for record in records(world, screen, home, closed=closed):
                expected = FOUND if decide.sees(actor, screen, record) else GONE
                asked(client, screen.url(record), expected, who, wrong)
                asked(client, f"/api/v1/{screen.slug}/{record.pk}/", expected, who, wrong)
        record = specimen(world, screen.kind, "dong")
        asked(stranger, screen.url(record), TO_LOGIN, "stranger", wrong)
        asked(stranger, f"/api/v1/{screen.slug}/{record.pk}/", GONE, "stranger", wrong)
    assert not wrong, "\n".join(wrong)


def test_forms_of_acts(world: World, clients: dict[str, tuple[Client, Actor]]) -> None:
    """Each act's form: somebody who may, the same post elsewhere, one who may not, nobody."""
    wrong: list[str] = []
    tried = 0
    stranger = Client()
    for screen in decide.screens():
        for act in decide.acts():
            if act.kind != screen.kind or not act.form:
                continue
            if screen.act(act.word, creates=act.creates) is not act:
                wrong.append(f"{screen.slug}: {act.name} has no address of its own")
                continue
            tried += 1
            for who in choice(world, clients, screen, act):
                client, actor = clients[who]
                for record in [None] if act.creates else records(world, screen, who):
                    seen = act.creates or decide.sees(actor, screen, record)
                    allowed = seen and decide.may_act(actor, act, record)
                    url = screen.url() if record is None else screen.url(record)
                    asked(client, f"{url}do/{act.word}/", FOUND if allowed else GONE, who, wrong)
            url = screen.url() if act.creates else screen.url(specimen(world, screen.kind, "dong"))
            status = stranger.get(f"{url}do/{act.word}/").status_code
            if status not in (TO_LOGIN, GONE) and not act.anyone:
                wrong.append(f"stranger {url}do/{act.word}/: {status}")
    assert not wrong, "\n".join(wrong)
    assert tried > 80


def choice(world: World, clients: Any, screen: Screen, act: Any) -> list[str]:
    """A role that may, one that sees but may not, one that does not even see."""
    may = sorted(act.roles & screen.roles)[:1]
    reads = sorted(screen.roles - act.roles)[:1]
    return [*may, *reads, *sorted(set(ROLES) - screen.roles - act.roles)[:1]]


def filled(world: World, key: str, page: Any) -> str:
    """The address of a page with something for each of its parameters."""
    matter = specimen(world, "matters.matter", "lake")
    root = world.places["city"].path
    if key.startswith("portal:c:"):
        return f"/c/{code_of(world.places['lake'].path, root)}/" + page.tail.split("/", 1)[1]
    tail = page.tail.replace("<uuid:ident>", str(matter.pk)).replace("<str:token>", matter.token)
    tail = tail.replace("<slug:code>", "actions_total").replace("<slug:what>", "records")
    tail = tail.replace("<slug:name>", "people")
    return str(page.url + tail.replace("<slug:word>", "accept").replace("<slug:key>", "none"))


def test_pages(world: World, clients: dict[str, tuple[Client, Actor]]) -> None:
    """Every plain page of every door for every role; what is open to anyone opens to a stranger."""
    world.desks()
    wrong: list[str] = []
    stranger = Client()
    for key, page in decide.pages():
        if page.door == "demo":
            continue
        url = filled(world, key, page)
        for who, (client, actor) in clients.items():
            if page.anyone and who in ROLES and who != "grid_member":
                continue
            status = client.get(url).status_code
            narrows = 404 if "<" in key else 200  # one with parameters asks for more inside
            # 204: the bell has nothing to say
            fine = (200, 204, 302, 405, narrows) if page.open_to(actor) else (GONE,)
            if status not in fine:
                wrong.append(f"{who} {url}: {status}")
        status = stranger.get(url).status_code
        if status not in ((200, 302, 405, 404) if page.anyone else (TO_LOGIN,)):
            wrong.append(f"stranger {url}: {status}")
    assert not wrong, "\n".join(wrong)


def test_every_entry_of_every_menu_opens(clients: dict[str, tuple[Client, Actor]]) -> None:
    """No role is offered a page that is not there for it."""
    wrong: list[str] = []
    for who, (client, actor) in clients.items():
        for group in menu(actor, "/desk/"):
            for entry in group["items"]:
                asked(client, entry["url"], FOUND, who, wrong)
    assert not wrong, "\n".join(wrong)


def test_nothing_of_another_place_in_any_search(
    world: World, clients: dict[str, tuple[Client, Actor]]
) -> None:
    """The one box, at the desk and in the pocket: what it links to is what one may open."""
    import re

    for place in ("lake", "gate", "dong"):
        for screen in decide.screens():
            specimen(world, screen.kind, place)
    wrong: list[str] = []
    for who, (client, _actor) in clients.items():
        for box in ("/desk/search/?q=", "/pocket/search/?q="):
            for words in ("路灯", "周住户", "样", "湖畔", "城门"):
                response = client.get(box + words)
                if response.status_code == GONE and box.startswith("/pocket"):
                    continue
                page = response.content.decode()
                for link in set(
                    re.findall(r'href="(/(?:desk|pocket)/[^"]*/[0-9a-f-]{36}/)"', page)
                ):
                    status = client.get(link).status_code
                    if status != FOUND:
                        wrong.append(f"{who} {box}{words} → {link}: {status}")
    assert not wrong, "\n".join(sorted(set(wrong))[:40])
