"""The one false closing of the article's year: said to be mended, found out by a call-back."""

from __future__ import annotations

from datetime import date, timedelta

from doorstep.doors.shell.founding.days import at_home, at_minute, desk_after, soon
from doorstep.doors.shell.founding.demand import Wanted
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.plan import Plan
from doorstep.doors.shell.founding.steps import Step, Story
from doorstep.doors.shell.founding.told import Told, due_of, reporter
from doorstep.people import rules as roles
from doorstep.routing.queries import category, property_firm

KEY, DAY, LEAF = "false", date(2023, 11, 7), "stair_light"
#: What the resident says on the phone, and what was found out then.
HEARD, FOUND_OUT = "callback_note-05", "false_record-01"


def false_closing(plan: Plan) -> Story | None:
    """The company writes that the lamp is new; nobody had been there; the record is put right."""
    rng, spots, texts, cast = dice(KEY), plan.spots, plan.texts, plan.lives.cast
    names = [name for name, row in spots.row.items()
             if row["has_company"] == "1" and row["kind"] == "walkup"]  # fmt: skip
    if not names:
        return None
    at = at_minute(DAY, 1223, rng)
    item = Wanted(LEAF, plan.demand.topic.get(LEAF, ""), "portal", False, DAY.replace(day=1))
    where = spots.in_compound(rng, rng.choice(names), "steward")
    found = texts.message(LEAF, where.spot, at.month, at.hour, rng, steward=False,
                          kinds=("request",))  # fmt: skip
    if found is None:
        return None
    told = Told(KEY, item, at, where, found[0], "request", False, category(LEAF))
    path = where.place.path
    desk, checker = cast.desk(path, 1), cast.first(path, roles.GRID_MEMBER)
    taken = soon(at, rng)
    handed = soon(taken, rng)
    begun = soon(handed, rng, 3)
    said = desk_after(begun, 1, rng)
    called = desk_after(said, 2, rng)
    again = soon(called, rng)
    mended = desk_after(again, 1, rng)
    steps = [
        plan.lives.report(told, rng),
        Step(taken, "matters.accept", desk),
        Step(handed, "matters.dispatch", desk, lambda m: {"owner": property_firm(m.path)}),
        Step(begun, "matters.start", cast.owner),
        Step(said, "matters.resolve", cast.owner,
             {"words": "灯已更换，恢复正常。", "outcome": "solved"}),
        Step(called, "matters.check", checker,
             {"verdict": "not", "words": texts.words_of(HEARD, where.spot)}),
        Step(again, "matters.start", cast.owner),
        Step(soon(again, rng), "matters.attempt", desk,
             {"words": texts.words_of(FOUND_OUT, where.spot)}),
        Step(mended, "matters.resolve", cast.owner, {
            "words": "对不住，上回没有来人就写了修好。今天下午换了新灯，楼上楼下都试过了。",
            "outcome": "solved",
        }),
        Step(at_home(mended, 0.4, rng), "matters.verify", reporter,
             {"verdict": "solved", "words": "这回是真亮了。"}, "portal"),
    ]  # fmt: skip
    steps.append(Step(steps[-1].at + timedelta(minutes=2), "matters.rate", reporter,
                      {"grade": "bad", "words": "修是修了，先前不该骗人。"}, "portal"))  # fmt: skip
    return Story(KEY, steps, due=due_of(told))
