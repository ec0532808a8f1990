"""The category tree, the rules and the texts of the Chaohu profile.

Source: domain.md B2, dignity D5 and D7, R13: words that must not occur, codes that must exist.
"""

import re
from collections import Counter

from doorstep.doors.shell.founding.fitting import ABOUT, FIRMS, OUTSIDE, RETURNS, RULINGS
from tests.city.content import leaves, rows, toml

OWNERS = {"compound", "property", "community", "street", "upper"}
REGISTERS = {
    "elder_voice", "angry", "polite", "two_words", "typos", "photo_only", "shop", "tenant",
    "parent", "steward",
}  # fmt: skip

NEEDS = {"company", "no_company", "lift", "high", "garage", "storeys", "rows", "lake"}

#: needs that only a house with stairs meets
STOREYED = {"storeys", "high", "lift", "garage"}
CHINESE = {sign: n for n, sign in enumerate("一二三四五六七八九十", 1)}

#: the twelve topics of the 1,087 and their shares (the texture of the invented city)
TOPICS = {
    "parking": 0.17,
    "rubbish": 0.14,
    "noise": 0.12,
    "property": 0.11,
    "leaks": 0.10,
    "wires": 0.08,
    "lifts_lights": 0.06,
    "elders": 0.06,
    "neighbours": 0.05,
    "dogs": 0.03,
    "sheds": 0.04,
    "other": 0.04,
}


def bare(text: str) -> str:
    """The text without slots, digits and signs: what must differ between any two texts."""
    return re.sub(r"\{\w+\}|\d+|[^\w]", "", text)


# ---- categories


def test_tree_has_three_classes_and_unique_leaves() -> None:
    tree = toml("categories.toml")
    assert [row["zh"] for row in tree["class"]] == ["服务民生", "社会治理", "综合执法"]
    groups = {row["code"]: row["class"] for row in tree["group"]}
    assert len(leaves()) >= 110
    for key in ("code", "zh", "en"):
        assert len({leaf[key] for leaf in leaves()}) == len(leaves())
    assert all(groups[leaf["group"]] == leaf["class"] for leaf in leaves())
    assert {leaf["group"] for leaf in leaves()} == set(groups)


def test_leaves_name_conditions_and_not_people() -> None:
    tree = toml("categories.toml")
    heads, parts = tree["forbidden_heads"], tree["forbidden_parts"]
    for node in [*tree["class"], *tree["group"], *leaves()]:
        for word in [node["zh"], *node.get("words", [])]:
            assert word not in heads, node["code"]
            assert not [part for part in parts if part in word], node["code"]


def test_leaves_are_complete() -> None:
    departments = {row["code"] for row in toml("departments.toml")["department"]}
    units = {"work_hour", "work_day", "hour", "day"}
    helpers = {"steward", "building_head", "grid_member", "compound_secretary"}
    for leaf in leaves():
        stages = [limit["stage"] for limit in leaf["limits"]]
        assert stages[:2] == ["first_contact", "resolve"], leaf["code"]
        assert all(limit["unit"] in units and limit["value"] > 0 for limit in leaf["limits"])
        assert leaf["evidence"] in {"none", "note", "photo"}
        assert leaf["urgency"] in {"normal", "urgent", "emergency"}
        assert set(leaf["self_resolvable_by"]) <= helpers
        assert leaf["owner"] in departments | OWNERS, leaf["code"]
        assert leaf["filing_condition"]
        assert leaf["closing_condition"]
        if leaf["sensitive"]:
            assert not leaf["public"], leaf["code"]
        if leaf["confidential"]:
            assert leaf["sensitive"]
            assert not leaf["public"]


def test_complaints_about_workers_go_one_level_up() -> None:
    about = [leaf for leaf in leaves() if leaf["about_worker"]]
    assert about
    for leaf in about:
        assert leaf["owner"] == "upper"
        assert leaf["confidential"]
        assert not leaf["self_resolvable_by"]


def test_emergencies_show_a_number_and_end_within_hours() -> None:
    numbers = toml("categories.toml")["numbers"]
    urgent = {leaf["code"]: leaf for leaf in leaves() if leaf["urgency"] == "emergency"}
    assert {
        "gas_leak", "fire", "electric_shock", "lift_trapped", "drowning", "injury_illness",
        "self_harm", "child_harm", "home_violence",
    } <= set(urgent)  # fmt: skip
    for leaf in urgent.values():
        assert leaf["emergency"]["call"] in numbers
        assert set(leaf["emergency"]["then"]) <= set(numbers)
        assert leaf["emergency"]["text"]
        assert all(limit["unit"] == "hour" for limit in leaf["limits"])
        assert not leaf["self_resolvable_by"]
        assert not leaf["public"]
    assert urgent["child_harm"]["confidential"]
    assert urgent["home_violence"]["confidential"]
    assert all("emergency" not in leaf for leaf in leaves() if leaf["code"] not in urgent)


def test_responsibility_rules_name_what_exists() -> None:
    codes = {leaf["code"] for leaf in leaves()}
    owners = OWNERS | {row["code"] for row in toml("departments.toml")["department"]}
    rules = toml("responsibility.toml")["rule"]
    assert len({rule["code"] for rule in rules}) == len(rules)
    for rule in rules:
        assert set(rule["categories"]) <= codes, rule["code"]
        assert {rule["owner"], *rule["assist"]} <= owners, rule["code"]
        assert rule["owner_level"] in {"compound", "community", "street", "city"}
        assert rule["clause"]
        assert rule.get("basis_state", "") == ("依据待核" if rule["legal"] else "")


def test_twelve_departments_review() -> None:
    departments = toml("departments.toml")["department"]
    assert len({row["code"] for row in departments}) == len(departments)
    assert sum(row["review"] for row in departments) == 12


# ---- texts, people, names


def test_enough_texts_and_none_repeats() -> None:
    texts = toml("texts.toml")
    assert len(texts["message"]) >= 260
    assert len(texts["reply"]) >= 160
    shorthand = [row for row in texts["note"] if row["kind"] == "steward_shorthand"]
    assert len(shorthand) >= 40
    pool = [row["text"] for key in ("message", "reply", "note", "order") for row in texts[key]]
    assert not [text for text, n in Counter(map(bare, pool)).items() if n > 1]
    ids = [row["id"] for key in ("message", "reply", "note") for row in texts[key]]
    assert len(ids) == len(set(ids))


def test_texts_refer_to_categories_and_slots_that_exist() -> None:
    texts = toml("texts.toml")
    codes = {leaf["code"] for leaf in leaves()}
    assert {row["category"] for row in texts["message"]} == codes
    assert {row["category"] for row in texts["reply"]} <= codes | {"*"}
    assert {row["category"] for row in texts["order"]} <= codes
    for key in ("message", "reply", "note", "lead", "tail"):
        for row in texts[key]:
            assert set(row.get("needs", [])) <= NEEDS, row
            used = sorted(set(re.findall(r"\{(\w+)\}", row["text"])))
            assert used == row["slots"], row
            assert set(used) <= set(texts["slots"]), row


def test_texts_of_ten_registers_four_kinds_and_both_areas() -> None:
    messages = toml("texts.toml")["message"]
    registers = Counter(row["register"] for row in messages)
    assert set(registers) == REGISTERS
    assert min(registers.values()) >= 20
    kinds = Counter(row["kind"] for row in messages)
    assert set(kinds) == {"request", "suggestion", "report", "question"}
    assert min(kinds.values()) >= 20
    assert sum(row["area"] == "rural" for row in messages) >= 50
    for row in messages:
        assert all(1 <= month <= 12 for month in row["months"])
        if row["area"] == "rural":
            assert not {"building", "unit", "room", "gate", "alley"} & set(row["slots"]), row
    assert not [row["id"] for row in messages if "尊敬的领导" in row["text"]]


def test_every_question_and_suggestion_has_its_answer() -> None:
    texts = toml("texts.toml")
    asked = {row["id"] for key in ("message", "order") for row in texts[key]
             if row["kind"] in ("question", "suggestion")}  # fmt: skip
    answered = [key for row in texts["answer"] for key in row["ids"]]
    assert set(answered) == asked
    assert len(answered) == len(asked)


def test_notes_go_with_what_there_is() -> None:
    texts, topics = toml("texts.toml"), {t["code"] for t in toml("demand.toml")["topic"]}
    known = {leaf["code"] for leaf in leaves()} | topics
    notes = {row["id"]: row for row in texts["note"]}
    for note, about in ABOUT.items():
        assert note in notes, note
        assert set(about) <= known, note
    for kind in ("attempt", "escalate_reason", "comment_solved", "comment_otherwise",
                 "comment_not"):  # fmt: skip
        fits_any = [key for key, row in notes.items() if row["kind"] == kind and key not in ABOUT]
        assert len(fits_any) >= 2, kind  # so that no matter is without words
    assert set(RETURNS) | set(RULINGS) | FIRMS | OUTSIDE <= known
    for note, *_units in [*RETURNS.values(), *RULINGS.values()]:
        assert note in notes
    for key in ("cannot", "not_ours"):
        assert {row["leaf"] for row in texts[key]} <= known


def test_messages_suit_the_area_of_their_leaf() -> None:
    area = {leaf["code"]: leaf["area"] for leaf in leaves()}
    assert set(area.values()) == {"urban", "rural", "both"}
    for row in toml("texts.toml")["message"]:
        assert area[row["category"]] in {"both", row["area"]}, row["id"]


#: A storey as people say it: 五楼, 四五六楼, 11层 (一层 is a layer); and that of a room: 404.
STOREY = re.compile(
    r"(?!一层)([一二三四五六七八九十]+|(?<!\d)\d{1,2})[楼层]|(?<!\d)([1-9])0[1-9](?!\d)"
)


def test_texts_fit_any_building_they_may_be_said_of() -> None:
    """No storey above the lowest of the buildings a text may be about, none at all in yards."""
    built = [r for r in rows("compounds.csv") if r["door_style"] != "row"]
    lowest = {
        high: min(int(r["floors"]) for r in built if int(r["floors"]) > 7 or not high)
        for high in (True, False)
    }
    assert (lowest[False], lowest[True]) == (5, 18)
    book, said = toml("texts.toml"), 0
    for kind in ("message", "reply", "note", "order"):
        for row in book[kind]:
            for named, room in STOREY.findall(row["text"]):
                top = (
                    max(CHINESE.get(c, 0) for c in named)
                    if named[:1] in CHINESE
                    else int(named or room)
                )
                most = lowest["high" in row["needs"]] if set(row["needs"]) & STOREYED else 0
                assert top <= most, (row["id"], row["text"])
                said += 1
    assert said > 30


def test_demand_of_2023_adds_up_by_topic_and_class() -> None:
    demand = toml("demand.toml")
    klass = {leaf["code"]: leaf["class"] for leaf in leaves()}
    by_class: Counter[str] = Counter()
    for topic in demand["topic"]:
        assert sum(topic["counts"].values()) == topic["total"]
        assert abs(topic["total"] / 1087 - TOPICS[topic["code"]]) < 0.006, topic["code"]
        for leaf, count in topic["counts"].items():
            by_class[klass[leaf]] += count
    assert by_class == {"LIVELIHOOD": 561, "SOCIAL": 339, "ENFORCEMENT": 187}
    assert by_class == demand["year_2023"]["article_by_class"]
    assert abs(sum(demand["hours"].values()) - 1) < 1e-9
    for key in ("other", "rural", "season"):
        assert set(demand[key]) <= set(klass)
    assert len(demand["year_2023"]["months"]) == 12


def test_enough_texts_for_what_is_demanded() -> None:
    """No leaf needs a text more than seven times a year: leads and tails do the rest."""
    texts = Counter(row["category"] for row in toml("texts.toml")["message"])
    for topic in toml("demand.toml")["topic"]:
        for leaf, count in topic["counts"].items():
            assert count <= 7 * texts[leaf], leaf
