"""Chain and Merkle root: every change, swap, cut and addition changes the result."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from doorstep.kit import merkle

leaves = st.lists(st.binary(max_size=4), max_size=20)


def chain(hashes: list[bytes]) -> bytes:
    head = merkle.EMPTY_HEAD
    for one in hashes:
        head = merkle.link(head, one)
    return head


def test_definitions() -> None:
    hashed = merkle.payload_hash(b"payload", b"salt")
    assert hashed == hashlib.sha256(b"payloadsalt").digest()
    assert merkle.link(bytes(32), hashed) == hashlib.sha256(bytes(32) + hashed).digest()
    a, b, c = (hashlib.sha256(b"\x00" + leaf).digest() for leaf in (b"a", b"b", b"c"))
    ab = hashlib.sha256(b"\x01" + a + b).digest()
    assert merkle.root([]) == hashlib.sha256(b"").digest()
    assert merkle.root([b"a"]) == a
    assert merkle.root([b"a", b"b", b"c"]) == hashlib.sha256(b"\x01" + ab + c).digest()


@given(leaves, leaves)
def test_different_leaves_have_different_roots_and_chains(
    one: list[bytes], other: list[bytes]
) -> None:
    assume(one != other)
    assert merkle.root(one) != merkle.root(other)
    salted = [[merkle.payload_hash(leaf, b"s") for leaf in leaves] for leaves in (one, other)]
    assert chain(salted[0]) != chain(salted[1])


def test_a_node_cannot_pass_as_a_leaf() -> None:
    a, b = (hashlib.sha256(b"\x00" + leaf).digest() for leaf in (b"a", b"b"))
    assert merkle.root([a + b]) != merkle.root([b"a", b"b"])


def test_a_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        merkle.link(b"short", bytes(32))
