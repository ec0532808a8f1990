#!/usr/bin/env python3
"""Check an exported trail with nothing but this file and Python.

    verify_trail.py EXPORT.jsonl [PUBLISHED.txt]

EXPORT.jsonl comes from `doorstep trail export`. PUBLISHED.txt holds the roots that you kept
yourself, one a line: `2026-04-15 <root>`. Without it a trail that was rebuilt as a whole, roots
included, cannot be told from a true one. Exit status: 0 it holds, 1 it does not, 2 wrong use.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def merkle(rows: list[str]) -> bytes:
    """RFC 6962: leaves under 00, nodes under 01; a lone node rises unchanged."""
    level = [sha256(b"\x00", row.encode()) for row in rows] or [sha256()]
    while len(level) > 1:
        pairs = [sha256(b"\x01", *level[i : i + 2]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def check_root(line: dict, heads: dict) -> Iterator[str]:
    rows = line["heads"].split("\n") if line["heads"] else []
    if merkle(rows).hex() != line["root"]:
        yield f"root of {line['day']}: does not fit its heads"
    for chain, seq, head in (row.split(" ") for row in rows):
        if heads.get((chain, int(seq))) != head:
            yield f"root of {line['day']}: chain {chain} differs at {seq}, or was cut"


def check_entry(line: dict, seq: int, head: bytes) -> Iterator[str]:
    if line["seq"] != seq + 1:
        yield f"follows {seq}; something was cut or swapped"
    header = json.dumps(line["entry"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    bound = sha256(head, bytes.fromhex(line["digest"]), sha256(header.encode()))
    if bound.hex() != line["link"]:
        yield "the chain breaks here"
    if line["payload"] is None:
        return  # lawfully deleted; digest and header still stand in the chain
    if sha256(line["payload"].encode(), bytes.fromhex(line["salt"] or "")).hex() != line["digest"]:
        yield "the payload is not what was sealed"
    told = json.loads(line["payload"])
    beside = sorted({ident for _kind, ident, _names in told.get("also", [])})
    if told["head"] != line["entry"] or beside != line["touched"]:
        yield "the entry says something else than its payload"


def check(lines: Iterable[dict], published: list[list[str]]) -> Iterator[str]:
    tips, heads, roots = {}, {}, {}
    for line in lines:
        if "root" in line:
            roots[line["day"]] = line["root"]
            yield from check_root(line, heads)
            continue
        seq, head = tips.get(line["chain"], (0, bytes(32)))
        for fault in check_entry(line, seq, head):
            yield f"chain {line['chain']} entry {line['seq']}: {fault}"
        tips[line["chain"]] = (line["seq"], bytes.fromhex(line["link"]))
        heads[line["chain"], line["seq"]] = line["link"]
    yield from (f"root of {d}: not the published one" for d, r in published if roots.get(d) != r)
    print(f"{len(heads)} entries, {len(tips)} chains, {len(roots)} roots", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(print(__doc__, file=sys.stderr) or 2)
    texts = [Path(name).read_text("utf-8").splitlines() for name in sys.argv[1:]]
    kept = [line.split() for line in (texts[1:] or [[]])[0] if line.strip()]
    wrong = list(check(map(json.loads, texts[0]), kept))
    print("\n".join(wrong) or "the trail holds")
    sys.exit(1 if wrong else 0)
