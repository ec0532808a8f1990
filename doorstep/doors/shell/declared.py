"""What the apps declared, as rows: permission matrix, flow map, personal information."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from doorstep.doors.shell.command import GOOD, Command, tell

Row = dict[str, Any]


def _grants(thing: Any) -> list[tuple[str, str]]:
    """(by, who) of everything that opens an act, screen, page or panel."""
    found = [("role", role) for role in sorted(thing.roles)]
    found += [("relation", name) for name in thing.relations]
    return found + ([("anyone", thing.anyone)] if thing.anyone else [])


def matrix() -> list[Row]:
    """One row for each grant: who may do which act, from which states; who sees which page."""
    from doorstep.frame.acts import ACTS
    from doorstep.panes.pages import PAGES
    from doorstep.panes.parts import MORE_PANELS
    from doorstep.panes.screens import SCREENS

    things: list[tuple[str, str, str, Any, list[str]]] = []
    for act in sorted(ACTS.values(), key=lambda a: a.name):
        states = ["new"] if act.creates else list(act.starts() or ())
        things.append(("act", act.name, act.kind, act, states))
    things += [("screen", f"/desk/{s}/", screen.kind, screen, []) for s, screen in SCREENS.items()]
    things += [("page", page.url + page.tail, "", page, []) for _key, page in sorted(PAGES.items())]
    things += [
        ("panel", name, kind, panel, [])
        for kind, panels in sorted(MORE_PANELS.items())
        for name, panel in panels.items()
    ]
    found: list[Row] = []
    for what, name, kind, thing, states in things:
        base = {"what": what, "name": name, "kind": kind, "states": states,
                "never": list(thing.never)}  # fmt: skip
        system = [("system", thing.grants)] if what == "act" else [("who sees the page", "")]
        found += [{**base, "by": by, "who": who} for by, who in _grants(thing) or system]
    return found


def flow() -> list[Row]:
    """One row for each follow and guard: what happens after, and what is asked before, an act."""
    from doorstep.frame.follows import FOLLOWS, GUARDS

    follows = [
        {"from": act, "to": follow.name, "how": "follow"}
        for follow in FOLLOWS.values()
        for act in follow.on
    ]
    guards = [
        {"from": guard.name, "to": guard.act or f"every act with {guard.trait}", "how": "guard"}
        for guard in GUARDS.values()
    ]
    return sorted(follows + guards, key=lambda r: (r["how"], r["from"], r["to"]))


def personal() -> list[Row]:
    """One row for each field about a person: purpose, basis, level, days kept, sealed or not."""
    from doorstep.frame.registry import kinds
    from doorstep.frame.sealed import Private

    found: list[Row] = []
    for kind, record in sorted(kinds().items()):
        for field in record._meta.concrete_fields:
            sealed = isinstance(field, Private)
            why = field.personal if isinstance(field, Private) else record.personal.get(field.name)
            if why:
                found.append({
                    "kind": kind, "field": field.name, "purpose": why.purpose, "basis": why.basis,
                    "level": why.level, "days": why.retention, "sealed": sealed,
                })  # fmt: skip
    return found


def _json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document")


def _matrix_line(row: Row) -> str:
    states = "|".join(row["states"])
    never = f" never {','.join(row['never'])}" if row["never"] else ""
    return f"{row['what']:<6} {row['name']:<36} {row['by']:<9} {row['who']:<28} {states}{never}"


def _matrix(given: Namespace) -> int:
    tell(matrix(), given.json, _matrix_line)
    return GOOD


def _flow(given: Namespace) -> int:
    tell(flow(), given.json, lambda r: f"{r['how']:<7} {r['from']:<40} → {r['to']}")
    return GOOD


COMMANDS = (
    Command("matrix", "print who may do and see what", _matrix, _json),
    Command("flow", "print what happens after and what is asked before each act", _flow, _json),
)
