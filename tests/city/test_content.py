"""The places, names and people of the Chaohu profile: sums that must add up.

Source: the frame of the invented city (318 compounds, 133 property districts, 277 compound
organisations, 425 stewards).
"""

import re
from collections import Counter

import pytest

from tests.city.content import CHAOHU, rows, toml

KINDS = {  # kind: (how many, fewest dwellings, most dwellings)
    "dormitory": (128, 24, 120),
    "nineties": (64, 120, 480),
    "resettlement": (38, 300, 1200),
    "walkup": (52, 200, 800),
    "highrise": (36, 600, 2400),
}
STREETS = {"340181002": 84, "340181003": 85, "340181004": 71, "340181005": 60}
COMMUNITIES = {"340181002": 8, "340181003": 10, "340181004": 11, "340181005": 7}
BODIES = {  # state at 2023-12-31: (districts, compounds)
    "new_committee": (40, 100),
    "new_mgmt": (32, 71),
    "older_committee": (44, 105),
    "none": (17, 42),
}
MISSING = {
    "term_ended": 6,
    "too_few_owners": 4,
    "preparing": 4,
    "candidates_failed": 1,
    "company_bankrupt": 2,
}
# northern or out of place: the city speaks 江淮官话, has no underground and no district heating
OUT_OF_PLACE = ("地铁", "供暖", "暖气片", "俺", "咱", "坝镇镇", "张三", "李四", "幸福小区")


# ---- divisions


def test_divisions_are_the_real_ones() -> None:
    villages = rows("villages.csv")
    assert Counter(row["kind"] for row in villages) == {"居委会": 63, "村委会": 123, "其他": 1}
    assert len(rows("streets.csv")) == 18
    assert "坝镇" in {row["name"] for row in rows("streets.csv")}
    for street, count in COMMUNITIES.items():
        mine = [r for r in villages if r["street_code9"] == street and r["kind"] == "居委会"]
        assert len(mine) == count


# ---- compounds, districts, organisations


def test_compounds_number_and_kinds() -> None:
    compounds = rows("compounds.csv")
    assert len(compounds) == 318
    assert len({row["name"] for row in compounds}) == 318
    assert Counter(r["kind"] for r in compounds) == {k: v[0] for k, v in KINDS.items()}
    streets = Counter(row["community_code12"][:9] for row in compounds)
    assert {k: streets[k] for k in STREETS} == STREETS
    assert sum(n for code, n in streets.items() if code not in STREETS) == 18


def test_what_must_not_count_is_a_tenth_and_called_otherwise() -> None:
    beside, names = rows("beside.csv"), {row["name"] for row in rows("compounds.csv")}
    assert len(beside) >= 32
    assert {row["kind"] for row in beside} == {"other", "ended", "later", "twice"}
    assert not names & {row["name"] for row in beside}
    codes = {row["code12"] for row in rows("villages.csv") if row["kind"] == "居委会"}
    assert {row["community_code12"] for row in beside} <= codes


def test_compounds_lie_in_communities_only() -> None:
    kind = {row["code12"]: row for row in rows("villages.csv")}
    for row in rows("compounds.csv"):
        place = kind[row["community_code12"]]
        assert place["kind"] == "居委会", row["name"]
        assert place["name"] == row["community"] + "居委会"
    core = {r["community_code12"] for r in rows("compounds.csv")}
    assert len({code for code in core if code[:9] in STREETS}) == 36


@pytest.mark.parametrize("kind", KINDS)
def test_dwellings_stay_in_the_band_of_the_kind(kind: str) -> None:
    _, low, high = KINDS[kind]
    for row in rows("compounds.csv"):
        if row["kind"] == kind:
            assert low <= int(row["dwellings"]) <= high, row


def test_dwellings_are_the_product_and_total_108000() -> None:
    total = 0
    for row in rows("compounds.csv"):
        shape = [int(row[k]) for k in ("buildings", "entrances", "floors", "per_floor")]
        assert shape[0] * shape[1] * shape[2] * shape[3] == int(row["dwellings"]), row
        assert 1 <= shape[0] <= 34
        assert row["has_lift"] == ("1" if shape[2] > 7 else "0")
        if row["door_style"] == "row":
            assert row["kind"] == "dormitory"
            assert shape[1:3] == [1, 1]
        elif row["kind"] == "dormitory":
            assert shape[2] in (5, 6)
        total += int(row["dwellings"])
    assert total == 108_000


def test_only_dormitories_lack_a_company() -> None:
    without = [row for row in rows("compounds.csv") if row["has_company"] == "0"]
    assert len(without) == 71
    assert {row["kind"] for row in without} == {"dormitory"}


def test_property_districts_add_up() -> None:
    districts = {row["district"]: row for row in rows("districts.csv")}
    held = Counter(row["district"] for row in rows("compounds.csv"))
    assert sorted(map(int, districts)) == list(range(1, 134))
    assert {key: int(row["compounds"]) for key, row in districts.items()} == held
    for state, (count, compounds) in BODIES.items():
        mine = [row for row in districts.values() if row["state_2023"] == state]
        assert (len(mine), sum(held[row["district"]] for row in mine)) == (count, compounds)
    for row in rows("compounds.csv"):
        assert districts[row["district"]]["community_code12"] == row["community_code12"]


def test_cross_appointments_and_missing_bodies() -> None:
    districts = rows("districts.csv")
    new = [row for row in districts if row["state_2023"] == "new_committee"]
    crossed = [row for row in new if row["cross"] == "1"]
    assert (len(crossed), sum(int(row["compounds"]) for row in crossed)) == (38, 95)
    assert all(r["cross"] == "1" for r in districts if r["state_2023"] == "new_mgmt")
    reasons = Counter(row["missing_reason"] for row in districts if row["missing_reason"])
    assert reasons == MISSING
    assert all(bool(r["missing_reason"]) == (r["state_2023"] == "none") for r in districts)


def test_valid_bodies_at_the_end_of_2023_and_later() -> None:
    def valid(at: str) -> int:
        count = 0
        for row in rows("districts.csv"):
            first = bool(row["since"]) and row["since"] <= at < row["until"]
            count += first or (bool(row["next_since"]) and row["next_since"] <= at)
        return count

    assert valid("2023-12-31") == 116
    assert valid("2026-06-01") == 114  # four lapse, two of the seventeen elect


def test_party_organisations_cover_every_compound_once() -> None:
    orgs = {row["org"]: row for row in rows("party_orgs.csv")}
    covers: dict[str, list[dict[str, str]]] = {}
    for row in rows("compounds.csv"):
        covers.setdefault(row["org"], []).append(row)
    assert sorted(map(int, orgs)) == list(range(1, 278))
    assert Counter(len(rows_) for rows_ in covers.values()) == {1: 242, 2: 29, 3: 6}
    for key, mine in covers.items():
        assert {row["community_code12"] for row in mine} == {orgs[key]["community_code12"]}
        assert int(orgs[key]["compounds"]) == len(mine)
    stewards = Counter(int(row["stewards"]) for row in orgs.values())
    assert stewards == {1: 150, 2: 106, 3: 21}
    assert len({row["name"] for row in orgs.values()}) == 277


def test_villages_have_natural_villages_and_groups() -> None:
    villages = {r["code12"] for r in rows("villages.csv") if r["kind"] == "村委会"}
    tree: dict[str, dict[str, int]] = {}
    seen = set()
    for row in rows("rural.csv"):
        tree.setdefault(row["village_code12"], Counter())[row["natural_village"]] += 1
        seen.add((row["village_code12"], row["group"]))
    assert set(tree) == villages
    assert len(villages) == 123
    assert len(seen) == len(rows("rural.csv"))
    for village in tree.values():
        assert 2 <= len(village) <= 4
        assert all(2 <= groups <= 3 for groups in village.values())


# ---- people and names


def test_twelve_people() -> None:
    people = toml("people.toml")["person"]
    roles = {row["role"] for row in toml("offices.toml")["office"]}
    compounds = {row["name"] for row in rows("compounds.csv")}
    codes = {row["code12"] for row in rows("villages.csv")}
    codes |= {row["code9"] for row in rows("streets.csv")} | {"340181"}
    codes |= {row["code"] for row in toml("departments.toml")["department"]}
    assert len(people) == len({row["name"] for row in people}) == 12
    for row in people:
        assert row["role"] in roles
        assert row["place"].get("name") in compounds or row["place"].get("code") in codes
        assert "我" in row["plain"]
        assert row["sentence"]
        assert not re.search(r"\d", row["sentence"])


def test_names_for_every_decade() -> None:
    names = toml("names.toml")
    assert sum(names["surnames"].values()) > 5000
    decades = [str(year) for year in range(1930, 2030, 10)]
    assert sorted(names["given"]) == decades
    for decade in decades:
        assert min(len(names["given"][decade][sex]) for sex in "MF") >= 20
    alleys = names["alleys"]["names"]
    assert len(alleys) == len(set(alleys)) >= 60
    shops = [name for trade in names["shop_trade"] for name in trade["names"]]
    assert len(shops) == len(set(shops))


@pytest.mark.parametrize("word", OUT_OF_PLACE)
def test_nothing_out_of_place(word: str) -> None:
    files = [path for path in CHAOHU.iterdir() if path.suffix in {".toml", ".csv"}]
    assert files
    assert not [path.name for path in files if word in path.read_text(encoding="utf-8")]
