"""A unit handles what it has or gives it back once, with a rule; then it is ruled on (B3, R12)."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from doorstep.casework.acts.returns import RulingForm, rule_code
from doorstep.frame import ActError, Refused, do, history
from doorstep.matters.models import Matter, Return, Ruling
from doorstep.people import rules as roles
from doorstep.routing.models import Rule
from doorstep.routing.queries import UNSORTED, propose, rules_about
from tests.people import town as build

BACK = {"rule": "Q-010", "words": "在小区红线内"}


@pytest.fixture
def street(holder: Any, town: Any) -> Any:
    """The dispatcher of 东街街道."""
    return holder(roles.STREET_DISPATCHER, town.east)


@pytest.fixture
def city(holder: Any, town: Any) -> Any:
    """The city's centre."""
    return holder(roles.CITY_CENTRE, town.city)


@pytest.fixture
def given(street: Any, town: Any) -> Any:
    """`given(desks.urban)`: a matter that the street handed to that unit."""

    def made(unit: Any, category: str = "stair_light") -> Matter:
        data = {"place": town.lake.path, "category": category, "text": "灯不亮"}
        matter = do(street, "matters.receive", None, data).record
        return handed(street, matter, unit)

    return made


def handed(who: Any, matter: Matter, unit: Any) -> Matter:
    do(who, "matters.dispatch", matter.pk, {"owner": str(unit.pk)})
    return Matter.objects.get(pk=matter.pk)


def gives_back(holder: Any, matter: Matter, unit: Any) -> Matter:
    do(holder(roles.DEPT_DISPATCHER, unit), "matters.give_back", matter.pk, BACK)
    return Matter.objects.get(pk=matter.pk)


def clauses(wrong: Any) -> list[str]:
    return [r.clause for r in wrong.value.refusals]


def test_a_department_gives_back_and_never_sideways(given: Any, desks: Any, holder: Any) -> None:
    clerk, matter = holder(roles.DEPT_DISPATCHER, desks.urban), given(desks.urban)
    for entered in (str(desks.housing.pk), str(desks.east.pk), ""):
        with pytest.raises(ActError):
            do(clerk, "matters.dispatch", matter.pk, {"owner": entered, "words": "不归我们"})
    after = gives_back(holder, matter, desks.urban)
    assert (after.owner, after.state, after.returned) == (desks.east, "assigned", 1)
    kept = Return.objects.get()
    assert (kept.unit, kept.rule, kept.words) == (desks.urban, "Q-010", "在小区红线内")
    assert kept.clause.startswith("Q-010 ")


def test_a_company_gives_back_to_the_compound(given: Any, desks: Any, holder: Any) -> None:
    matter = given(desks.firm)
    do(holder(roles.PROPERTY_MANAGER, desks.firm), "matters.give_back", matter.pk, BACK)
    assert Matter.objects.get(pk=matter.pk).owner == desks.lake


@pytest.mark.parametrize("entered", [{"words": "不归我们"}, {"rule": "Q-010"},
                                     {"rule": "Q-999", "words": "不归我们"}])  # fmt: skip
def test_no_return_without_a_rule_and_a_reason(
    given: Any, desks: Any, holder: Any, entered: dict[str, str]
) -> None:
    matter = given(desks.urban)
    with pytest.raises(ActError):
        do(holder(roles.DEPT_DISPATCHER, desks.urban), "matters.give_back", matter.pk, entered)
    assert not Return.objects.exists()
    assert Matter.objects.get(pk=matter.pk).owner == desks.urban


def test_who_governs_the_place_gives_nothing_back(given: Any, desks: Any, holder: Any) -> None:
    matter = given(desks.lake)
    secretary = holder(roles.COMPOUND_SECRETARY, desks.lake.place)
    with pytest.raises(ActError):
        do(secretary, "matters.give_back", matter.pk, BACK)


def test_each_unit_once_and_then_a_ruling(given: Any, desks: Any, holder: Any, street: Any) -> None:
    matter = gives_back(holder, given(desks.urban), desks.urban)
    with pytest.raises(Refused) as refused:
        handed(street, matter, desks.urban)
    assert clauses(refused) == ["R12"]
    matter = gives_back(holder, handed(street, matter, desks.housing), desks.housing)
    with pytest.raises(Refused) as refused:  # no third unit: whose it is has to be ruled
        handed(street, matter, desks.police)
    assert clauses(refused) == ["R12"]
    handed(street, matter, desks.lake)  # those who govern the place may still settle it
    handed(street, Matter.objects.get(pk=matter.pk), desks.east)
    decision = {"owner": str(desks.urban.pk), "words": "红线外的道路归城管", "keep": True}
    do(street, "matters.rule", matter.pk, decision)
    after = Matter.objects.get(pk=matter.pk)
    assert (after.owner, after.state) == (desks.urban, "assigned")
    assert Ruling.objects.get().owner == desks.urban
    for unit in (desks.urban,):
        with pytest.raises(Refused) as refused:
            gives_back(holder, after, unit)
        assert clauses(refused) == ["R12"]


def test_a_ruling_becomes_a_rule_where_it_was_ruled(
    given: Any, desks: Any, holder: Any, street: Any, town: Any
) -> None:
    matter = gives_back(holder, given(desks.urban), desks.urban)
    decision = {"owner": str(desks.police.pk), "words": "归派出所管", "keep": True}
    do(street, "matters.rule", matter.pk, decision)
    rule = Rule.objects.get(code=Ruling.objects.get().rule)
    assert (rule.at, rule.owner, rule.confirmed) == (town.east.path, "police", False)
    # a rule stays and many read it: words that may tell of people stay with the matter
    assert rule.clause == f"书面裁定：“楼道灯不亮”由{desks.police.name}办理。"
    assert Ruling.objects.get().words == "归派出所管"
    kind = matter.place.place_kind
    here = propose(matter.category, town.lake.path, [kind])
    there = propose(matter.category, town.west.path, [kind])
    assert here is not None
    assert (here.body, here.rule) == (desks.police, rule.code)
    assert there is None or there.rule != rule.code


def test_a_ruling_may_be_for_this_one_only(given: Any, desks: Any, holder: Any, city: Any) -> None:
    matter = gives_back(holder, given(desks.urban), desks.urban)
    before = Rule.objects.count()
    do(city, "matters.rule", matter.pk, {"owner": str(desks.police.pk), "words": "这次派出所办"})
    assert Ruling.objects.get().rule == ""
    assert Rule.objects.count() == before


@pytest.mark.parametrize("of", [{"hidden_below": 3}, {"category": UNSORTED}])
def test_no_rule_comes_of_what_is_hidden_or_unsorted(
    given: Any, desks: Any, holder: Any, city: Any, of: dict[str, Any]
) -> None:
    matter = gives_back(holder, given(desks.urban), desks.urban)
    Matter.objects.filter(pk=matter.pk).update(**of)
    before = Rule.objects.count()
    do(city, "matters.rule", matter.pk,
       {"owner": str(desks.police.pk), "words": "归派出所", "keep": True})  # fmt: skip
    assert (Ruling.objects.get().rule, Rule.objects.count()) == ("", before)
    form = RulingForm(actor=city, record=Matter.objects.get(pk=matter.pk))
    assert "keep" not in form.fields


def test_a_body_that_no_rule_can_name_is_ruled_on_for_this_one_only(
    given: Any, desks: Any, holder: Any, city: Any, town: Any
) -> None:
    matter = gives_back(holder, given(desks.urban), desks.urban)
    owners = build.body("owners_body", town.lake, "湖畔枫景业主委员会")
    decision = {"owner": str(owners.pk), "words": "归业委会"}
    with pytest.raises(Refused):
        do(city, "matters.rule", matter.pk, decision | {"keep": True})
    do(city, "matters.rule", matter.pk, decision)
    assert Matter.objects.get(pk=matter.pk).owner == owners


def test_the_code_of_a_rule_has_room() -> None:
    numbers = ("340181-20261201-0001", "340181-20261201-12345", "340181-20271201-0001")
    codes = {rule_code(number, n) for number in numbers for n in (1, 10, 99)}
    assert len(codes) == 9
    assert max(map(len, codes)) <= 16  # Rule.code


def test_a_rule_of_one_street_is_not_cited_in_another(
    given: Any, desks: Any, holder: Any, street: Any, town: Any
) -> None:
    matter = gives_back(holder, given(desks.urban), desks.urban)
    do(street, "matters.rule", matter.pk,
       {"owner": str(desks.police.pk), "words": "归派出所", "keep": True})  # fmt: skip
    code = Ruling.objects.get().rule
    for path, cited in ((town.lake.path, True), (town.west.path, False)):
        near, far = rules_about(matter.category, path)
        assert (code in {rule.code for rule in (*near, *far)}) == cited


def test_the_city_may_rule_again_and_its_rule_holds_everywhere(
    given: Any, desks: Any, holder: Any, street: Any, city: Any, town: Any
) -> None:
    matter = gives_back(holder, given(desks.urban), desks.urban)
    do(street, "matters.rule", matter.pk,
       {"owner": str(desks.police.pk), "words": "归派出所", "keep": True})  # fmt: skip
    do(city, "matters.rule", matter.pk,
       {"owner": str(desks.housing.pk), "words": "归住建", "keep": True})  # fmt: skip
    kinds = [matter.place.place_kind]
    for place in (town.lake, town.west):
        found = propose(matter.category, place.path, kinds)
        assert found is not None
        assert found.body == desks.housing


def test_nothing_is_ruled_that_nobody_gave_back(given: Any, desks: Any, city: Any) -> None:
    decision = {"owner": str(desks.housing.pk), "words": "归住建"}
    with pytest.raises(ActError):
        do(city, "matters.rule", given(desks.urban).pk, decision)


def test_no_order_of_returns_moves_the_clock_or_exceeds_the_limit(
    given: Any, desks: Any, holder: Any, street: Any
) -> None:
    """Whoever gives back in whatever order: the date stays, each unit once, two at most."""
    for order in permutations((desks.urban, desks.housing, desks.police)):
        matter = given(order[0])
        due, contact = matter.due, matter.contact_due
        for unit in (*order, *order):
            try:
                if matter.owner != unit:
                    matter = handed(street, matter, unit)
                matter = gives_back(holder, matter, unit)
            except ActError:
                matter = Matter.objects.get(pk=matter.pk)
        assert (matter.due, matter.contact_due) == (due, contact)
        assert matter.returned == 2
        units = list(Return.objects.filter(matter=matter).values_list("unit", flat=True))
        assert len(units) == len(set(units)) == 2


def test_reporter_and_units_hear_of_it(given: Any, desks: Any, holder: Any, street: Any) -> None:
    from doorstep.matters.rules.telling import reporter_words

    matter = gives_back(holder, given(desks.urban), desks.urban)
    do(street, "matters.rule", matter.pk,
       {"owner": str(desks.police.pk), "words": "归派出所管"})  # fmt: skip
    after = Matter.objects.select_related("owner").get(pk=matter.pk)
    said = {seen.act: reporter_words(after, seen) for seen in history(after)}
    assert after.number in said["matters.give_back"]
    assert desks.police.name in said["matters.rule"]


def test_the_street_hands_it_to_whom_it_belongs(given: Any, desks: Any, city: Any) -> None:
    assert handed(city, given(desks.urban), desks.housing).owner == desks.housing
