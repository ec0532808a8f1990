"""Emergencies are known in common wording; what only sounds like one is none."""

from __future__ import annotations

from typing import Any

import pytest

from doorstep.frame import NOBODY, do
from doorstep.frame.catalogues import row
from doorstep.matters.models import Matter
from doorstep.routing.queries import CATEGORIES, call_first, is_emergency, read

pytestmark = pytest.mark.django_db

#: What people write, by the leaf that must come first.
URGENT = {
    "lift_trapped": (
        "电梯困人了", "电梯卡住了老人在里面", "电梯停了里面有人出不来", "困电梯了",
        "孩子被困在电梯里",
        "我被关在电梯里面了", "电梯坏了，里面有人", "电梯夹住人了快来", "电梯突然往下掉",
        "轿厢里出不去了",
        "3栋电梯不动了，我妈还在里面困着", "电梯里有人困住了",
    ),
    "gas_leak": (
        "煤气漏了", "天然气泄漏", "厨房有煤气味", "楼道里一股燃气味道好大", "煤气罐漏气",
        "燃气报警器一直响",
        "闻到天然气", "隔壁煤气泄露", "燃气管子被挖漏了", "有臭鸡蛋味", "灶具嘶嘶响像是漏气",
        "一氧化碳中毒了",
    ),
    "fire": (
        "着火了", "5栋起火了快来人", "楼道冒烟", "电动车烧起来了", "楼下失火", "电表箱冒烟",
        "对面楼浓烟滚滚",
        "厨房着火", "地下室有明火", "车棚火大得很",
    ),
    "electric_shock": (
        "有人触电", "电线掉下来了打火花", "高压线断了掉地上", "路灯杆漏电", "小孩被电到了",
        "摸铁门麻手",
        "积水里漏电，人一碰就麻", "电线掉到地上还在放电",
    ),
    "drowning": (
        "有人落水", "塘里淹着人", "小孩掉河里了", "孩子掉进水塘了",
        "老人滑到沟渠的水里，桥下有人掉下去了",
        "湖边有人跳下去了", "有人溺水快来", "水库里小孩沉下去了",
    ),
    "injury_illness": (
        "井盖没了掉下去一个人", "老人摔倒了起不来", "有人晕倒", "邻居昏迷不醒", "我爷爷没呼吸了",
        "大爷倒在地上没反应",
        "被花盆砸伤了", "骑车撞到人了", "快叫救护车", "老人抽搐口吐白沫", "有人坠楼",
        "小孩从阳台掉下去了",
        "我妈摔了一跤骨折了", "工地坑里掉进去一个小孩", "孕妇羊水破了",
    ),
    "self_harm": (
        "想自杀", "我不想活了", "有人要跳楼", "楼顶有人要跳下去", "他割腕了", "我朋友留了遗书",
        "她喝农药了",
        "活不下去了", "吃了整瓶安眠药", "天台上有人想跳", "死了算了",
    ),
    "child_harm": (
        "有人猥亵小孩", "孩子被打", "邻居打孩子", "隔壁天天打小孩", "小孩身上青一块紫一块",
        "楼上把孩子往死里打",
        "老师虐待幼儿", "女孩被人侵犯", "有人拐小孩", "学生被霸凌", "后爸打女儿",
    ),
    "home_violence": (
        "老公打我", "丈夫喝了酒动手打人打我", "楼上男的打老婆", "儿子打老人", "隔壁夫妻打起来了",
        "我被老公打",
        "家暴", "前夫掐我脖子", "女婿打伤岳母", "儿子虐待父母", "我爸打我妈",
    ),
    "attack": (
        "有人砍人", "隔壁打架动刀子", "楼下有人拿刀", "有人持刀", "门口打群架",
        "有人被打流血了正在打人", "抢劫",
        "救命", "烧烤摊打起来了", "陌生人撬门", "有人追我",
    ),
    "missing_person": (
        "老人走丢了", "孩子不见了", "我妈一夜没回来", "奶奶失踪了", "小孩找不到了", "爷爷走失",
    ),
}  # fmt: skip

#: What only sounds like one.
CALM = (
    "落水管坏了", "楼顶落水口堵了", "燃气灶打不着火", "停电到现在还没来", "充电桩充电到一半断了",
    "电梯坏了三天了",
    "电梯门卡住关不上", "电梯停了，老人下楼困难", "上个月电梯困人，到现在没修好",
    "怕老人摔倒，装个扶手",
    "台阶容易摔倒", "担心着火，楼道充电没人管", "充电线乱拉会不会着火", "塘边没栏杆，怕小孩掉下去",
    "希望装防溺水警示牌", "三轮车轮胎漏气没地方修", "窗户漏气冷得很", "狗打架吵得睡不着",
    "狗走丢了", "猫不见了",
    "物业找不到人", "找不到人修路灯", "跳楼价大喇叭吵人", "孩子被打扰睡不好",
    "给孩子打疫苗在哪里", "打电话没人接",
    "楼上打麻将到半夜", "手机掉河里了", "树倒在地上挡路", "楼上小孩跑来跑去", "路灯不亮",
    "卫生间漏水",
    "楼下烟囱冒烟", "煤气罐放楼道里", "燃气改造什么时候轮到我们", "燃气停气", "气压低",
    "打扫楼道的人不来",
    "电线杆歪了", "网线掉下来了", "光纤线掉在地上", "老人证在哪办", "孩子上学报名要什么材料",
    "井盖响",
    "井盖没了", "河边垃圾多", "菜地浇粪味大", "物业打电话不接", "楼上掉东西",
    "老公出门打工，低保怎么办",
    "怕漏电，想换开关", "装燃气报警器要钱吗", "为了停车差点打架", "火灾隐患：楼道堆纸箱",
    "公园的长椅坏了",
    "孩子的自行车丢了", "老人摔不倒的扶手想装一个", "二楼漏气味上来油烟大",
)  # fmt: skip


def first(text: str) -> str:
    return next(iter(read(text).categories), "")


def test_common_wordings_are_known(desks: Any) -> None:
    assert sum(map(len, URGENT.values())) >= 100
    missed = [
        (text, leaf, read(text).categories)
        for leaf, texts in URGENT.items()
        for text in texts
        if first(text) != leaf
    ]
    assert missed == []
    for texts in URGENT.values():
        for text in texts:
            assert call_first(read(text).categories)["numbers"][0]["number"] in (
                "110",
                "119",
                "120",
            )  # type: ignore[index]


def test_what_only_sounds_like_one_is_none(desks: Any) -> None:
    assert len(CALM) >= 50
    alarms = [(t, first(t)) for t in CALM if is_emergency(row(CATEGORIES, first(t)))]
    assert alarms == []


def test_an_emergency_among_many_words_comes_first(desks: Any) -> None:
    """However much else a letter speaks of."""
    long = "停电停水漏水垃圾楼道灯路灯井盖停车费物业费噪音装修油烟下水道堵污水积水违停，电梯困人了"
    assert first(long) == "lift_trapped"
    assert first("煤气没漏气，灯不亮") != "gas_leak"
    assert first("上次电梯困人。今天电梯又困住了两个人") == "lift_trapped"


def test_reported_in_such_words_it_goes_at_once_to_who_must_come(desks: Any, town: Any) -> None:
    found = read("隔壁打架动刀子").categories[0]
    data = {"place": town.lake.path, "category": found, "text": "隔壁打架动刀子"}
    matter = Matter.objects.get(pk=do(NOBODY, "matters.ask", None, data, channel="portal").id)
    assert (matter.owner, matter.emergency, matter.hidden_below) == (desks.police, True, 3)
