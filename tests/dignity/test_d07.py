"""D7: category leaves name a condition that somebody can mend, never a kind of person."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import doorstep

TREE = Path(doorstep.__file__).parent / "profiles/chaohu/categories.toml"
#: Heads that name people.
FORBIDDEN = (
    "流动人口",
    "信访",
    "出租房",
    "外来人员",
    "外来人口",
    "精神病",
    "吸毒",
    "刑满释放",
    "社区矫正",
    "重点人员",
    "低保户",
    "困难户",
    "钉子户",
    "老上访",
    "闲散",
    "无业",
    "少数民族",
    "宗教人员",
    "境外人员",
    "租客",
    "租户",
    "残疾人",
    "独居老人",
    "留守儿童",
    "孕妇",
    "缠访",
    "涉毒",
    "邪教",
    "失独",
    "艾滋",
)
#: Words after which such a head is a condition to mend (出租房消防隐患).
MENDED = ("隐患", "求助", "坏", "损", "堵", "漏", "缺", "服务", "设施", "通道", "补贴", "问题")


def tree() -> dict[str, Any]:
    """The tree as it is founded."""
    return tomllib.loads(TREE.read_text("utf-8"))


def wrong(words: str) -> bool:
    """Whether a heading is a kind of person rather than a condition."""
    return any(head in words for head in FORBIDDEN) and not any(w in words for w in MENDED)


def test_the_rule_knows_good_from_bad() -> None:
    """The test tests itself."""
    assert wrong("流动人口")
    assert wrong("信访苗头")
    assert wrong("出租房")
    assert not wrong("出租房消防隐患")
    assert not wrong("路灯不亮")


def test_no_leaf_or_group_is_a_kind_of_person() -> None:
    """Of the whole tree."""
    found = tree()
    leaves = found["leaf"]
    assert len(leaves) > 50
    for leaf in leaves:
        assert not wrong(leaf["zh"]), leaf["zh"]
    for group in found.get("group", ()):
        assert not wrong(group["zh"]), group["zh"]


def test_a_city_cannot_slip_one_in_by_an_english_name() -> None:
    """Nor do codes and English names of leaves."""
    for leaf in tree()["leaf"]:
        for word in ("migrant", "petition", "addict", "tenant", "ex_convict", "psychotic"):
            assert word not in leaf["code"], leaf["code"]
