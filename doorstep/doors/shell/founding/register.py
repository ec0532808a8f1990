"""The household register: a table as a community would send it, taken in by the import."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.households import Maker, Someone
from doorstep.doors.shell.founding.names import Names, Numbers
from doorstep.doors.shell.founding.patches import PERSONAS_HOME, Patch, Patches
from doorstep.doors.shell.founding.profile import Profile

HEADER = ("姓名", "身份证号", "联系电话", "社区", "小区", "房屋", "与户主关系", "居住情况", "称呼",
          "入住日期")  # fmt: skip
#: Shares of households that moved in before 2022, in 2022, in 2023, and since.
MOVED = (0.962, 0.015, 0.015, 0.008)


def moved_in(rng_name: str, built: int, today: date) -> date:
    """Since when a household lives there."""
    rng = dice("moved", rng_name)
    period = rng.choices(range(4), MOVED)[0]
    first = [max(built, 1990), 2022, 2023, 2024][period]
    last = [2021, 2022, 2023, today.year][period]
    start = date(first, 1, 15)
    end = min(date(max(last, first), 12, 20), today - timedelta(days=30))
    return start + timedelta(days=rng.randrange(max((end - start).days, 1)))


def lines(patches: Patches, today: date) -> Iterator[tuple[Patch, tuple[str, ...]]]:
    """Rows of the register, household by household, with the patch of each."""
    profile = patches.profile
    maker = Maker(Names(profile.toml("names.toml")), Numbers(0), today)
    rng = dice("register", profile.only)
    twelve = _twelve(profile, maker)
    for patch, stairs, door in patches.registered:
        row, room = stairs.compound, stairs.room(door)
        since = moved_in(f"{row['name']}{room}", int(row["built"]), today)
        made = maker.household(rng, row["kind"])
        if row["name"] == PERSONAS_HOME and stairs.building == "6" and twelve:
            made = twelve.pop(0)
        for someone in made:
            yield patch, line(someone, row["community"], row["name"], room, since)


def _twelve(profile: Profile, maker: Maker) -> list[list[Someone]]:
    """Households of those of the twelve who live in the compound: steward, tenant, secretary."""
    people = {p["key"]: p for p in profile.toml("people.toml")["person"]}
    rng = dice("twelve")
    made = []
    for key in ("steward", "compound_secretary", "resident"):
        who = people[key]
        sex, other = who["sex"].lower(), "m" if who["sex"] == "F" else "f"
        head = maker.person(rng, sex, who["age"], "户主")
        head.name, head.phone = who["name"], maker.numbers.phone()
        if key == "steward":
            head.addressed_as = f"{head.name[0]}阿姨"
        mate = maker.person(rng, other, who["age"] + (2 if other == "m" else -1), "配偶")
        family = [head, mate]
        if key == "resident":
            family += [maker.person(rng, "f", 6, "女", mate.name[0]),
                       maker.person(rng, "m", 2, "子", mate.name[0])]  # fmt: skip
            for someone in family:
                someone.stay = "tenant"
        made.append(family)
    return made


def line(who: Someone, community: str, compound: str, room: str, since: date) -> tuple[str, ...]:
    """One person as a row of the register."""
    return (who.name, who.id_number, who.phone, community, compound, room, who.relation,
            who.words(), who.addressed_as, max(since, who.born).isoformat())  # fmt: skip


def write(patches: Patches, today: date, file: Path, wanted: list[Patch]) -> None:
    """Write the register of the patches wanted."""
    file.parent.mkdir(parents=True, exist_ok=True)
    keys = {patch.key for patch in wanted}
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(row for patch, row in lines(patches, today) if patch.key in keys)
