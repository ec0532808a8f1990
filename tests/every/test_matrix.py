"""The matrix of today is the one in `matrix.txt`; whoever changes a right changes that file too.

Regenerate: ``DOORSTEP_UPDATE=1 pytest tests/every/test_matrix.py``, read the difference, commit it.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from doorstep.frame.acts import ACTS
from doorstep.frame.registry import kinds
from doorstep.frame.rights import RELATIONS
from doorstep.panes.parts import MORE_PANELS
from doorstep.people.rules import ROLES
from tests.every import decide, matrix
from tests.every.world import World

FILE = Path(__file__).with_name("matrix.txt")


def test_the_matrix_is_the_one_that_was_read(world: World) -> None:
    """Not a line more, less or other."""
    now = matrix.whole(world)
    if os.environ.get("DOORSTEP_UPDATE"):
        FILE.write_text(now, "utf-8")
    known = FILE.read_text("utf-8")
    changes = difflib.unified_diff(
        known.splitlines(), now.splitlines(), "known", "now", lineterm="", n=0
    )
    assert known == now, "DOORSTEP_UPDATE=1 pytest tests/every/test_matrix.py\n" + "\n".join(
        changes
    )


def test_nothing_is_open_without_a_word() -> None:
    """An act without role, relation and reason is the system's, and says what it is for."""
    for act in decide.acts():
        assert act.roles or act.relations or act.anyone or act.grants, act.name
    for key, page in decide.pages():
        assert page.roles or page.relations or page.anyone, key
    for screen in decide.screens():
        assert screen.roles or screen.relations or screen.anyone, screen.slug


def test_nobody_does_anything_elsewhere_or_above() -> None:
    """Except what is open to anyone, no role reaches out of its place (design §3, rights)."""
    every = (pair for of_kind in MORE_PANELS.values() for pair in of_kind.items())
    # no right of its own: seen by whoever sees the page it stands on
    of_page = {f"+{n}" for n, p in every if not (p.roles or p.relations or p.never)}
    for text in FILE.read_text("utf-8").splitlines():
        head, groups = text.split(" ; ")[:2]
        name = head.split()[1]
        if head.startswith("page ") or (name in ACTS and ACTS[name].anyone) or name in of_page:
            continue
        for group in groups.split(" | "):
            where = group.split(":")[0]
            assert where in ("nobody by role", "n", "o---", "-b--", "ob--") or head.startswith(
                "column"
            ), text


def test_whoever_may_act_on_a_record_may_see_it() -> None:
    """A right to act without a page to act from is a mistake, or a way round the page's `never`."""
    wrong = []
    for act in decide.acts():
        if act.creates or not act.roles:
            continue
        screens = [s for s in decide.screens() if s.kind == act.kind]
        if not screens:
            continue
        seen = frozenset().union(*(s.roles for s in screens))
        if act.roles - seen:
            wrong.append(f"{act.name}: {sorted(act.roles - seen)} see no page of it")
        for screen in screens:
            if not set(screen.never) <= set(act.never):
                wrong.append(f"{act.name}: lacks the never of {screen.slug}")
    assert not wrong, "\n".join(wrong)


def test_every_role_that_is_named_is_one() -> None:
    """A misspelt role opens nothing and says nothing."""
    things = [*decide.acts(), *decide.screens(), *(p for _k, p in decide.pages())]
    things += [p for _n, _k, p in decide.panels()] + [c for _n, _k, c in decide.columns()]
    toys = {"chief", "clerk"}  # keep a catalogue of the toys
    for thing in things:
        assert thing.roles <= set(ROLES) | toys, (thing, sorted(thing.roles - set(ROLES)))
    for kind, record in kinds().items():
        named = {*getattr(record, "amend_roles", ()), *getattr(record, "erase_roles", ())}
        for field in record._meta.concrete_fields:
            related = {n for n, k in RELATIONS if k == kind}
            named |= set(getattr(field, "readers", ())) - related
        if decide.ours(kind):
            assert named <= set(ROLES), (kind, sorted(named - set(ROLES)))


#: What decides rights, place, owner or term: only the acts that check it set these.
DECIDES = {
    "role", "place", "path", "person", "body", "covering", "office", "deputy", "owner", "level",
    "state", "concerned", "hidden_below", "place_kind", "covering_kind", "category", "intake",
    "source", "reporter_phone", "reporter_account", "voice", "purpose", "account", "matter",
    "scopes", "key", "value", "tier", "parent", "result",
}  # fmt: skip


def test_correcting_changes_no_right_place_owner_or_word_of_others() -> None:
    """`correct` runs no guard of the act that made the record, so it reaches none of its checks."""
    for act in decide.acts():
        if act.word == "correct" and act.form:
            free = {"source"} if act.kind in ("places.codesystem", "places.parameter") else set()
            assert not (DECIDES - free) & set(act.form.base_fields), act.name
    for kind, field in (("people.office", "until"), ("people.office", "since"),
                        ("people.absence", "until"), ("places.emergency", "until"),
                        ("places.covering", "until"), ("people.token", "until")):  # fmt: skip
        act = ACTS.get(f"{kind}.correct")
        assert act is None or field not in (act.form.base_fields if act.form else ()), kind
