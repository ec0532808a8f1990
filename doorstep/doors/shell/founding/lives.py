"""The life of one matter, as steps: reported, taken on, tried, settled, answered, rated."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from doorstep.doors.shell.founding.cast import Cast
from doorstep.doors.shell.founding.days import desk_after, soon
from doorstep.doors.shell.founding.names import NOBODYS
from doorstep.doors.shell.founding.steps import Step, Story
from doorstep.doors.shell.founding.texts import Texts
from doorstep.doors.shell.founding.told import Told, low_of
from doorstep.doors.shell.founding.work import Work
from doorstep.frame import Actor
from doorstep.people import rules as roles

_ROLE = {"steward": roles.STEWARD, "visit": roles.GRID_MEMBER, "grid_member": roles.GRID_MEMBER,
         "building_head": roles.BUILDING_HEAD, "window": roles.WINDOW_CLERK}  # fmt: skip
_CHANNEL = {"portal": "portal", "hotline": "api", "steward": "pocket", "visit": "pocket",
            "grid_member": "pocket", "building_head": "pocket"}  # fmt: skip


class Lives:
    """Writes lives; all chance comes from the story's own stream."""

    def __init__(self, cast: Cast, texts: Texts) -> None:
        self.cast, self.texts = cast, texts
        self.work = Work(cast, texts)

    def story(self, told: Told, rng: random.Random, into: str, joins: datetime) -> Story:
        """The whole life of one matter.

        :param into: key of the story that it is joined to, if any, and when.
        """
        story = Story(told.key, [self.report(told, rng)], into)
        item, path = told.item, told.where.place.path
        if item.fate == "withdrawn":
            keeper = roles.STREET_DISPATCHER if low_of(told) == 3 else roles.COMMUNITY_SECRETARY
            who = self.cast.first(path, keeper)
            reason = rng.choice(
                ("同一件事自己录了两遍", "地点选错，另外报了", "试着填的，不是真事")
            )
            story.steps.append(Step(soon(told.at, rng), "matters.matter.withdraw", who,
                                    {"reason": reason}))  # fmt: skip
        elif item.fate == "merged" and into:
            who = self.cast.desk(path, max(low_of(told), 2))
            story.steps.append(Step(joins, "matters.merge", who))
        elif told.kind in ("question", "suggestion"):
            self._answer(story, told, rng)
        elif told.kind == "report":
            level = low_of(told)
            story.steps.append(Step(desk_after(told.at, rng.uniform(0, 2), rng),
                                    "matters.note_down", self.cast.desk(path, level)))  # fmt: skip
        elif item.fate == "declined":
            words = {"words": told.why["why"], "where_to": told.why["where_to"]}
            at = desk_after(told.at, 1, rng)
            story.steps.append(Step(at, "matters.decline", self.cast.desk(path, 3), words))
        else:
            self.work.request(story, told, rng)
        return story

    # -- how it comes in -------------------------------------------------------------------------
    def report(self, told: Told, rng: random.Random) -> Step:
        item, where = told.item, told.where
        data: dict[str, Any] = {
            "place": where.place, "category": item.leaf, "text": told.text, "intake": told.kind,
            "source": item.source,
        }  # fmt: skip
        if told.leaf.data.get("about_worker"):
            data["about"] = "community"
        if item.source in ("hotline", "window", "portal") or rng.random() < 0.3:
            data["reporter_phone"] = f"{NOBODYS}{rng.randrange(10**8):08d}"
            data["reporter_name"] = (
                f"{where.spot.slots['surname']}{rng.choice(('先生', '女士', '女士'))}"
            )
        if told.done:
            data |= {"way": "settled", "result": told.result}
        if item.source == "hotline":
            data["outside_number"] = f"12345-{told.at:%y%m%d}{rng.randrange(10**5):05d}"
            who = self.cast.first(where.place.path, roles.CITY_CENTRE)
            return Step(told.at, "matters.receive", who, data, "api")
        if item.source == "portal":
            return Step(told.at, "matters.ask", Actor(None), data, "portal")
        path = where.place.path
        who = self.cast.first(
            path, _ROLE[item.source], roles.GRID_MEMBER, roles.COMMUNITY_SECRETARY
        )
        return Step(told.at, "matters.report", who, data, _CHANNEL.get(item.source, "desk"))

    def _answer(self, story: Story, told: Told, rng: random.Random) -> None:
        path = told.where.place.path
        level = max(low_of(told), 2 if rng.random() < 0.8 else 3)
        words = self.texts.answer(told.row, told.kind, told.where.spot, rng)
        at = desk_after(told.at, rng.choice((0, 0, 1, 1, 2, 4)), rng)
        story.steps.append(
            Step(at, "matters.answer", self.cast.desk(path, level), {"words": words})
        )
