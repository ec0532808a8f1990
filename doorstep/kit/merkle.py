"""Hash chain and Merkle root of the trail (design section 3, Trail); used by the sealer.

Leaves and nodes are hashed under different prefixes (RFC 6962), so that a node can never be
passed off as a leaf; a lone node at the end of a row rises unchanged.
"""

import hashlib
from collections.abc import Sequence

#: Head of a chain that has no entry yet.
EMPTY_HEAD = bytes(32)


def payload_hash(payload: bytes, salt: bytes) -> bytes:
    """sha256(payload ‖ salt); stands in the chain after payload and salt have been deleted."""
    return hashlib.sha256(payload + salt).digest()


def link(head: bytes, payload_hash: bytes, header: bytes = b"") -> bytes:
    """The chain's next head: sha256(head ‖ payload_hash ‖ sha256(header)).

    :param header: what an entry says beside its payload; so it stays bound when the payload has
        been deleted. Head and payload hash have 32 bytes each, else ValueError.
    """
    if len(head) != 32 or len(payload_hash) != 32:
        raise ValueError("head and payload hash have 32 bytes each")
    bound = hashlib.sha256(header).digest() if header else b""
    return hashlib.sha256(head + payload_hash + bound).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Merkle root of the leaves in their order; sha256 of nothing for no leaf."""
    if not leaves:
        return hashlib.sha256().digest()
    row = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(row) > 1:
        paired = [
            hashlib.sha256(b"\x01" + row[i] + row[i + 1]).digest()
            for i in range(0, len(row) - 1, 2)
        ]
        row = paired + row[len(paired) * 2 :]
    return row[0]
