"""The sealed trail: edited, swapped, cut or rebuilt is found; lawful deletion still verifies."""

from __future__ import annotations

import copy
import hashlib
import json
import secrets
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from doorstep.frame import Refused, seal
from doorstep.frame.erasing import erase
from doorstep.frame.errors import NotFound
from doorstep.frame.trail import Entry, canonical
from doorstep.kit.merkle import EMPTY_HEAD, link
from doorstep.kit.merkle import root as merkle_root
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, CLERK_THERE, OTHER_COMPOUND, person

pytestmark = pytest.mark.django_db
VERIFIER = Path(__file__).parents[2] / "contrib" / "verify_trail.py"
DAY = date(2026, 4, 15)
Lines = list[dict[str, Any]]


@pytest.fixture
def sealed(make: Any) -> tuple[Lines, dict[str, str]]:
    """An export of two communities with one published root, and the root as kept outside."""
    for n in range(3):
        make(f"lamp {n}")
    from doorstep.frame import do

    do(CLERK_THERE, "toy.pack", None, {"place": OTHER_COMPOUND, "text": "there"})
    root = seal.publish_root(DAY)
    return list(seal.export()), {DAY.isoformat(): root.root}


def independent(lines: Lines, published: dict[str, str], folder: Path) -> int:
    """Exit status of contrib/verify_trail.py, which imports nothing of ours."""
    (folder / "export.jsonl").write_text("\n".join(json.dumps(x) for x in lines), "utf-8")
    (folder / "roots.txt").write_text("\n".join(f"{d} {r}" for d, r in published.items()), "utf-8")
    command = [
        sys.executable,
        "-I",
        str(VERIFIER),
        str(folder / "export.jsonl"),
        str(folder / "roots.txt"),
    ]
    return subprocess.run(command, capture_output=True, cwd=folder, check=False).returncode


def test_a_true_trail_holds(sealed: tuple[Lines, dict[str, str]], tmp_path: Path) -> None:
    lines, published = sealed
    assert len([x for x in lines if "entry" in x]) == Entry.objects.count() == 7
    assert {x["chain"] for x in lines if "entry" in x} == {"000100010001", "000100020001"}
    assert seal.verify(lines, published) == []
    assert independent(lines, published, tmp_path) == 0


def edit_payload(lines: Lines) -> None:
    lines[0]["payload"] = lines[0]["payload"].replace("lamp", "vase")


def edit_header(lines: Lines) -> None:
    lines[1]["entry"]["actor"] = lines[-2]["entry"]["actor"]


def swap_two(lines: Lines) -> None:
    for name in ("entry", "payload", "salt", "digest"):
        lines[0][name], lines[1][name] = lines[1][name], lines[0][name]


def swap_bodies(lines: Lines) -> None:
    for name in ("payload", "salt", "digest"):
        lines[0][name], lines[1][name] = lines[1][name], lines[0][name]


def cut_middle(lines: Lines) -> None:
    del lines[1]


def cut_middle_and_renumber(lines: Lines) -> None:
    del lines[1]
    for n, x in enumerate((x for x in lines if x.get("chain") == lines[0]["chain"]), start=1):
        x["seq"] = n


def cut_end(lines: Lines) -> None:
    del lines[max(n for n, x in enumerate(lines) if x.get("chain") == lines[0]["chain"])]


def cut_chain(lines: Lines) -> None:
    lines[:] = [x for x in lines if x.get("chain") != lines[0]["chain"]]


def rebuild(lines: Lines) -> None:
    """Whoever has the database and this source makes all new: digests, links and the root."""
    edit_payload(lines)
    heads: dict[str, tuple[int, bytes]] = {}
    for x in lines:
        if "entry" not in x:
            rows = [f"{c} {n} {h.hex()}" for c, (n, h) in sorted(heads.items())]
            x["heads"], x["root"] = "\n".join(rows), merkle_root([r.encode() for r in rows]).hex()
            continue
        salt = secrets.token_bytes(16)
        x["salt"] = salt.hex()
        x["digest"] = hashlib.sha256(x["payload"].encode() + salt).hexdigest()
        seq, head = heads.get(x["chain"], (0, EMPTY_HEAD))
        heads[x["chain"]] = seq + 1, link(head, bytes.fromhex(x["digest"]), canonical(x["entry"]))
        x["link"] = heads[x["chain"]][1].hex()


FORGERIES = [edit_payload, edit_header, swap_two, swap_bodies, cut_middle,
             cut_middle_and_renumber, cut_end, cut_chain, rebuild]  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES)
def test_forgeries_are_found_by_both_verifiers(
    sealed: tuple[Lines, dict[str, str]], forge: Callable[[Lines], None], tmp_path: Path
) -> None:
    lines, published = copy.deepcopy(sealed[0]), sealed[1]
    forge(lines)
    assert seal.verify(lines, published)
    assert independent(lines, published, tmp_path) == 1


def bare(lines: Lines) -> Lines:
    """What a trail without chain and roots would be: rows without any digest."""
    kept = [{"entry": x["entry"], "payload": x["payload"]} for x in lines if "entry" in x]
    return [x for x in kept if json.loads(x["payload"])["head"]["id"] == x["entry"]["id"]]


@pytest.mark.parametrize("forge", [edit_payload, cut_middle, cut_end, cut_chain, swap_two])
def test_twin_without_the_chain_nothing_would_show(
    sealed: tuple[Lines, dict[str, str]], forge: Callable[[Lines], None]
) -> None:
    """The same rows without links and roots: each one is whole, so nobody could tell."""
    lines = copy.deepcopy(sealed[0])
    forge(lines)
    assert bare(lines) == [
        {"entry": x["entry"], "payload": x["payload"]} for x in lines if "entry" in x
    ]


def test_twin_without_published_roots_a_rebuilt_trail_passes(
    sealed: tuple[Lines, dict[str, str]], tmp_path: Path
) -> None:
    lines = copy.deepcopy(sealed[0])
    rebuild(lines)
    assert seal.verify(lines) == []
    assert independent(lines, {}, tmp_path) == 0


def test_lawful_deletion_by_two_persons_still_verifies(make: Any, tmp_path: Path) -> None:
    secret = make("a love letter")
    first, second = CHIEF_HERE, person("Chief Too", "chief", secret.path[:8])
    published = {DAY.isoformat(): seal.publish_root(DAY).root}
    Parcel.erase_roles = ("chief",)
    try:
        with pytest.raises(Refused):
            erase(secret, "asked for", first, first)
        with pytest.raises(NotFound):
            erase(secret, "asked for", first, CLERK_HERE)
        erase(secret, "asked for", first, second)
    finally:
        del Parcel.erase_roles
    seal.seal_once()
    lines = list(seal.export())
    assert [x["payload"] is None for x in lines if "entry" in x] == [True, True, False]
    assert "love" not in json.dumps(lines, ensure_ascii=False)
    assert seal.verify(lines, published) == []
    assert independent(lines, published, tmp_path) == 0
    kept = Parcel.objects.get(pk=secret.pk)
    assert (kept.text, kept.phone, kept.phone_index) == ("", None, "")
    assert str(second.id) in lines[-2]["payload"]
    # who did what when stays bound although the content is gone
    for name, other in (("actor", str(second.id)), ("act", "toy.finish"), ("at", "2020-01-01")):
        forged = copy.deepcopy(lines)
        assert forged[0]["payload"] is None
        forged[0]["entry"][name] = other
        assert seal.verify(forged, published), name
        assert independent(forged, published, tmp_path) == 1, name


def test_nobody_can_call_the_erasing_act_alone(parcel: Any) -> None:
    from doorstep.frame import do

    with pytest.raises(NotFound):
        do(CHIEF_HERE, "toy.parcel.erase", parcel, {"reason": "x", "second": CLERK_HERE.id})


def test_a_second_sealer_finds_nothing_and_a_racing_one_gives_way(make: Any) -> None:
    make()
    assert seal.seal_once() == 2
    assert seal.seal_once() == 0
    made = seal.Link.objects.first()
    other = Entry.objects.exclude(pk=made.entry_id).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        seal.Link.objects.create(entry=other, chain=made.chain, seq=made.seq, head="00")


def test_an_entry_that_became_visible_late_is_sealed_after_the_others(make: Any) -> None:
    first, late = make("one"), make("two")
    entries = list(Entry.objects.filter(subject_id=first.pk))
    for chain, found in ((e.path[:12], e) for e in entries):
        seal.Link.objects.bulk_create(seal._chained(chain, [found]))
    assert seal.seal_once() == 2
    assert seal.verify(seal.export()) == []
    assert late.pk in {link.entry.subject_id for link in seal.Link.objects.all()}


def test_many_entries_are_sealed_in_several_transactions(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        make()
    monkeypatch.setattr(seal, "AT_ONCE", 3)
    assert seal.seal_once() == 8
    assert seal.verify(seal.export()) == []


def test_publishing_a_day_twice_gives_the_same_root(make: Any) -> None:
    make()
    first = seal.publish_root(DAY)
    make()
    assert seal.publish_root(DAY).root == first.root
    assert seal.publish_root(date(2026, 4, 16)).root != first.root


def test_the_verifier_is_short_and_stands_alone() -> None:
    source = VERIFIER.read_text("utf-8")
    assert len(source.splitlines()) <= 80
    assert "doorstep." not in source.replace("`doorstep trail export`", "")
