"""Fields open only with their key, context and content; masks hide; digests are canonical."""

import base64
import hashlib
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.crypto import (
    CryptoError,
    FieldKeys,
    canonical,
    digest,
    mask_id,
    mask_name,
    mask_phone,
)


def entry(kid: str, fill: str, size: int) -> str:
    return f"{kid}:{base64.b64encode(fill.encode() * size).decode()}"


OLD, NEW, SM = entry("k1", "a", 32), entry("k2", "b", 32), entry("sm1", "c", 16)
KEYS = [FieldKeys.parse(OLD), FieldKeys.parse(SM)]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@pytest.mark.parametrize("keys", KEYS)
@given(text=st.text(), context=st.text(max_size=10))
def test_what_was_encrypted_opens_again(keys: FieldKeys, text: str, context: str) -> None:
    assert keys.decrypt(keys.encrypt(text, context), context) == text


@pytest.mark.parametrize("keys", KEYS)
@given(data=st.data())
def test_a_changed_value_never_opens(keys: FieldKeys, data: st.DataObject) -> None:
    kid, _, encoded = keys.encrypt("340181195001011234", "person.id").partition(":")
    raw = bytearray(base64.b64decode(encoded))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CryptoError):
        keys.decrypt(f"{kid}:{base64.b64encode(raw).decode()}", "person.id")


@pytest.mark.parametrize("keys", KEYS)
def test_a_value_opens_in_its_own_place_only(keys: FieldKeys) -> None:
    token = keys.encrypt("13812341234", "person.phone")
    with pytest.raises(CryptoError):
        keys.decrypt(token, "person.id")


@pytest.mark.parametrize("token", ["", "k1", "k1:", "k1:???", "k9:AAAA", "k1:AAAA", "index:AAAA"])
def test_no_value_at_all(token: str) -> None:
    with pytest.raises(CryptoError):
        FieldKeys.parse(f"{OLD},{entry('index', 'x', 32)}").decrypt(token, "c")


def test_a_new_key_encrypts_and_the_old_still_opens() -> None:
    token = KEYS[0].encrypt("x", "c")
    rotated = FieldKeys.parse(f"{NEW},{OLD}")
    assert rotated.encrypt("x", "c").startswith("k2:")
    assert rotated.decrypt(token, "c") == "x"
    assert rotated.blind_index("x", "c") == KEYS[0].blind_index("x", "c")


def test_one_ciphertext_never_comes_twice() -> None:
    assert KEYS[0].encrypt("x", "c") != KEYS[0].encrypt("x", "c")


def test_blind_index_goes_by_key_context_and_text() -> None:
    index = KEYS[0].blind_index("x", "c")
    others = {
        KEYS[0].blind_index("y", "c"),
        KEYS[0].blind_index("x", "d"),
        KEYS[1].blind_index("x", "c"),
        FieldKeys.parse(f"{OLD},{entry('index', 'x', 32)}").blind_index("x", "c"),
    }
    assert len(others | {index}) == 5
    assert all(len(one) == 64 for one in others)


@pytest.mark.parametrize(
    "text", ["", "k1", "k1:!!", entry("k1", "a", 16), entry("sm1", "a", 32), f"{OLD},{OLD}",
             entry("index", "a", 32), entry("", "a", 32)],
)  # fmt: skip
def test_bad_keys_are_refused_without_being_shown(text: str) -> None:
    with pytest.raises(CryptoError) as caught:
        FieldKeys.parse(text)
    assert "YWFh" not in str(caught.value)


def test_keys_are_not_shown_in_a_repr() -> None:
    assert "aaaa" not in repr(KEYS[0])


@given(json_values)
def test_digest_is_canonical(value: object) -> None:
    assert digest(value) == hashlib.sha256(canonical(value)).hexdigest()


def test_digest_ignores_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})
    value = [
        date(2026, 4, 15),
        datetime(2026, 4, 15, tzinfo=UTC),
        Decimal("1.50"),
        uuid.UUID(int=1),
    ]
    assert canonical(value).startswith(b'["2026-04-15","2026-04-15T00:00:00+00:00","1.50",')


@pytest.mark.parametrize(("value", "error"), [(float("nan"), ValueError), (b"x", TypeError)])
def test_what_has_no_canonical_form(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        digest(value)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张建华", "张*华"), ("张华", "张*"), ("欧阳建华", "欧**华"), ("𣲘", "*"), ("", ""),
     ("买买提·艾力", "买***力"), ("𣲘㛃垚", "𣲘*垚")],
)  # fmt: skip
def test_mask_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_mask_phone_and_id() -> None:
    assert mask_phone("13812341234") == "138****1234"
    assert mask_phone("0551-82312345") == "0551-****2345"
    assert mask_phone("0551-82312345-801") == "0551-****2345"
    assert mask_phone("12345") == "*****"
    assert mask_id("340181195001011234") == "3401**********1234"
    assert mask_id("12345") == "*****"
