"""Which posts there are and who holds them: offices of the city, streets, communities, firms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from doorstep.doors.shell.founding.bodies import CENTRE
from doorstep.doors.shell.founding.city import City
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.spots import WEAK
from doorstep.people import rules as roles

#: Role → how many, fewest and most years of age, share of women.
CITY_POSTS = {
    roles.CITY_LEADER: (2, 44, 57, 0.3), roles.CITY_OD: (3, 28, 52, 0.4),
    roles.CITY_CENTRE: (4, 26, 50, 0.5), roles.HOTLINE: (3, 24, 40, 0.7),
    roles.AUDITOR: (1, 35, 55, 0.4), roles.ADMIN: (1, 28, 45, 0.2),
}  # fmt: skip
STREET_POSTS = {
    roles.STREET_SECRETARY: (1, 40, 55, 0.2), roles.STREET_LEADER: (1, 36, 52, 0.25),
    roles.STREET_ORGANIZER: (1, 32, 46, 0.4), roles.STREET_DISPATCHER: (2, 26, 48, 0.5),
    roles.STREET_OFFICER: (2, 25, 55, 0.45),
}  # fmt: skip
COMMUNITY_POSTS = {
    roles.COMMUNITY_SECRETARY: (1, 34, 57, 0.55), roles.COMMUNITY_DEPUTY: (1, 29, 50, 0.6),
    roles.COMMUNITY_MEMBER: (3, 27, 52, 0.6), roles.COMMUNITY_WORKER: (2, 23, 46, 0.7),
    roles.COMMUNITY_DISPATCHER: (1, 24, 48, 0.6), roles.WINDOW_CLERK: (1, 22, 45, 0.85),
}  # fmt: skip
VILLAGE_POSTS = {
    roles.COMMUNITY_SECRETARY: (1, 38, 59, 0.15), roles.COMMUNITY_DEPUTY: (1, 33, 57, 0.3),
    roles.COMMUNITY_MEMBER: (2, 30, 58, 0.35), roles.COMMUNITY_DISPATCHER: (1, 26, 50, 0.5),
    roles.WINDOW_CLERK: (1, 24, 48, 0.7),
}  # fmt: skip
DEPT_POSTS = {
    roles.DEPT_HEAD: (1, 42, 57, 0.2), roles.DEPT_DISPATCHER: (1, 26, 48, 0.5),
    roles.DEPT_HANDLER: (2, 26, 56, 0.35),
}  # fmt: skip
MANAGER = (1, 28, 54, 0.5)
VACANT = (roles.COMMUNITY_WORKER, roles.COMMUNITY_DEPUTY)


@dataclass
class Post:
    """One post and who is to hold it."""

    key: str
    role: str
    place: Any
    body: Any = None
    ages: tuple[int, int] = (25, 58)
    women: float = 0.5
    #: The row of people.toml where one of the twelve holds it.
    persona: dict[str, Any] = field(default_factory=dict)
    covering: Any = None

    @property
    def username(self) -> str:
        """How the holder logs in."""
        return str(self.persona.get("key") or self.key)

    @property
    def since(self) -> date:
        """When the present holder took it."""
        rng = dice("post", self.key)
        return date(2019, 3, 1) + timedelta(days=rng.randrange(1000))


def posts(city: City) -> Iterator[Post]:
    """Every post of the city, its departments, streets, communities, villages and firms."""
    twelve = {
        (p["role"], p["place"].get("code") or p["place"]["name"]): p
        for p in city.profile.toml("people.toml")["person"]
    }

    def some(where: str, table: Any, place: Any, body: Any) -> Iterator[Post]:
        for role, (count, young, old, women) in table.items():
            for n in range(1, count + 1):
                persona = twelve.pop((role, where), {})
                key = f"{role}.{where}" + (f".{n}" if count > 1 else "")
                yield Post(key, role, place, body, (young, old), women, persona)

    yield from some("340181", CITY_POSTS, city.root, city.body[CENTRE])
    for row in city.profile.toml("departments.toml")["department"]:
        table = DEPT_POSTS if row["handles"] else {roles.DEPT_HEAD: DEPT_POSTS[roles.DEPT_HEAD]}
        yield from some(row["code"], table, city.root, city.body[row["code"]])
    for row in city.profile.rows("streets.csv"):
        if city.profile.within(row["code9"]):
            body = city.body[f"street.{row['code9']}"]
            yield from some(row["code9"], STREET_POSTS, body.place, body)
    for row in city.profile.communities:
        body = city.body[f"grass.{row['code12']}"]
        table = VILLAGE_POSTS if row["kind"] == "村委会" else COMMUNITY_POSTS
        if row["code12"] == WEAK[0]:  # two posts are vacant there, and it shows
            table = {role: post for role, post in table.items() if role not in VACANT}
        yield from some(row["code12"], table, body.place, body)
    for row in city.profile.compounds:
        if row["has_company"] == "1":
            body = city.body[f"firm.{row['no']}"]
            persona = twelve.pop((roles.PROPERTY_MANAGER, row["name"]), {})
            yield Post(f"manager.{row['no']}", roles.PROPERTY_MANAGER, body.place, body,
                       (MANAGER[1], MANAGER[2]), MANAGER[3], persona)  # fmt: skip
