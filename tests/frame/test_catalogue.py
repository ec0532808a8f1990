"""Lists the city edits: kept by acts, as of any day, with required codes and expected counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from doorstep.frame import SYSTEM, Failed, Invalid, NotFound, do, history, imports
from doorstep.frame import catalogues as lists
from doorstep.frame.catalogue_acts import catalogues_are_whole, load, read_rows
from doorstep.frame.catalogues import CatalogueRow, differences
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, NO_OFFICE

pytestmark = pytest.mark.django_db
SINCE, LATER = date(2026, 1, 1), date(2026, 7, 1)


def add(code: str, actor: Any = CHIEF_HERE, name: str = "toy.sizes", **more: Any) -> CatalogueRow:
    data = {"catalogue": name, "code": code, "zh": f"{code}号", "en": code, "since": SINCE, **more}
    found: CatalogueRow = do(actor, "frame.catalogue_add", None, data).record
    return found


def codes(day: date | None = None) -> list[str]:
    return [r.code for r in lists.rows("toy.sizes", day)]


def test_the_keepers_add_and_others_find_nothing() -> None:
    row = add("small", order=2)
    assert codes() == ["small"]
    assert history(row)[0].act == "frame.catalogue_add"
    for actor in (CLERK_HERE, NO_OFFICE):
        with pytest.raises(NotFound):
            add("large", actor)
    with pytest.raises(NotFound):
        add("red", CHIEF_HERE, "toy.colours")  # keeper of another list
    add("red", CLERK_HERE, "toy.colours")


def test_words_follow_the_reader_and_rows_their_order() -> None:
    add("small", order=2)
    add("large", order=1, parent="small")
    assert codes() == ["large", "small"]
    with translation.override("zh-hans"):
        assert lists.choices("toy.sizes") == [("large", "large号"), ("small", "small号")]
    with translation.override("en"):
        assert lists.choices("toy.sizes")[0] == ("large", "large")
    assert [r.code for r in lists.tree("toy.sizes")["small"]] == ["large"]


def test_a_change_from_a_day_on_keeps_the_past() -> None:
    row = add("small", data={"litres": 3})
    do(CHIEF_HERE, "frame.catalogue_change", row.pk, {"zh": "小包", "since": LATER})
    before, after = (lists.row("toy.sizes", "small", d) for d in (date(2026, 6, 30), LATER))
    assert before is not None
    assert after is not None
    assert (before.zh, before.until, after.zh, after.data) == (
        "small号",
        LATER,
        "小包",
        {"litres": 3},
    )
    assert [e.act for e in history(after)] == ["frame.catalogue_version"]


def test_a_slip_is_mended_in_place() -> None:
    row = add("small")
    do(CHIEF_HERE, "frame.catalogue_change", row.pk, {"zh": "小包"})
    found = lists.row("toy.sizes", "small")
    assert found is not None
    assert (found.zh, found.en) == ("小包", "small")
    assert CatalogueRow.objects.count() == 1


def test_rows_end_but_required_ones_stay() -> None:
    medium, small = add("medium"), add("small")
    do(CHIEF_HERE, "frame.catalogue_end", medium.pk, {"until": LATER})
    assert codes(date(2026, 6, 30)) == ["medium", "small"]
    assert codes(LATER) == ["small"]
    with pytest.raises(Invalid):
        do(CHIEF_HERE, "frame.catalogue_end", small.pk, {"until": LATER})
    with pytest.raises(Invalid):
        do(CHIEF_HERE, "frame.catalogue_end", medium.pk, {"until": SINCE})
    again = add("medium", since=LATER)
    assert lists.row("toy.sizes", "medium", LATER).pk == again.pk  # type: ignore[union-attr]


def test_an_ended_row_is_still_called_by_its_name() -> None:
    medium = add("medium")
    do(CHIEF_HERE, "frame.catalogue_end", medium.pk, {"until": date(2026, 2, 1)})
    found = lists.row("toy.sizes", "medium")
    assert found is not None
    assert found.zh == "medium号"
    assert lists.row("toy.sizes", "medium", LATER) is None


@pytest.mark.parametrize("data", [{"litres": "many"}, {"colour": "red"}, {"foldable": 1}])
def test_typed_data_is_checked(data: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        add("small", data=data)
    assert not CatalogueRow.objects.exists()


def test_the_same_code_twice_at_a_time_is_refused() -> None:
    add("small")
    with pytest.raises(Invalid):
        add("small", since=LATER)


def test_an_unconfirmed_basis_says_so() -> None:
    row = add("small", basis="条例第三条")
    assert row.basis_text == "条例第三条（依据待核）"
    do(CHIEF_HERE, "frame.catalogue_change", row.pk, {"confirmed": "true"})
    confirmed = lists.row("toy.sizes", "small")
    assert confirmed is not None
    assert confirmed.basis_text == "条例第三条"


def test_missing_codes_and_another_count_are_warnings() -> None:
    add("small")
    found = {d.name: d for d in differences()}["toy.sizes"]
    assert (found.missing, found.expected, found.there) == (("large",), 3, 1)
    assert {m.id for m in catalogues_are_whole()} == {"doorstep.W020"}
    add("large")
    add("medium")
    assert "toy.sizes" not in {d.name for d in differences()}


def test_reading_is_remembered_for_seconds_and_forgotten_by_an_act(
    django_assert_num_queries: Any,
) -> None:
    add("small")
    codes()
    with django_assert_num_queries(0):
        codes()
        lists.row("toy.sizes", "small")
    add("large")
    assert codes() == ["large", "small"]


def test_what_another_process_changed_is_seen_after_five_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = add("small")
    assert codes() == ["small"]
    CatalogueRow.objects.filter(pk=row.pk).update(code="tiny")
    assert codes() == ["small"]
    now = lists.clock.machine_ns()
    monkeypatch.setattr(lists.clock, "machine_ns", lambda: now + lists.FRESH_NS + 1)
    assert codes() == ["tiny"]


def test_a_row_that_another_process_added_just_now_is_seen_by_the_check() -> None:
    """What is remembered may be five seconds old; whether a code is free is asked anew."""
    assert codes() == []
    CatalogueRow(catalogue="toy.sizes", code="small", zh="小", en="Small", since=SINCE).save()
    assert codes() == []
    with pytest.raises(Invalid):
        add("small")


def test_what_others_read_before_the_commit_is_forgotten_after_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks() as after:
        add("small")
        lists._cache["toy.sizes"] = (lists.clock.machine_ns(), ())  # another thread read the old
    assert codes() == []
    for callback in after:
        callback()
    assert codes() == ["small"]


def test_a_dry_run_leaves_nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that were read inside what was taken back were never there."""
    seen: list[list[str]] = []

    def outcomes(*_args: Any) -> Iterator[Any]:
        add("small")
        seen.append(codes())
        return iter(())

    monkeypatch.setattr(imports, "_outcomes", outcomes)
    imports._try(Any, [Any], CHIEF_HERE)  # type: ignore[arg-type, list-item]
    assert seen == [["small"]]
    assert codes() == []


TOML = """
[[row]]
code = "small"
zh = "小"
en = "Small"
litres = 3
[[row]]
code = "large"
zh = "大"
en = "Large"
since = 2026-03-01
basis = "条例"
"""


def test_lists_come_from_toml_and_csv_by_batch_acts(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(TOML, "utf-8")
    (tmp_path / "s.csv").write_text("\ufeffcode,zh,en,order\nmedium,中,Medium,9\n", "utf-8")
    for name in ("s.toml", "s.csv", "s.toml"):
        done = list(load(SYSTEM, "toy.sizes", read_rows(tmp_path / name), SINCE))
        assert not [d for d in done if isinstance(d, Failed)]
    assert codes(date(2026, 4, 1)) == ["large", "small", "medium"]
    small = lists.row("toy.sizes", "small")
    assert small is not None
    assert (small.data, small.since) == ({"litres": 3}, SINCE)
    assert codes(date(2026, 2, 1)) == ["small", "medium"]
