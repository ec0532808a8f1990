"""Encrypted fields, blind indexes, masks and digests.

Ciphers go by the key id: ids beginning with ``sm`` use SM4-GCM and SM3, all others AES-256-GCM
and SHA-256. A stored value reads ``kid:base64`` so that old values stay readable after a new key
has come; the first key encrypts, every key decrypts.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hmac import HMAC

#: Key id of the entry that serves blind indexes only; without it the last (oldest) key does.
INDEX = "index"
_NONCE, _TAG = 12, 16


class CryptoError(ValueError):
    """A key that is none, or a value that no key opens (wrong key, place or content)."""


@dataclass(frozen=True, slots=True)
class FieldKeys:
    """The keys of private fields (``DOORSTEP_FIELD_KEYS``), newest first."""

    keys: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> "FieldKeys":
        """Keys of ``kid:base64,kid:base64,…``, newest first.

        AES keys have 32 bytes, SM4 keys 16, the optional ``index`` key at least 16. Put one of
        that name before old keys are dropped: a blind index must never change its key. Raises
        CryptoError without showing any key.
        """
        keys: dict[str, bytes] = {}
        for entry in filter(None, (part.strip() for part in text.split(","))):
            kid, _, encoded = entry.partition(":")
            try:
                key = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                raise CryptoError(f"field key {kid!r} is not base64") from None
            fits = len(key) >= 16 if kid == INDEX else len(key) == (16 if _is_sm(kid) else 32)
            if not kid or kid in keys or not fits:
                raise CryptoError(f"field key {kid!r} is double, nameless or of a wrong length")
            keys[kid] = key
        if not set(keys) - {INDEX}:
            raise CryptoError("no field key given")
        return cls(keys)

    @property
    def current(self) -> str:
        """Key id that encrypts."""
        return next(kid for kid in self.keys if kid != INDEX)

    def encrypt(self, text: str, context: str) -> str:
        """Encrypt a text; context (such as ``people.person.phone``) must be the same to open it."""
        kid, nonce = self.current, os.urandom(_NONCE)
        sealed = _seal(kid, self.keys[kid], nonce, text.encode(), _bound(kid, context))
        return f"{kid}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, token: str, context: str) -> str:
        """Open what :meth:`encrypt` gave for the same context. Raises CryptoError."""
        kid, _, encoded = token.partition(":")
        if kid not in self.keys or kid == INDEX:
            raise CryptoError(f"no field key {kid!r}")
        try:
            raw = base64.b64decode(encoded, validate=True)
            nonce, sealed = raw[:_NONCE], raw[_NONCE:]
            return _open(kid, self.keys[kid], nonce, sealed, _bound(kid, context)).decode()
        except (InvalidTag, ValueError):
            raise CryptoError("the value does not open: changed, or of another field") from None

    def blind_index(self, text: str, context: str) -> str:
        """64 hex digits, equal for equal texts of one context, telling nothing without the key.

        Normalise the text before (phone.read, resident_id.read). Source: HMAC (RFC 2104).
        """
        kid = INDEX if INDEX in self.keys else list(self.keys)[-1]
        message = f"blind\x1f{context}\x1f{text}".encode()
        if not _is_sm(kid):
            return hmac.new(self.keys[kid], message, hashlib.sha256).hexdigest()
        mac = HMAC(self.keys[kid], hashes.SM3())
        mac.update(message)
        return mac.finalize().hex()


def _is_sm(kid: str) -> bool:
    return kid.startswith("sm")


def _bound(kid: str, context: str) -> bytes:
    return f"{kid}\x1f{context}".encode()


@cache
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)


def _seal(kid: str, key: bytes, nonce: bytes, clear: bytes, bound: bytes) -> bytes:
    if not _is_sm(kid):
        return _aes(key).encrypt(nonce, clear, bound)
    cipher = Cipher(SM4(key), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(bound)
    return cipher.update(clear) + cipher.finalize() + cipher.tag


def _open(kid: str, key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    if not _is_sm(kid):
        return _aes(key).decrypt(nonce, sealed, bound)
    body, tag = sealed[:-_TAG], sealed[-_TAG:]
    cipher = Cipher(SM4(key), modes.GCM(nonce, tag)).decryptor()
    cipher.authenticate_additional_data(bound)
    return cipher.update(body) + cipher.finalize()


def canonical(value: object) -> bytes:
    """One JSON text for equal values: sorted keys, no spaces, UTF-8.

    Dates, UUIDs and decimals stand as text; NaN and other kinds raise ValueError or TypeError.
    """
    return json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
        default=_plain,
    ).encode()


def digest(value: object) -> str:
    """sha256 of the canonical JSON, in hex: equal bodies have equal digests."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"no canonical JSON of a {type(value).__name__}")


def mask_name(name: str) -> str:
    """张建华 → 张*华, 张华 → 张*, 欧阳建华 → 欧**华; at most three stars."""
    name = name.strip()
    if len(name) < 3:
        return name[:1] + "*" if len(name) == 2 else "*" * len(name)
    return name[0] + "*" * min(len(name) - 2, 3) + name[-1]


def mask_phone(number: str) -> str:
    """13812341234 → 138****1234, 0551-82312345 → 0551-****2345."""
    area, dash, rest = number.partition("-")
    if dash:
        return f"{area}-****{rest.partition('-')[0][-4:]}"
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def mask_id(number: str) -> str:
    """340181195001011234 → 3401**********1234: the birth date never shows."""
    if len(number) < 12:
        return "*" * len(number)
    return number[:4] + "*" * (len(number) - 8) + number[-4:]
