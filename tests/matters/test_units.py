"""A department or company handles what it has or gives it back; it hands nothing on (B3)."""

from __future__ import annotations

from typing import Any

import pytest

from doorstep.frame import Refused, do
from doorstep.matters.acts.forms import OwnerForm
from doorstep.matters.models import Matter
from doorstep.people import rules as roles


@pytest.fixture
def given(desks: Any, holder: Any, town: Any) -> Any:
    """`given(desks.urban)`: a matter that the street handed to that unit."""
    street = holder(roles.STREET_DISPATCHER, town.east)

    def made(unit: Any, category: str = "stair_light") -> Matter:
        data = {"place": town.lake.path, "category": category, "text": "灯不亮"}
        matter = do(street, "matters.receive", None, data).record
        do(street, "matters.dispatch", matter, {"owner": str(unit.pk)})
        return Matter.objects.get(pk=matter.pk)

    return made


def test_a_department_gives_back_and_never_sideways(given: Any, desks: Any, holder: Any) -> None:
    clerk = holder(roles.DEPT_DISPATCHER, desks.urban)
    matter = given(desks.urban)
    for entered in (str(desks.housing.pk), str(desks.lake.pk), ""):
        with pytest.raises(Refused) as refused:
            do(clerk, "matters.dispatch", matter.pk, {"owner": entered, "words": "不归我们"})
        assert refused.value.refusals[0].clause == "B3"
    offered = {pk for _name, rows in OwnerForm(actor=clerk, record=matter).owners()[1:]
               for pk, _label in rows}  # fmt: skip
    assert offered == {str(desks.east.pk), str(desks.city.pk)}
    do(clerk, "matters.dispatch", matter.pk, {"owner": str(desks.east.pk), "words": "红线内"})
    assert Matter.objects.get(pk=matter.pk).owner == desks.east


def test_a_company_gives_back_to_the_compound(given: Any, desks: Any, holder: Any) -> None:
    keeper = holder(roles.PROPERTY_MANAGER, desks.firm)
    matter = given(desks.firm)
    with pytest.raises(Refused):
        do(keeper, "matters.dispatch", matter.pk, {"owner": str(desks.housing.pk)})
    do(
        keeper,
        "matters.dispatch",
        matter.pk,
        {"owner": str(desks.lake.pk), "words": "要动用维修资金"},
    )
    assert Matter.objects.get(pk=matter.pk).owner == desks.lake


def test_the_street_hands_it_to_whom_it_belongs(
    given: Any, desks: Any, holder: Any, town: Any
) -> None:
    matter = given(desks.urban)
    street = holder(roles.STREET_DISPATCHER, town.east)
    with pytest.raises(Refused):
        do(street, "matters.dispatch", matter.pk, {"owner": str(desks.housing.pk)})
    do(holder(roles.CITY_CENTRE, town.city), "matters.dispatch", matter.pk,
       {"owner": str(desks.housing.pk)})  # fmt: skip
    assert Matter.objects.get(pk=matter.pk).owner == desks.housing
