"""System checks of what is seen: lists walk indexes, labels are words, addresses are one thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.db.models import UniqueConstraint

from doorstep.frame.acts import ACTS
from doorstep.frame.record import LEVEL_COLUMNS, Placed
from doorstep.frame.terms import codes, words
from doorstep.panes.lists import order_of
from doorstep.panes.pages import PAGES
from doorstep.panes.parts import MORE_COLUMNS, MORE_PANELS, Facts, Panel
from doorstep.panes.screens import SCREENS, Screen


def _indexes(screen: Screen) -> list[list[str]]:
    """Fields of every index of the screen's record, unique columns among them."""
    meta = screen.record._meta
    found = [[n.lstrip("-") for n in i.fields] for i in meta.indexes if not i.condition]
    found += [list(c.fields) for c in meta.constraints if isinstance(c, UniqueConstraint)]
    return found + [
        [f.name] for f in meta.concrete_fields if f.unique or getattr(f, "db_index", False)
    ]


def unwalked(screen: Screen) -> list[str]:
    """Level columns and filters of a list that no index serves."""
    if screen.small:
        return []
    indexes = _indexes(screen)
    order = [n for n, _down in order_of(screen) if n != "id"]
    found = []
    if order[:1] == ["path"]:
        found += [] if any(i[:1] == ["path"] for i in indexes) else ["(path)"]
    elif issubclass(screen.record, Placed):
        for level in LEVEL_COLUMNS.values():
            wanted = ([level, "state", *order], [level, *order])
            if not any(i[: len(w)] == w for i in indexes for w in wanted):
                found.append(f"({', '.join([level, 'state', *order])})")
    for name in screen.filters:
        if not hasattr(screen, f"where_{name}") and not any(name in i for i in indexes):
            found.append(name)
    return found


def _asked(screen: Screen) -> Iterator[tuple[str, ...]]:
    """Every label a screen prints, as the codes where it is looked for."""
    kind, record = screen.kind, screen.record
    yield (*codes(kind, screen.slug)[1:2], kind)
    if screen.action:
        yield (f"frame.action.{screen.action}",)
    names = [*screen.filters, *(n for n in screen.columns if n not in MORE_COLUMNS.get(kind, {}))]
    for part in screen.panels:
        if isinstance(part, Facts):
            names += part.names
    for name in dict.fromkeys(names):
        made = getattr(getattr(screen, name, None), "column", None)
        yield (made.label,) if made and made.label else codes(kind, name)
        fields = [f for f in record._meta.concrete_fields if f.name == name and f.choices]
        for value, text in (c for f in fields for c in f.flatchoices):
            if str(text) == str(value) and value != "":
                yield codes(kind, f"{name}.{value}")
    for state in record.lifecycle.states if record.lifecycle else ():
        yield codes(kind, f"state.{state}")
    for column in MORE_COLUMNS.get(kind, {}).values():
        yield (column.label or column.name,)
    for panel in (*screen.panels, *MORE_PANELS.get(kind, {}).values()):
        if isinstance(panel, Panel):
            yield (panel.title,)


def missing_words() -> list[str]:
    """Codes that are printed and that no words.toml knows (the most special place for each)."""
    asked: list[tuple[str, ...]] = [c for s in SCREENS.values() for c in _asked(s)]
    for act in ACTS.values():
        if not (act.roles or act.relations or act.anyone):
            continue
        asked.append(codes(act.app, act.word))
        asked += [codes(act.kind, f"relation.{n}") for n in act.relations]
        if act.form is not None:
            own = hasattr(act.form, "takes_actor")
            app = act.form.__module__.split(".")[1] if own else act.kind
            asked += [
                codes(app, n)
                for n, f in act.form.base_fields.items()
                if f.label is None and not f.widget.is_hidden
            ]
    lacking = [c for c in asked if not any(one in words() for one in c)]
    return sorted({c[0] if len(c) < 3 else c[1] for c in lacking})


def _unfit(screen: Screen) -> Iterator[CheckMessage]:
    """What is wrong with one screen."""
    slug, here, fields = screen.slug, type(screen), screen.record._meta.concrete_fields
    for at, (name, _down) in enumerate(order_of(screen)):
        field = next((f for f in fields if f.name == name), None)
        if name != "id" and (field is None or (at and field.null)):
            yield Error(f"screen {slug}: no keyset over {name}", obj=here, id="doorstep.E024")
    if any(p.door == "desk" and p.slug == slug and not p.tail for p in PAGES.values()):
        yield Error(f"{slug} is a screen and a page", obj=here, id="doorstep.E025")
    if lacking := unwalked(screen):
        words = f"list {slug} has no index for {lacking}"
        yield checks.Warning(words, obj=here, id="doorstep.W021")


@register()
def screens_fit(**_given: Any) -> list[CheckMessage]:
    """E024 no keyset follows the order · E025 one address, two things · W021 list without index."""
    found = [message for screen in SCREENS.values() for message in _unfit(screen)]
    seen: dict[tuple[str, str, bool], str] = {}
    for act in ACTS.values():
        other = seen.setdefault((act.kind, act.word, act.creates), act.name)
        if other != act.name:
            words = f"{act.name} and {other} have one address"
            found.append(Error(words, obj=act.run, id="doorstep.E025"))
    return found


@register()
def words_are_there(**_given: Any) -> list[CheckMessage]:
    """W023 a label without a term: a warning here, a failure in tests/frame/test_words."""
    return [
        checks.Warning(f"words.toml lacks {code}", id="doorstep.W023") for code in missing_words()
    ]
