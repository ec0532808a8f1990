"""The sealer: orders and chains committed entries per community, and publishes a daily root.

Off the write path, because one global chain inside it halves throughput (measured; design §3).
Claim: what is older than the last published root cannot be changed or cut unseen. Who keeps the
published roots outside the system needs nothing of ours to check: contrib/verify_trail.py.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max

from doorstep.frame.fields import PathField
from doorstep.frame.trail import HEAD, Entry, canonical, plain
from doorstep.kit import clock
from doorstep.kit.merkle import EMPTY_HEAD, link, payload_hash
from doorstep.kit.merkle import root as merkle_root

#: An entry may become visible this long after an entry with a later id was sealed.
SLACK = timedelta(hours=1)
AT_ONCE = 5000


class Link(models.Model):
    """One sealed entry: its place in its chain, and the chain's head after it. Append-only."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, related_name="link")
    #: Path of the community, else the street, else the city; "" for entries without place.
    chain = PathField(max_length=12, blank=True)
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="link_seq")]


class Root(models.Model):
    """The Merkle root over all heads of a day, as published. Append-only."""

    day = models.DateField(primary_key=True)
    root = models.CharField(max_length=64)
    heads = models.PositiveIntegerField()
    #: One line a chain: path, sequence number, head.
    text = models.TextField(blank=True)
    at = models.DateTimeField()


def _unsealed(everything: bool) -> list[Entry]:
    """The oldest entries without link; only recent ones unless `everything`: the table is long.

    They are picked by id (UUIDv7 of the machine's clock, so that nothing is left behind when the
    demo's clock is set) and chained by the time they tell.
    """
    found = Entry.objects.filter(link=None)
    newest = None
    if not everything:  # not Max(): PostgreSQL has none for UUIDs
        newest = Link.objects.order_by("-entry_id").values_list("entry_id", flat=True).first()
    if newest is not None:
        milliseconds = (newest.int >> 80) - int(SLACK.total_seconds() * 1000)
        found = found.filter(id__gte=uuid.UUID(int=max(milliseconds, 0) << 80))
    return sorted(found.order_by("id")[:AT_ONCE], key=lambda e: (e.at, e.id))


def seal_once(*, everything: bool = False) -> int:
    """Chain committed entries that are not sealed yet, 5,000 a transaction; how many were.

    Several sealers may run: the unique (chain, seq) lets one win, the others do nothing.

    :param everything: look through the whole trail, not only its last hour (nightly).
    """
    sealed, last = 0, AT_ONCE
    while last == AT_ONCE:
        waiting = defaultdict(list)
        try:
            with transaction.atomic():
                for entry in _unsealed(everything):
                    waiting[entry.path[:12]].append(entry)
                links = [made for chain in waiting for made in _chained(chain, waiting[chain])]
                Link.objects.bulk_create(links)
        except IntegrityError:
            break
        last = len(links)
        sealed += last
    return sealed


def _header(entry: Entry) -> dict[str, Any]:
    """What an entry says beside its payload: in the chain too, so that it outlives the payload."""
    return {n: plain(getattr(entry, n)) for n in HEAD} | {"at": entry.at.isoformat()}


def _chained(chain: str, entries: list[Entry]) -> Iterator[Link]:
    last = Link.objects.filter(chain=chain).order_by("-seq").first()
    seq, head = (last.seq, bytes.fromhex(last.head)) if last else (0, EMPTY_HEAD)
    for entry in entries:
        seq, head = seq + 1, link(head, bytes.fromhex(entry.digest), canonical(_header(entry)))
        yield Link(entry=entry, chain=chain, seq=seq, head=head.hex())


def publish_root(day: date | None = None) -> Root:
    """Seal what is left and publish the root of a day (yesterday when None), once.

    The returned `text` is what to print, hang up or send to somebody outside.
    """
    day = day or clock.today() - timedelta(days=1)
    known = Root.objects.filter(day=day).first()
    if known:
        return known
    seal_once(everything=True)
    newest = Link.objects.values("chain").annotate(m=Max("seq")).values_list("chain", "m")
    lines = []
    for chain, seq in sorted(newest):
        lines.append(f"{chain or '-'} {seq} {Link.objects.get(chain=chain, seq=seq).head}")
    root = merkle_root([line.encode() for line in lines]).hex()
    return Root.objects.create(day=day, root=root, heads=len(lines), text="\n".join(lines),
                               at=clock.now())  # fmt: skip


def publish_roots() -> list[Root]:
    """Publish yesterday's root and those of the days before on which no worker ran.

    A missed day's heads are those of now (`at` says when): it binds all that day held, and more.
    """
    last = Root.objects.order_by("-day").values_list("day", flat=True).first()
    yesterday = clock.today() - timedelta(days=1)
    missing = (yesterday - last).days if last else 1
    return [publish_root(yesterday - timedelta(days=n)) for n in range(missing)][::-1]


def export() -> Iterator[dict[str, Any]]:
    """The trail as lines of JSON: sealed entries chain by chain, then the published roots."""
    sealed = Link.objects.order_by("chain", "seq").select_related("entry__body")
    sealed = sealed.prefetch_related("entry__touched")
    for made in sealed.iterator(chunk_size=2000):
        entry, body = made.entry, made.entry.body
        yield {
            "chain": made.chain or "-", "seq": made.seq, "link": made.head,
            "entry": _header(entry),
            "touched": sorted(str(row.record) for row in entry.touched.all()),
            "digest": entry.digest, "payload": body.payload,
            "salt": bytes(body.salt).hex() if body.salt is not None else None,
        }  # fmt: skip
    for root in Root.objects.order_by("day").iterator():
        yield {"day": root.day.isoformat(), "root": root.root, "heads": root.text,
               "at": root.at.isoformat()}  # fmt: skip


def export_lines() -> Iterator[str]:
    """`export` as text, one JSON document a line."""
    return (canonical(line).decode() for line in export())


def verify(lines: Iterable[dict[str, Any]], published: dict[str, str] | None = None) -> list[str]:
    """What is wrong with an export, in words; nothing if it holds.

    :param published: day → root as kept outside the system; without it a trail that was rebuilt
        as a whole, roots included, cannot be told from a true one.
    """
    wrong: list[str] = []
    heads: dict[tuple[str, int], str] = {}
    last: dict[str, tuple[int, bytes]] = {}
    roots: dict[str, str] = {}
    for line in lines:
        if "root" in line:
            roots[line["day"]] = line["root"]
            wrong += _root_faults(line, heads)
            continue
        name = f"{line['chain']} {line['seq']}"
        seq, head = last.get(line["chain"], (0, EMPTY_HEAD))
        if line["seq"] != seq + 1:
            wrong.append(f"{name}: follows {seq}, something was cut or swapped")
        header = canonical(line["entry"])
        if link(head, bytes.fromhex(line["digest"]), header).hex() != line["link"]:
            wrong.append(f"{name}: the chain breaks here")
        wrong += [f"{name}: {fault}" for fault in _entry_faults(line)]
        last[line["chain"]] = (line["seq"], bytes.fromhex(line["link"]))
        heads[line["chain"], line["seq"]] = line["link"]
    for day, root in sorted((published or {}).items()):
        if roots.get(day) != root:
            wrong.append(f"root of {day}: not the published one")
    return wrong


def _entry_faults(line: dict[str, Any]) -> Iterator[str]:
    if line["payload"] is None:
        return  # lawfully deleted: digest and header still stand in the chain
    payload, salt = line["payload"].encode(), bytes.fromhex(line["salt"] or "")
    if payload_hash(payload, salt).hex() != line["digest"]:
        yield "the payload is not what was sealed"
    told = json.loads(payload)
    beside = sorted({ident for _kind, ident, _names in told.get("also", ())})
    if told["head"] != line["entry"] or beside != line["touched"]:
        yield "the entry says something else than its payload"


def _root_faults(line: dict[str, Any], heads: dict[tuple[str, int], str]) -> Iterator[str]:
    rows = line["heads"].split("\n") if line["heads"] else []
    if merkle_root([row.encode() for row in rows]).hex() != line["root"]:
        yield f"root of {line['day']}: does not fit its heads"
    for row in rows:
        chain, seq, head = row.split(" ")
        if heads.get((chain, int(seq))) != head:
            yield f"root of {line['day']}: chain {chain} has another head at {seq}, or was cut"
