"""After a result: most reporters answer, some say it is not solved, a few give a grade."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from doorstep.doors.shell.founding.cast import Cast
from doorstep.doors.shell.founding.days import at_home, desk_after, soon
from doorstep.doors.shell.founding.demand import DOOR
from doorstep.doors.shell.founding.dice import Deck
from doorstep.doors.shell.founding.fitting import FOR_FIRMS
from doorstep.doors.shell.founding.steps import Step, Story
from doorstep.doors.shell.founding.texts import Texts
from doorstep.doors.shell.founding.told import Told, low_of, reporter
from doorstep.frame import SYSTEM
from doorstep.matters.rules.life import ANSWER_DAYS
from doorstep.people import rules as roles

#: Of two hundred results: 58 % are answered; of the answers 71 % solved, 17 % otherwise, 12 % not.
ANSWERS = {"": 84, "solved": 82, "settled": 20, "not": 14}
COMMENTS = {"solved": "comment_solved", "settled": "comment_otherwise", "not": "comment_not"}
RATED = 0.55


class After:
    """Writes what comes after a result."""

    def __init__(self, cast: Cast, texts: Texts) -> None:
        self.cast, self.texts = cast, texts
        self.answers = Deck("answers", ANSWERS)

    def words(self, told: Told, outcome: str, rng: random.Random) -> str:
        """What the reporter reads of a result."""
        leaf, spot = told.item.leaf, told.where.spot
        if outcome == "not_ours":
            where = self.texts.not_ours[leaf]["where"]
            return f"这件事要找{where}，电话发给您了，我们也打过招呼，他们晓得。"
        if outcome == "cannot":
            row = self.texts.cannot[leaf]
            return self.texts.reply(leaf, "cannot", "community", spot, rng,
                                    reason=row["reason"], where=row["where"])  # fmt: skip
        stage = "resolved" if outcome == "solved" else "settled_otherwise"
        firm = told.where.company and told.item.topic in FOR_FIRMS
        by = "property" if firm and stage == "resolved" else "community"
        return self.texts.reply(leaf, stage, "compound" if told.done else by, spot, rng)

    def tell(self, story: Story, told: Told, at: datetime, rng: random.Random) -> None:
        """The reporter's word, or silence; what was not solved is taken up again."""
        says = self.answers.deal()
        if not says:
            lapse = at + timedelta(days=ANSWER_DAYS, minutes=rng.randint(1, 9))
            story.steps.append(Step(lapse, "matters.lapse", SYSTEM, {}, "system"))
            return
        about, spot = told.about, told.where.spot
        heard = at_home(at, rng.choice((0.1, 0.3, 1, 1, 2, 3)), rng)
        asked = told.item.source in DOOR and rng.random() < 0.35 and low_of(told) < 3
        if asked:  # nobody to write to: the grid member goes and looks
            heard = desk_after(at, rng.uniform(0.5, 3), rng)
            who: Any = self.cast.first(told.where.place.path, roles.GRID_MEMBER)
            words = self.texts.note("verify_note", spot, rng, *about, mended=says != "not")
            story.steps.append(Step(heard, "matters.check", who,
                                    {"verdict": says, "words": words}))  # fmt: skip
        else:
            words = self.texts.note(COMMENTS[says], spot, rng, *about) if rng.random() < 0.5 else ""
            story.steps.append(Step(heard, "matters.verify", reporter,
                                    {"verdict": says, "words": words}, "portal"))  # fmt: skip
        if says == "not":
            heard = self._again(story, told, heard, rng)
        if not asked and rng.random() < RATED:
            grade = rng.choices(("good", "fair", "bad"), (79, 16, 5))[0]
            story.steps.append(Step(heard + timedelta(minutes=rng.randint(1, 4)), "matters.rate",
                                    reporter, {"grade": grade, "words": ""}, "portal"))  # fmt: skip

    def _again(self, story: Story, told: Told, heard: datetime, rng: random.Random) -> datetime:
        """Taken up again, done better, and the reporter agrees; when."""
        again = soon(heard, rng, 3)
        story.steps.append(Step(again, "matters.start", self.cast.owner_or_desk))
        done = desk_after(again, rng.uniform(1, 6), rng)
        text = self.texts.reply(told.item.leaf, "reopened", "community", told.where.spot, rng)
        story.steps.append(Step(done, "matters.resolve", self.cast.owner_or_desk,
                                {"words": text, "outcome": "solved"}))  # fmt: skip
        heard = at_home(done, 1, rng)
        story.steps.append(Step(heard, "matters.verify", reporter,
                                {"verdict": "solved", "words": ""}, "portal"))  # fmt: skip
        return heard
