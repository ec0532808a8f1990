"""A story of one matter as steps: who does which act when; and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from doorstep.doors.shell.founding.city import FoundingError, said
from doorstep.frame import ActError, Actor, Given, do
from doorstep.frame.trail import Entry
from doorstep.kit import clock
from doorstep.kit.ids import derived
from doorstep.matters.models import Matter

#: What a step is given, or how to find it out from the matter as it then is.
Data = dict[str, Any] | Callable[[Matter], dict[str, Any]]
#: Acts that give a matter its result.
RESULTS = {"matters.settle", "matters.resolve", "matters.gather"}
#: How a story stands.
IN_WORK, WAITS, OVER = "in work", "waits", "over"
#: Acts after which a matter is worked on, and those by which work ends or begins again.
WORK = {"matters.accept", "matters.dispatch", "matters.start", "matters.escalate", "matters.split"}
TURNS = WORK | RESULTS | {
    "matters.verify", "matters.check", "matters.lapse", "matters.answer", "matters.note_down",
    "matters.decline", "matters.merge", "matters.matter.withdraw",
}  # fmt: skip


@dataclass
class Step:
    """One act at one moment."""

    at: datetime
    act: str
    who: Actor | Callable[[Matter], Actor]
    data: Data = field(default_factory=dict)
    channel: str = "desk"
    #: 0: the matter itself; n: its n-th part.
    part: int = 0


@dataclass
class Story:
    """Everything that happened to one matter."""

    key: str
    steps: list[Step] = field(default_factory=list)
    #: Key of the story that this one is merged into.
    into: str = ""
    #: When it has to be settled, if it is a request.
    due: datetime | None = None

    @property
    def op(self) -> Any:
        """Op id of its first step, by which it is found again."""
        return derived("founding", self.key, 0)

    @property
    def over(self) -> datetime:
        """When it had a result: until then another report of the same thing may join it."""
        ends = (s.at for s in self.steps if s.act in RESULTS and s.part == 0)
        return next(ends, self.steps[0].at)

    def until(self, moment: datetime) -> Story:
        """The story as far as it has come by a moment."""
        steps = [s for s in self.steps if s.at < moment]
        return Story(self.key, steps, self.into, self.due)

    @property
    def stage(self) -> str:
        """How it stands, as far as it is told here: in work, waits for a word, or over."""
        last = next((s for s in reversed(self.steps) if s.part == 0 and s.act in TURNS), None)
        said = {} if last is None or callable(last.data) else last.data
        if last is None:
            begun = self.steps[0].data
            return WAITS if not callable(begun) and begun.get("way") == "settled" else IN_WORK
        if last.act in RESULTS:  # nobody is asked about what cannot be done, or not here
            return WAITS if said.get("outcome", "solved") in ("solved", "settled") else OVER
        return IN_WORK if said.get("verdict") == "not" or last.act in WORK else OVER

    def late(self, moment: datetime) -> bool:
        """Whether it is in work although its date has passed."""
        return self.stage == IN_WORK and self.due is not None and self.due < moment


def _of(said: Any, matter: Matter | None) -> Any:
    """What a step says at once, or what it finds out from the matter as it now is."""
    return said(matter) if callable(said) and matter is not None else said


def told(stories: Iterable[Story]) -> set[Any]:
    """Op ids of those that were told by an earlier run."""
    ops = [story.op for story in stories]
    found: set[Any] = set()
    for start in range(0, len(ops), 500):
        rows = Entry.objects.filter(op_id__in=ops[start : start + 500])
        found |= set(rows.values_list("op_id", flat=True))
    return found


def tell(stories: list[Story], cut: list[str]) -> int:
    """Do all acts of stories that belong together, first to last; how many there were.

    A step that is refused ends its story there, as work ends that nobody takes up again.

    :param stories: one, or one and those that were joined to it.
    :param cut: takes down such a step; tests want none.
    :raises FoundingError: the very report was refused.

    One transaction, so that what follows its acts is seen only when the whole life is there: a
    worker beside us never ends a result as unanswered that was answered days later.
    """
    lives = {story.key: _Life(story) for story in stories}
    steps = sorted(
        ((step.at, number, life) for life in lives.values()
         for number, step in enumerate(life.story.steps)),
        key=lambda found: found[:2],
    )  # fmt: skip
    with transaction.atomic():
        for _at, number, life in steps:
            if not life.cut:
                joined = lives.get(life.story.into)
                life.go_on(number, joined.matter if joined else None, cut)
    return sum(life.done for life in lives.values())


@dataclass
class _Life:
    """A story being told: how far it has come."""

    story: Story
    matter: Matter | None = None
    parts: list[Matter] = field(default_factory=list)
    done: int = 0
    cut: bool = False

    def go_on(self, number: int, joined: Matter | None, cut: list[str]) -> None:
        step = self.story.steps[number]
        target = self.matter if step.part == 0 else self.parts[step.part - 1]
        who = _of(step.who, target)
        data = {"into": joined} if step.act == "matters.merge" else _of(step.data, target)
        with clock.at(step.at):
            try:
                outcome = do(
                    who, step.act, target, Given(data),
                    op_id=derived("founding", self.story.key, number), channel=step.channel,
                    quiet=True,
                )  # fmt: skip
            except ActError as error:
                what = f"{getattr(target, 'category', '')} {getattr(target, 'state', '')}"
                told = f"{self.story.key} {number} {step.act} {who.name} {what}: {said(error)}"
                if self.matter is None:
                    raise FoundingError(told) from error
                cut.append(told)
                self.cut = True
                return
        self.done += 1
        if self.matter is None:
            self.matter = outcome.record
        if step.act == "matters.split":
            self.parts = list(Matter.objects.filter(parent=self.matter).order_by("number"))
