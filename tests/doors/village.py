"""A small town that works: categories, bodies at each level, people at their posts."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import doorstep
from doorstep.frame import SYSTEM, catalogues
from doorstep.people.models import Consent
from doorstep.routing.acts.tables import load_tables
from tests.people import town as build

PROFILE = Path(doorstep.__file__).parent / "profiles/chaohu"


def categories() -> None:
    """The tables of the profile, by the acts that bring them in."""
    catalogues.forget()
    load_tables(SYSTEM, PROFILE, build.DAY)
    catalogues.forget()


def village() -> SimpleNamespace:
    """The town of tests/people with bodies, a grid, a patch, and a person for each role."""
    town = build.town()
    categories()
    b = build.body
    town.od = b("city_office", town.city, "市综治中心")
    town.centre = b("street_office", town.east, "东街街道")
    town.committee = b("community_committee", town.dong, "东塘社区居委会")
    town.branch = b("compound_body", town.lake, "湖畔枫景党支部")
    town.police = b("department", town.city, "公安局")
    town.grid = build.covering("grid", town.dong, "第一网格", town.lake, town.mill)
    first = town.doors[0]
    entrance = build.Place.objects.get(path=first.path[:-4])
    town.entrance = entrance
    town.patch = build.covering("patch", town.lake, "1栋1单元", entrance)
    town.people = {}
    for role, name, at in (
        ("grid_member", "戎小海", town.grid),
        ("steward", "吴桂芬", town.patch),
        ("building_head", "钱大爷", build.Place.objects.get(path=entrance.path[:-4])),
        ("compound_secretary", "费长林", town.lake),
        ("community_secretary", "汪丽琼", town.dong),
        ("community_worker", "周敏", town.dong),
        ("street_dispatcher", "鲍志诚", town.east),
    ):
        who = build.person(
            town.lake if role in ("steward", "building_head") else town.dong,
            name,
            addressed_as=name[0] + "阿姨" if role == "steward" else "",
        )
        who.account = build.account(who, role)
        build.office(who, role, at)
        town.people[role] = who
    steward = town.people["steward"]
    steward.phone = "19900000417"
    steward.save()
    Consent(
        person=steward, purpose="publish_phone", way="paper", since=build.DAY, path=steward.path
    ).save()
    return town
