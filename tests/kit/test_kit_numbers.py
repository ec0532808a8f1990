"""Resident numbers, phones and credit codes: a clear problem or a visible mark, never a guess."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit import credit_code, phone, resident_id

bodies = st.builds(
    lambda division, born, sequence: f"{division}{born:%Y%m%d}{sequence:03d}",
    st.sampled_from(["340181", "342601", "110105", "650102"]),
    st.dates(date(1900, 1, 1), date(2023, 12, 31)),
    st.integers(0, 999),
)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@given(bodies)
def test_a_good_number_has_no_problem(body: str) -> None:
    number = body + resident_id.check_digit(body)
    assert resident_id.check(number) == ()
    read = resident_id.read(f" {number.lower().translate(FULL_WIDTH)} ")
    assert read.number == number
    assert read.ok
    assert read.marks == ("cleaned",)


@given(bodies, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(body: str, place: int, more: int) -> None:
    number = body + resident_id.check_digit(body)
    if number[place] == "X":
        wrong = number[:17] + "1"
    else:
        wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert resident_id.check(wrong) != ()


@given(bodies)
def test_fifteen_digits_are_converted_with_a_mark(body: str) -> None:
    short = body[:6] + body[8:]
    read = resident_id.read(short)
    century = "18" if short[12:] in ("996", "997", "998", "999") else "19"
    assert read.number[:17] == body[:6] + century + body[8:]
    assert "from_15" in read.marks
    assert "checksum" not in read.problems


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ("empty",)),
        ("34018119500101123", ("length",)),
        ("34018119500101I234", ("characters",)),
        ("11010519491231002X", ()),
        ("110105194912310021", ("checksum",)),
        ("110105194902300020", ("date",)),
        ("990105194912310021", ("division", "checksum")),
        ("110105210012310021", ("date",)),
    ],
)
def test_problems_of_a_resident_number(text: str, problems: tuple[str, ...]) -> None:
    assert resident_id.check(text) == problems


def test_birth_and_sex() -> None:
    assert resident_id.birth_date("11010519491231002X") == date(1949, 12, 31)
    assert resident_id.sex("11010519491231002X") == "f"
    assert resident_id.sex("110105194912310017") == "m"


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("13812341234", "13812341234", "mobile"),
        ("+86 138-1234-1234", "13812341234", "mobile"),
        ("0086 13812341234", "13812341234", "mobile"),
        ("8613812341234", "13812341234", "mobile"),
        ("013812341234", "13812341234", "mobile"),
        ("１３８１２３４１２３４", "13812341234", "mobile"),
        ("0551-82312345", "0551-82312345", "landline"),
        ("(0551)8231 2345", "0551-82312345", "landline"),
        ("0551-82312345转801", "0551-82312345-801", "landline"),
        ("0551-82312345-801", "0551-82312345-801", "landline"),
        ("010 62312345", "010-62312345", "landline"),
        ("+86 551 82312345", "0551-82312345", "landline"),
        ("+86 10 62312345", "010-62312345", "landline"),
        ("12345", "12345", "service"),
        ("110", "110", "service"),
        ("400-123-4567", "4001234567", "service"),
    ],
)
def test_a_good_phone(text: str, number: str, kind: str) -> None:
    read = phone.read(text)
    assert (read.number, read.kind, read.problem) == (number, kind, "")
    assert phone.normalise(number) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("  ", "empty"),
        ("82312345", "area_code"),
        ("+1 212 555 1234", "foreign"),
        ("00852 2123 4567", "foreign"),
        ("12812341234", "prefix"),
        ("1381234123", "length"),
        ("138123412345", "length"),
        ("0551-823123456", "length"),
        ("13812341234a", "characters"),
        ("张三", "characters"),
        ("~", "characters"),
        ("-", "empty"),
    ],
)
def test_problems_of_a_phone(text: str, problem: str) -> None:
    assert phone.read(text).problem == problem
    with pytest.raises(ValueError, match=problem):
        phone.normalise(text)


def test_an_area_completes_a_local_number() -> None:
    assert phone.normalise("82312345", area="0551") == "0551-82312345"


@given(st.text(max_size=20))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    assert bool(phone.read(text).problem) == (phone.read(text).kind == "")
    resident_id.read(text)
    credit_code.check(text)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("91350100M000100Y43", ()),
        (" 91350100m000100y43 ", ()),
        ("91350100M000100Y44", ("checksum",)),
        ("91350100M000100Y4", ("length",)),
        ("91350100M000100I43", ("characters",)),
        ("", ("empty",)),
    ],
)
def test_credit_code(text: str, problems: tuple[str, ...]) -> None:
    assert credit_code.check(text) == problems
