"""No raw code on any screen: lists, records, forms and their choices speak in words.

A code is what the system calls a role, an act, a screen, a state or a choice. On a Chinese page it
is a word in small Latin letters, as is one that nobody has translated; the town of these tests has
Chinese names only, so none may be left.
"""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from doorstep.kit import clock
from doorstep.panes.figures import FIGURES, Scope, ask
from doorstep.panes.saved import SavedView, Taking
from doorstep.panes.screens import opens
from doorstep.party.models import PartyOrg
from doorstep.people.models import Account, Body, Person
from doorstep.routing.models import Rule
from doorstep.routing.queries import BY_PLACE
from tests.every import decide
from tests.every.fixed import five
from tests.every.matrix import specimen
from tests.every.world import World
from tests.people import town as build

WORD = re.compile(r"(?<![A-Za-z0-9])[a-z][a-z_]+(?:[.:-][a-z_]+)*(?![A-Za-z0-9])")
#: What officials write in Latin letters themselves; `null` is an empty list in a form for experts.
SAID = {"csv", "xlsx", "api", "null"}
#: What is no text of the page: code, tags, names of languages in their own letters, quotations.
UNSEEN = re.compile(
    r"<(script|style|title|svg|blockquote|code|kbd)\b.*?</\1>|<[^>]*\blang=[^>]*>[^<]*"
    r"|<!--.*?-->|<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>",
    re.S,
)


def raw(page: str) -> set[str]:
    """Codes that a reader sees or hears."""
    told = re.findall(r'(?:aria-label|placeholder|title)="([^"]*)"', page)
    body = UNSEEN.sub(" ", page[page.find("<body") :])
    return set(WORD.findall(html.unescape(" ".join([body, *told])))) - SAID


def test_the_hunter_sees_what_it_hunts() -> None:
    assert raw("<body><option value='x'>grid_member</option>") == {"grid_member"}
    assert raw("<body><td>open</td><td>matters.escalate</td>") == {"open", "matters.escalate"}
    assert raw('<body><b aria-label="city office">诉求 QR</b>') == {"city", "office"}
    assert (
        raw('<body hx-headers=\'{"a": "b"}\'><a href="/desk/">诉求</a><script>x_y</script>')
        == set()
    )


@pytest.fixture
def everybody(world: World) -> list[tuple[str, Client, Any]]:
    """The five, the city's organisation department and some more, logged in."""
    keys = {name: ((name, "five"), actor) for name, actor in vars(five(world)).items()}
    for role in ("city_od", "auditor", "steward", "street_organizer"):
        keys[role] = (role, ""), world.actor(role)
    found = []
    for name, (key, actor) in keys.items():
        client = Client()
        client.force_login(world.accounts[key])
        found.append((name, client, actor))
    return found


def names() -> None:
    """The town calls people and bodies by their roles; here they have names of their own."""
    Person.objects.update(name="张三")
    for n, account in enumerate(Account.objects.all()):
        Account.objects.filter(pk=account.pk).update(username=f"{n:05d}")
    for n, body in enumerate(Body.objects.all()):
        Body.objects.filter(pk=body.pk).update(name=f"单位{n}", short=f"单位{n}", code=f"{n:05d}")


def party(world: World) -> None:
    """Organisations of every form, also where the city has not filled the list of forms."""
    for form in ("work_committee", "committee", "general_branch", "branch", "group"):
        at = world.places["dong"]
        PartyOrg.objects.create(
            name="党组织", tier="community", form=form, since=build.DAY, place=at, path=at.path
        )


def behind() -> list[str]:
    """The records of every figure, and what is missing from it."""
    asked = [row for code in FIGURES for row in ask(code, Scope(), clock.today())]
    return [row[at] for row in asked for at in ("records_url", "missing_url") if row[at]]


def departments(world: World) -> None:
    """Those that the rules name."""
    rules = Rule.objects.all()
    wanted = {code for rule in rules for code in (rule.owner, *rule.assist)} - set(BY_PLACE)
    for code in sorted(wanted):
        build.body("department", world.places["city"], code)
    Body.objects.filter(code__in=wanted).update(name="市直部门", short="部门")


def addresses(world: World, actor: Any) -> list[str]:
    """Lists, a record of each, the forms of all acts the actor may do there, and plain pages."""
    found: list[str] = []
    for screen in decide.screens():
        if not opens(actor, screen):
            continue
        record = specimen(world, screen.kind, "lake")
        seen = decide.sees(actor, screen, record)
        found += [screen.url(), *([screen.url(record)] if seen else [])]
        for act in decide.acts():
            at = screen.url() if act.creates else screen.url(record)
            there = act.form and screen.act(act.word, creates=act.creates) is act
            if act.kind != screen.kind or not there or not (act.creates or seen):
                continue
            if decide.may_act(actor, act, None if act.creates else record):
                found.append(f"{at}do/{act.word}/")
    for key, page in decide.pages():
        if page.door in ("desk", "pocket") and not page.tail and page.open_to(actor):
            found += [page.url] if "." not in key else []
    return list(dict.fromkeys(found))


def test_no_screen_shows_a_code(
    world: World, everybody: list[tuple[str, Client, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything each of them may open, with a view saved and shared and a table taken."""
    world.desks()
    party(world)
    for code in [c for c in FIGURES if "parcel" in c]:  # toys of the engine's tests
        monkeypatch.delitem(FIGURES, code)
    there = {name: addresses(world, actor) for name, _client, actor in everybody}
    for name, _client, actor in everybody:
        role = actor.offices[0].role if actor.offices else "steward"
        path = next(iter(actor.paths()), "")
        view = SavedView.objects.create(
            keeper=actor.id, screen="matters", title="超期的", role=role, path=path
        )
        there[name] += [f"/desk/views/{view.pk}/", f"/desk/views/{view.pk}/do/share_view/"]
        if role == "city_od":
            orgs = PartyOrg.objects.exclude(form="")
            there[name] += [*behind(), *(f"/desk/party-orgs/{org.pk}/" for org in orgs)]
        for what in ("export", "matters.accept"):
            Taking.objects.create(
                maker=actor.id, screen="matters", what=what, reason="月报", rows=3
            )
    names()
    departments(world)
    wrong, looked = set(), 0
    for name, client, _actor in everybody:
        for url in there[name]:
            page = client.get(url)
            if page.status_code == 200 and "html" in page["Content-Type"]:
                looked += 1
                wrong |= {f"{name} {url}: {code}" for code in raw(page.content.decode())}
    assert looked > 150
    assert not wrong, "\n".join(sorted(wrong))
