"""What every page draws many of, in Python: fifty rows took 9 ms as template nodes, 1 ms so.

Rows and cells are dicts as described in templates/panes/parts/rows.html, menu, offices and filters
as in desk.html and parts/list.html; every value is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()
Cell = Mapping[str, Any]


def esc(value: Any) -> str:
    """The value as text that is safe inside a tag and a quoted attribute."""
    return value if isinstance(value, SafeString) else escape(str(value))


def _marks(**given: Any) -> str:
    """Attributes that have a value; underscores become hyphens."""
    return "".join(f' {k.replace("_", "-")}="{esc(v)}"' for k, v in given.items() if v)


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
    of = ""
    if cell.get("whole"):
        of = f' <span class="meta">({esc(cell["part"])}/{esc(cell["whole"])})</span>'
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
    return f'<td role="cell"{_marks(data_kind=kind, data_label=cell.get("label"))}>{inner}</td>'


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
        url = esc(row.get("url") or "")
        over = " data-over" if row.get("overdue") else ""
        struck = " data-struck" if row.get("struck") else ""
        made.append(f'<tr class="row" data-row role="row"{over}{struck}>')
        if bulk:
            made.append(_tick(row, choose))
        made += [_cell(c, sprite, "" if at else url) for at, c in enumerate(row["cells"])]
        if state := row.get("state"):
            made.append(f'<td role="cell" data-kind="state">{_state(state, sprite)}</td>')
        made.append("</tr>")
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
            here = ' aria-current="page"' if item.get("active") else ""
            count = f'<span class="count">{esc(item["count"])}</span>' if item.get("count") else ""
            words = f'<span class="grow">{esc(item["label"])}</span>{count}'
            made.append(f'<li><a href="{esc(item["url"])}"{here}>{words}</a></li>')
        made.append("</ul></div>")
    return mark_safe("".join(made))  # noqa: S308 (every part is escaped above)


@register.simple_tag
def draw_offices(offices: Iterable[Mapping[str, Any]]) -> SafeString:
    """The buttons of the switch between one's offices.

    :param offices: see desk.html.
    """
    made = []
    for one in offices:
        here = ' aria-current="true"' if one.get("active") else ""
        words = f'<b>{esc(one["label"])}</b><span class="meta">{esc(one["place"])}</span>'
        value = esc(one["value"])
        made.append(f'<button name="office" value="{value}"{here}><span>{words}</span></button>')
    return mark_safe("".join(made))  # noqa: S308 (every part is escaped above)


@register.simple_tag
def draw_options(options: Iterable[Mapping[str, Any]]) -> SafeString:
    """The links in the menu of a filter.

    :param options: see parts/list.html.
    """
    made = []
    for one in options:
        here = ' aria-current="true"' if one.get("active") else ""
        count = one.get("count")
        many = "" if count is None else f'<span class="meta num">{esc(count)}</span>'
        words = f'<span class="grow">{esc(one["label"])}</span>{many}'
        made.append(f'<a href="{esc(one["url"])}"{here}>{words}</a>')
    return mark_safe("".join(made))  # noqa: S308 (every part is escaped above)
