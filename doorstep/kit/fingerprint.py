"""The fingerprint of a call: what tells a repeated call from another one under the same number.

It is kept for ever beside the entry, while what was entered may be deleted by law; so it is keyed
(nobody without the key can try phones or ID numbers against it) and holds nothing of the content.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

_PIECE = 1 << 16


def fingerprint(
    key: bytes,
    call: tuple[Any, Any],
    data: Mapping[str, Any],
    files: Mapping[str, Any] | None,
    plain: Callable[[Any], Any],
    skip: Collection[str] = (),
) -> str:
    """64 hex digits, equal for equal calls: name and target, all values of each entry, all files.

    :param call: name of the act and what it is done to.
    :param plain: a value as JSON knows it; `skip`: entries that do not count.
    """
    said = {name: plain(_all(data, name)) for name in data if name not in skip}
    sent = {name: [_digest(f) for f in _files(files, name)] for name in files or ()}
    uploads = {n: [_digest(f) for f in _files(data, n)] for n in data if _uploaded(data[n])}
    content = {"a": call[0], "t": plain(call[1]), "d": said, "f": sent | uploads}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode("ascii"), hashlib.sha256).hexdigest()


def _all(data: Mapping[str, Any], name: str) -> Any:
    """Every value of a posted entry: the last one alone is not what was sent."""
    values: Any = getattr(data, "getlist", None)
    found = values(name) if values else data[name]
    return found[0] if values and len(found) == 1 else found


def _files(data: Mapping[str, Any] | None, name: str) -> Iterator[Any]:
    found = _all(data, name) if data is not None else None
    yield from (f for f in (found if isinstance(found, (list, tuple)) else [found]) if f)


def _uploaded(value: Any) -> bool:
    return any(hasattr(f, "read") for f in (value if isinstance(value, (list, tuple)) else [value]))


def _digest(file: Any) -> str:
    """Digest of an upload's bytes; it can be read again afterwards."""
    if not hasattr(file, "read"):
        return ""
    found = hashlib.sha256()
    file.seek(0)
    while piece := file.read(_PIECE):
        found.update(piece)
    file.seek(0)
    return found.hexdigest()
