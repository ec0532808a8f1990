"""What every page draws many of, in Python: fifty rows took 9 ms as template nodes, 1 ms so.

Rows and cells are dicts as described in templates/panes/parts/rows.html, menu and offices as in
desk.html, filters, acts, facts and events as in parts/; every value is escaped.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from doorstep.kit.markup import esc

register = template.Library()
Cell = Mapping[str, Any]


def _marks(**given: Any) -> str:
    """Attributes that have a value; underscores become hyphens."""
    return "".join([f' {k.replace("_", "-")}="{esc(v)}"' for k, v in given.items() if v])


def _icon(sprite: str, name: str) -> str:
    return f'<svg class="icon" aria-hidden="true"><use href="{sprite}#{name}"/></svg>'


def _time(cell: Cell, _sprite: str = "") -> str:
    marks = _marks(datetime=cell.get("iso"), title=cell.get("exact"))
    return f"<time{marks}>{esc(cell['value'])}</time>"


def _state(cell: Cell, sprite: str) -> str:
    tone, word = esc(cell.get("tone") or "plain"), esc(cell.get("value") or cell.get("word", ""))
    return f'<span class="state" data-tone="{tone}">{_icon(sprite, "tone-" + tone)}{word}</span>'


def _due(cell: Cell, sprite: str) -> str:
    tone = esc(cell.get("tone") or "plain")
    icon = _icon(sprite, "tone-" + tone if tone in ("over", "done") else "clock")
    marks = _marks(data_tone=tone, title=cell.get("why"))
    return f'<span class="due-words"{marks}>{icon}{_time(cell)}</span>'


def _share(cell: Cell, _sprite: str) -> str:
    whole = cell.get("whole")
    of = f' <span class="meta">({esc(cell["part"])}/{esc(whole)})</span>' if whole else ""
    return f'<span class="num">{esc(cell["value"])}{of}</span>'


def _link(cell: Cell, _sprite: str) -> str:
    return f'<a class="tap" href="{esc(cell.get("url") or "")}">{esc(cell["value"])}</a>'


def _phone(cell: Cell, _sprite: str) -> str:
    number = esc(cell["value"])  # a mask cannot be called
    return number if "*" in number else f'<a class="tap num" href="tel:{number}">{number}</a>'


#: kind of a cell → how it is drawn; all others are text.
DRAW: dict[str, Callable[[Cell, str], str]] = {
    "state": _state, "due": _due, "date": _time, "share": _share, "link": _link, "phone": _phone,
}  # fmt: skip


def _cell(cell: Cell, sprite: str, url: str) -> str:
    kind, value = cell.get("kind") or "text", cell.get("value")
    if value is None or value == "":
        inner = f'<a class="row-link" href="{url}">—</a>' if url else ""
    elif url:
        inner = f'<a class="row-link" href="{url}">{esc(value)}</a>'
    else:
        inner = DRAW[kind](cell, sprite) if kind in DRAW else esc(value)
    if note := cell.get("note"):
        inner += f'<span class="meta secondary row-note">{esc(note)}</span>'
    return f"{_td(kind, cell.get('label'))}{inner}</td>"


@functools.lru_cache(maxsize=1000, typed=True)  # a safe text and the same text are two
def _td(kind: str, label: Any) -> str:
    return f'<td role="cell"{_marks(data_kind=kind, data_label=label)}>'


def _tick(row: Mapping[str, Any], choose: str) -> str:
    first = esc(row["cells"][0].get("value") or "")
    return (
        '<td class="tick" role="cell"><label><input type="checkbox" name="ids" data-tick'
        f'{_marks(value=row["id"])}><span class="visually-hidden">{choose} {first}</span>'
        "</label></td>"
    )


@register.simple_tag(takes_context=True)
def draw_rows(
    context: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], bulk: Any = None
) -> SafeString:
    """The <tr>s of a list; the first cell of each links to the record.

    :param rows: see parts/rows.html; `context["sprite"]` is the address of icons.svg.
    :param bulk: whatever is true gives every row a tick box.
    """
    sprite, choose, made = esc(context.get("sprite", "")), esc(_("Choose")), []
    for row in rows:
        url, state = esc(row.get("url") or ""), row.get("state")
        over = " data-over" if row.get("overdue") else ""
        struck = " data-struck" if row.get("struck") else ""
        tick = _tick(row, choose) if bulk else ""
        cells = [_cell(c, sprite, "" if at else url) for at, c in enumerate(row["cells"])]
        last = f'<td role="cell" data-kind="state">{_state(state, sprite)}</td>' if state else ""
        marks = f'class="row" data-row role="row"{over}{struck}'
        made.append(f"<tr {marks}>{tick}{''.join(cells)}{last}</tr>")
    return mark_safe("".join(made))  # noqa: S308 (every part is escaped above)


@register.simple_tag
def draw_menu(menu: Iterable[Mapping[str, Any]]) -> SafeString:
    """The groups of the rail with their entries.

    :param menu: see desk.html.
    """
    made = []
    for part in menu or ():
        head = f'<h2 class="rail-title">{esc(part["group"])}</h2>' if part.get("group") else ""
        made.append(f'<div class="rail-group">{head}<ul class="rail-items">')
        for item in part["items"]:
            count = f'<span class="count">{esc(item["count"])}</span>' if item.get("count") else ""
            words = f'<span class="grow">{esc(item["label"])}</span>{count}'
            made.append(f'<li><a href="{esc(item["url"])}"{_here(item, "page")}>{words}</a></li>')
        made.append("</ul></div>")
    return mark_safe("".join(made))  # noqa: S308 (every part is escaped above)


def _here(one: Cell, kind: str) -> str:
    return f' aria-current="{kind}"' if one.get("active") else ""


def _office(one: Cell, _context: Context) -> str:
    words = f'<b>{esc(one["label"])}</b><span class="meta">{esc(one["place"])}</span>'
    name = f'name="office" value="{esc(one["value"])}"'
    return f"<button {name}{_here(one, 'true')}><span>{words}</span></button>"


def _option(one: Cell, _context: Context) -> str:
    words, count = f'<span class="grow">{esc(one["label"])}</span>', one.get("count")
    many = "" if count is None else f'<span class="meta num">{esc(count)}</span>'
    return f'<a href="{esc(one["url"])}"{_here(one, "true")}>{words}{many}</a>'


def _act(act: Cell, context: Context) -> str:
    url, words = esc(act["url"]), esc(act["label"])
    look = "btn wide primary" if act.get("primary") else "btn wide"
    if act.get("post"):
        pairs = (f'name="{esc(n)}" value="{esc(v)}"' for n, v in act.get("fields", ()))
        inner = "".join(f'<input type="hidden" {pair}>' for pair in pairs)
        form = f'<form method="post" action="{url}">{CsrfTokenNode().render(context)}'
        return f'<li>{form}{inner}<button class="{look}">{words}</button></form></li>\n'
    sheet = f' hx-get="{url}" hx-target="#sheet-body" data-open="sheet"' if act.get("sheet") else ""
    return f'<li><a class="{look}" href="{url}"{sheet}>{words}</a></li>\n'


def _refused(act: Cell, _context: Context) -> str:
    why, clause = esc(act["reason"]), act.get("clause")
    why += f' <span class="tag">{esc(clause)}</span>' if clause else ""
    return f'<div><dt>{esc(act["label"])}</dt><dd class="meta">{why}</dd></div>'


def _fact(fact: Cell, context: Context) -> str:
    label, ask = esc(fact["label"]), esc(fact.get("reveal_url") or "")
    told = _link(fact, "") if fact.get("url") else esc(fact.get("value") or "—")
    if ask:
        words = f"{_icon(esc(context.get('sprite', '')), 'lock')}{esc(_('Show'))}"
        marks = f'href="{ask}" hx-get="{ask}" hx-target="closest dd"'
        about = f'<span class="visually-hidden"> {label}</span>'
        told += f' <a class="btn small" {marks}>{words}{about}</a>'
    if note := fact.get("note"):
        told += f'<span class="meta fact-note">{esc(note)}</span>'
    return f'<div class="fact"><dt>{label}</dt><dd>{told}</dd></div>'


def _event(event: Cell, _context: Context) -> str:
    told, tone = esc(event["sentence"]), esc(event.get("tone") or "plain")
    struck, late, words = (event.get(n) for n in ("struck", "late", "words"))
    told = f"<del>{told}</del>" if struck else told
    told += f' <span class="tag">{esc(late)}</span>' if late else ""
    exact = _marks(datetime=event.get("iso"), title=event.get("exact"))
    when = f'<time class="meta"{exact}>{esc(event["when"])}</time>'
    said = f'<blockquote class="said">{esc(words)}</blockquote>' if words else ""
    marks = f'data-tone="{tone}"{" data-struck" if struck else ""}'
    head = f'<p class="event-head"><span>{told}</span> {when}</p>'
    return f'<li class="event" {marks}>{head}{said}</li>'


#: What stands many times on a page → how one is drawn.
PARTS: dict[str, Callable[[Cell, Context], str]] = {
    "act": _act, "event": _event, "fact": _fact, "office": _office, "option": _option,
    "refused": _refused,
}  # fmt: skip


@register.simple_tag(takes_context=True)
def draw(context: Context, part: str, things: Iterable[Cell]) -> SafeString:
    """Every one of the things; what is known of one is told by the template that draws them.

    :param part: a name of `PARTS`.
    """
    return mark_safe("".join([PARTS[part](one, context) for one in things]))  # noqa: S308 (escaped)
