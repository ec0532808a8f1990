"""A change of the rules is tried on last month's matters before a person decides (peers 14)."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.frame import SYSTEM, Given, catalogues, do
from doorstep.kit import clock
from doorstep.kit.ids import uuid7
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Body
from doorstep.routing.models import Rule
from doorstep.routing.queries import plan_of, propose, rules_in_force
from doorstep.trials.queries import DAYS, trial
from tests.matters.test_desk import browser
from tests.routing.deciding import decided, posted, shown, tried

pytestmark = pytest.mark.django_db
LAMP = {
    "order": "1", "categories": ["stair_light"], "owner": "urban_management",
    "clause": "楼道灯由城管局统一维护",
}  # fmt: skip


@pytest.fixture
def city(desks: Any, holder: Any, town: Any) -> Any:
    Body.objects.filter(code="urban_management").update(name="市城管局")
    return holder(roles.CITY_CENTRE, town.city)


@pytest.fixture
def filed(desks: Any, holder: Any, town: Any) -> Any:
    """`filed("stair_light", town.lake)`: a matter as the window takes it down."""
    clerk = holder(roles.STREET_DISPATCHER, town.east)
    other = holder(roles.STREET_DISPATCHER, town.west)

    def made(category: str, place: Any, **more: Any) -> Matter:
        who = clerk if place.path.startswith(town.east.path) else other
        data = {"place": place.path, "category": category, "text": "灯不亮"}
        found = do(who, "matters.receive", None, data).record
        if more:
            Matter.objects.filter(pk=found.pk).update(**more)
        return Matter.objects.get(pk=found.pk)

    return made


def gone(answer: Any) -> list[tuple[str, str]]:
    """Numbers of those that would have gone elsewhere, with from and to."""
    return [(cells[0], cells[3]) for _url, cells in answer.rows]


def test_which_would_have_gone_elsewhere(city: Any, filed: Any, town: Any) -> None:
    """Number, and the list with category, place, from and to; nothing is saved yet."""
    one, two = filed("stair_light", town.lake), filed("stair_light", town.doors[0])
    filed("parking_mess", town.lake)
    filed("stair_light", town.lake, begun_on=clock.today() - DAYS - timedelta(days=1))
    found = shown(city, "rule_add", None, LAMP)
    assert found.words == ["最近31天的 3 件诉求中，有 2 件会改由别处办理。"]
    assert sorted(gone(found)) == sorted((m.number, "枫景物业 → 市城管局") for m in (one, two))
    assert not Rule.objects.filter(clause=LAMP["clause"]).exists()
    decided(city, "rule_add", None, LAMP)
    assert propose("stair_light", town.lake.path, ["compound"]).body.code == "urban_management"


def test_in_the_browser_it_is_shown_and_decided(city: Any, filed: Any, town: Any) -> None:
    """The form comes back filled, with what was tried, and its button saves it as shown."""
    matter = filed("stair_light", town.lake)
    client, url = browser(city), "/desk/rules/do/rule_add/"
    page = client.post(url, LAMP)
    said = page.content.decode()
    for words in ("试算结果", "有 1 件会改由别处办理", matter.number, "枫景物业 → 市城管局",
                  "楼道灯不亮", "照此保存", "返回修改", "现在还没有保存"):  # fmt: skip
        assert words in said, words
    assert f'href="/desk/matters/{matter.pk}/"' in said
    assert "永远用不到：前面已有" in said  # are hidden by it
    assert posted(client, url, LAMP).status_code == 302
    assert Rule.objects.filter(clause=LAMP["clause"]).count() == 1


def test_another_entry_is_tried_anew(city: Any, filed: Any, town: Any) -> None:
    """A decision is about what was shown, not about what comes after it."""
    filed("stair_light", town.lake)
    token = tried(city, "rule_add", None, LAMP).token
    other = {**LAMP, "owner": "community", "decided": token}
    assert gone(shown(city, "rule_add", None, other))[0][1] == "枫景物业 → 东塘社区"


def test_twice_is_once(city: Any, filed: Any, town: Any) -> None:
    """What was decided is done once, however often its button is pressed."""
    rule = decided(city, "rule_add", None, LAMP).record
    Rule.objects.filter(pk=rule.pk).update(since=clock.today() - DAYS)
    catalogues.forget()
    rule.refresh_from_db()
    company = {"has_company": "", "at": "", "places": [], "assist": []}
    change = {**LAMP, **company, "owner": "street"}
    end = {"until": (clock.today() + timedelta(days=1)).isoformat(), "words": "到期"}
    for word, on, said in (
        ("rule_add", None, LAMP | {"order": "2"}), ("rule_move", rule, {"before": "Q-003"}),
    ):  # fmt: skip
        op = {"op_id": uuid7()}
        sent = said | {"decided": tried(city, word, on, said).token}
        first = do(city, f"routing.{word}", on and on.pk, sent, **op)
        assert do(city, f"routing.{word}", on and on.pk, sent, **op).id == first.id
        assert Rule.objects.filter(clause=LAMP["clause"]).count() == {"rule_add": 2}.get(word, 3)
        catalogues.forget()
    now = next(r for r in rules_in_force() if r.code == rule.code)
    for word, said in (("rule_change", change | {"order": now.order}), ("rule_end", end)):
        op = {"op_id": uuid7()}
        sent = said | {"decided": tried(city, word, now, said).token}
        first = do(city, f"routing.{word}", now.pk, sent, **op)
        assert do(city, f"routing.{word}", now.pk, sent, **op).id == first.id
        now.refresh_from_db()
        catalogues.forget()
    assert (now.owner, now.until.isoformat()) == ("street", end["until"])


def test_ended_and_moved_ones_too(city: Any, filed: Any, town: Any) -> None:
    filed("stair_light", town.lake)
    rule = decided(city, "rule_add", None, LAMP).record
    with clock.at(clock.now() + timedelta(days=1)):
        catalogues.forget()
        rule = Rule.objects.get(pk=rule.pk)
        end = {"until": clock.today().isoformat(), "words": "改回物业"}
        assert gone(shown(city, "rule_end", rule, end))[0][1] == "市城管局 → 枫景物业"
        assert gone(shown(city, "rule_move", rule, {"before": ""}))[0][1] == "市城管局 → 枫景物业"
        near = shown(city, "rule_move", rule, {"before": "Q-003"})
        assert near.words == ["最近31天的 1 件诉求，去向都不变。"]


def test_what_one_may_not_see_leaves_no_trace(
    city: Any, filed: Any, town: Any, holder: Any, desks: Any
) -> None:
    """Neither in the list nor in its numbers; a street tries its own matters alone."""
    filed("stair_light", town.lake, hidden_below=4)
    filed("stair_light", town.gate)
    mine = filed("stair_light", town.lake)
    street = holder(roles.STREET_DISPATCHER, town.east)
    found = shown(street, "rule_add", None, {**LAMP, "at": town.east.path})
    assert found.words == ["最近31天的 1 件诉求中，有 1 件会改由别处办理。"]
    assert [number for number, _way in gone(found)] == [mine.number]
    assert gone(shown(city, "rule_add", None, LAMP | {"at": town.west.path})) != []


TOPICS = ("stair_light", "parking_mess", "lift_fault", "noise_home", "class:LIVELIHOOD")
LEAVES = ("stair_light", "parking_mess", "lift_fault", "noise_home", "org_conduct")


@settings(max_examples=30, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(data=st.data())
def test_it_says_what_the_rules_then_say(data: Any, city: Any, desks: Any, town: Any) -> None:
    """The dry run agrees with making the change and asking for each matter, whatever the change."""
    with transaction.atomic():
        places = (town.lake, town.doors[0], town.mill, town.gate)
        cases = enumerate((code, place) for code in LEAVES for place in places)
        _tried_and_made(data, town, [written(town, n, code, at) for n, (code, at) in cases])
        transaction.set_rollback(True)  # the next example begins with the same table
    catalogues.forget()


def _tried_and_made(data: Any, town: Any, matters: list[Matter]) -> None:
    if data.draw(st.booleans()):  # then a change begins another row
        Rule.objects.update(since=date(2020, 1, 1))
    catalogues.forget()
    rules = {r.code: r for r in rules_in_force()}
    word = data.draw(st.sampled_from(("rule_add", "rule_change", "rule_move", "rule_end")))
    near = sorted(r.code for r in rules.values() if {*LEAVES, *TOPICS} & set(r.categories))
    rule = rules[data.draw(st.sampled_from(near))] if word != "rule_add" else None
    before = data.draw(st.sampled_from(["", *sorted(rules)]))
    said = Given({
        "code": "T-9", "order": data.draw(st.integers(1, 800)),
        "at": data.draw(st.sampled_from(["", town.east.path, town.west.path])),
        "categories": data.draw(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=3)),
        "places": data.draw(st.lists(st.sampled_from(["compound", "dwelling"]), max_size=2)),
        "has_company": data.draw(st.sampled_from([None, True, False])),
        "owner": data.draw(st.sampled_from(["police", "property", "street", "upper", "gas"])),
        "clause": "试一试", "before": before if rule is None or before != rule.code else "",
        "until": clock.today(), "words": "",
    })  # fmt: skip
    was = [owner(m) for m in matters]
    found = trial(plan_of(word, rule, said, clock.today()), SYSTEM)
    do(SYSTEM, f"routing.{word}", rule, said)
    catalogues.forget()
    now = [owner(m) for m in matters]
    moved = {m.number: (a, b) for m, a, b in zip(matters, was, now, strict=True) if a != b}
    assert {m.number: (m.was, m.now) for m in found.moved} == moved


def written(town: Any, n: int, code: str, place: Any) -> Matter:
    """A matter written straight into the table."""
    leaf = catalogues.row("routing.category", code)
    return Matter.objects.create(
        number=f"340181-20240601-{n:04}", token=f"t{n}", category=code, title="样", text="样",
        category_class=leaf.data["class"], place=place, path=place.path, source="window",
        begun_on=clock.today(), begun_at=clock.now(), state="submitted",
    )  # fmt: skip


def owner(matter: Matter) -> str:
    found = propose(matter.category, matter.path, [matter.place.place_kind])
    return found.body.name if found else ""


def test_ten_thousand_matters_take_seconds_and_five_statements(
    city: Any, town: Any, desks: Any
) -> None:
    like = written(town, 0, "stair_light", town.lake)
    kept = [f.attname for f in Matter._meta.concrete_fields if not getattr(f, "generated", False)]
    said = {name: getattr(like, name) for name in kept}
    places = [town.lake, *town.doors, *town.mill_doors, town.gate]
    Matter.objects.bulk_create(
        [
            Matter(**said | {"id": uuid7(), "number": f"N{n}", "token": f"k{n}",
                             "place_id": (at := places[n % len(places)]).pk, "path": at.path})
            for n in range(10_000)
        ],
        batch_size=500,
    )  # fmt: skip
    rules_in_force()
    plan = plan_of("rule_add", None, Given({
        "code": "T-9", "order": 1, "categories": ["stair_light"], "owner": "police", "clause": "x",
    }), clock.today())  # fmt: skip
    began = time.process_time()
    with CaptureQueriesContext(connection) as seen:
        found = trial(plan, city)
    assert len(found.moved) == found.of == 10_001
    assert len(seen) <= 5, [q["sql"][:200] for q in seen]
    assert time.process_time() - began < 2
