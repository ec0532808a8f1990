"""Ten matters of each kind, drawn by lot from the founded city, as a page for a human read."""

from __future__ import annotations

from collections.abc import Iterator

from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.story import timeline
from doorstep.frame import history
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import KINDS
from doorstep.panes.screens import SCREENS
from doorstep.routing.queries import category

HEAD = """# 示例城市抽样：每类十件，供人读

示例数据：每个字都是编的，地名只有社区和街道是真的。由 `doorstep city-sample` 抽签写成，种子固定。

Ten matters of each kind, drawn by lot with a fixed seed from the invented city by
`doorstep city-sample`, for a human read: could this be real?
"""


def page(each: int, seed: str) -> str:
    """The whole page."""
    return "\n".join((HEAD, *_kinds(each, seed)))


def _kinds(each: int, seed: str) -> Iterator[str]:
    for kind in KINDS:
        yield f"\n## {label('matters.intake', kind)}\n"
        whole = Matter.objects.filter(intake=kind, parent=None, hidden_below=0, begun_on__year=2023)
        numbers = list(whole.order_by("number").values_list("number", flat=True))
        chosen = dice("sample", seed, kind).sample(numbers, min(each, len(numbers)))
        rows = Matter.objects.filter(number__in=chosen).select_related("place")
        for matter in rows.order_by("number"):
            yield from _matter(matter)


def _matter(matter: Matter) -> Iterator[str]:
    leaf, begun = category(matter.category), clock.local(matter.begun_at)
    yield f"### {leaf.label if leaf else matter.category}，{matter.place.label}\n"
    source = label("matters.source", matter.source)
    yield f"{begun:%Y-%m-%d %H:%M}，{source}：「{matter.text}」\n"
    if matter.result:
        yield f"答复：「{matter.result}」\n"
    for event in reversed(timeline(SCREENS["matters"], history(matter))):
        words = f"：{event['words']}" if event["words"] else ""
        yield f"- {event['iso'][5:16].replace('T', ' ')} {event['sentence']}{words}"
    yield ""
