"""Matters from a table: a hotline's orders, a ledger, messages (R28: paper in, nothing lost)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from doorstep.frame import Actor, Column, Import
from doorstep.frame.catalogues import CatalogueRow
from doorstep.frame.sheets import Flaw, Mark, There, moment, phone, text
from doorstep.kit import clock
from doorstep.kit.chinese import normalise, parse_room
from doorstep.kit.path import within as lies_within
from doorstep.kit.written import clean, code, heading
from doorstep.matters.queries import in_already
from doorstep.matters.rules.life import HOTLINE, MOST_CHARACTERS
from doorstep.people.imports.lookup import Doors, room_key, scope_of
from doorstep.places.models import Place
from doorstep.routing.queries import UNSORTED, leaves, read_as, sounds_hidden, unasked
from doorstep.routing.rules.paste import propose

KIND_WORDS = {
    "求助": "request", "诉求": "request", "求助诉求": "request", "投诉": "request",
    "举报": "request", "求决": "request", "建议": "suggestion", "意见": "suggestion",
    "意见建议": "suggestion", "反映": "report", "情况反映": "report", "表扬": "report",
    "咨询": "question", "询问": "question",
}  # fmt: skip
SOURCE_WORDS = {
    "12345": "hotline", "热线": "hotline", "政务热线": "hotline", "市长热线": "hotline",
    "电话": "phone", "来电": "phone", "窗口": "window", "来访": "window", "现场": "window",
    "微信": "pasted", "微信群": "pasted", "网格员": "grid_member", "入户": "visit",
    "走访": "visit", "红色小管家": "steward", "小管家": "steward", "楼栋长": "building_head",
    "扫码": "portal",
}  # fmt: skip
#: Reported longer ago than this, a text is no cause to call the emergency services.
FRESH = timedelta(hours=24)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]*\n\s*")
_BLANKS = re.compile(r"[^\S\n]{2,}")
TITLE = 120
#: Characters of another system's number (`Matter.outside_number`).
LONGEST_NUMBER = 48


def words(value: Any) -> str:
    """A text of any length: without control characters and empty lines."""
    found = _CONTROL.sub("", clean(value).replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANKS.sub(" ", _SPACES.sub("\n", found)).strip()


def number(value: Any) -> str:
    """The number of the other system, without spaces, as long as it can be kept."""
    found = code(value)
    if len(found) > LONGEST_NUMBER:
        words = _("Longer than %(most)d characters.") % {"most": LONGEST_NUMBER}
        raise Flaw(words, _("Shorten it."), "outside_number")
    return found


@dataclass
class Found:
    """What a whole table is compared with."""

    actor: Actor
    doors: Doors
    homes: tuple[Place, ...]
    leaves: dict[str, CatalogueRow]
    #: heading of a code or name → code.
    named: dict[str, str]
    areas: re.Pattern[str]
    divisions: re.Pattern[str]
    places: dict[str, Any] = field(default_factory=dict)


def any_of(names: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many names, long ones first."""
    ordered = sorted((n for n in names if len(n) > 1), key=lambda n: (-len(n), n))
    return re.compile("|".join(map(re.escape, ordered)) or "(?!)")


def prepare(actor: Actor) -> Found:
    """Doors in the actor's scope, categories by name."""
    doors, tree = Doors.load(scope_of(actor)), {leaf.code: leaf for leaf in leaves()}
    named = {heading(w): leaf.code for leaf in tree.values() for w in (leaf.code, leaf.en, leaf.zh)}
    own = Place.objects.filter(path__in=actor.paths(), withdrawn_at=None).order_by("depth", "path")
    city = Place.objects.filter(depth=1, withdrawn_at=None)
    short = {n.removesuffix("社区").removesuffix("街道"): n for n in doors.divisions}
    return Found(
        actor, doors, tuple(own if actor.paths() else city), tree, named,
        any_of(doors.areas), any_of([*doors.divisions, *(s for s in short if len(s) > 2)]),
    )  # fmt: skip


def check(row: dict[str, Any], found: Found) -> Iterator[Flaw]:
    """Words, place, category, date of a row; what is uncertain is marked, never lost."""
    marks: list[str] = []
    told = list(said(row, marks))
    kinds = list(kind_of(row))
    if row.get("outside_number") and row.get("text") and (there := list(known(row))):
        yield from there
        return
    yield from (*told, *kinds)
    yield from when(row)
    yield from place_of(row, found, marks)
    yield from category_of(row, found, marks)
    row["marks"] = marks


def said(row: dict[str, Any], marks: list[str]) -> Iterator[Flaw]:
    """Title and text; one that is too long is kept whole as a file beside the shortened one."""
    title, told = row.pop("title", ""), row.get("text") or ""
    if not (title or told):
        yield Flaw(_("Nothing is said in this row."), _("Fill in what was reported."), "text")
        return
    if len(title) > TITLE:
        told = f"{title}\n{told}".strip()
        title = f"{title[: TITLE - 1]}…"
    row["text"] = told or title
    if title and told:
        row["title"] = title
    if len(row["text"]) > MOST_CHARACTERS:
        row["whole"] = row["text"]
        row["text"] = f"{row['whole'][: MOST_CHARACTERS - 1]}…"
        marks.append("long")
        yield Mark(
            _("The text has %(n)d characters; the whole is kept as a file.")
            % {"n": len(row["whole"])},
            column="text",
        )


def when(row: dict[str, Any]) -> Iterator[Flaw]:
    """The moment it was reported: not in the future."""
    at = row.get("begun_at")
    if at is None:
        return
    if at > clock.now() + FRESH:
        yield Flaw(_("This day lies in the future."), _("Look at year and month."), "begun_at")
    row["begun_at"], row["occurred_on"] = min(at, clock.now()), min(at.date(), clock.today())


def place_of(row: dict[str, Any], found: Found, marks: list[str]) -> Iterator[Flaw]:
    """The place that is written; one that nobody knows goes to the default, with its words."""
    default = row.pop("default_place", "")
    written = " ".join(filter(None, (row.pop("community", ""), row.pop("place", ""))))
    key = f"{default}|{written}"
    if key not in found.places:
        home = located(default, found)[0] if default else None
        if home is None and len(found.homes) == 1:
            home = found.homes[0]
        found.places[key] = (*located(written, found, home), home)
    place, whole, home = found.places[key]
    row["place"] = place or home
    if row["place"] is None:
        yield Flaw(
            _("This place is not known here."),
            _("Write it as in the list of places, or name a place for all such rows."),
            "place",
        )
        return
    if written and not whole:
        row["where"] = written[:TITLE]
    if place is None and written:
        marks.append("place")
        yield Mark(
            _("The place is not known; it was put to %(place)s.") % {"place": home.label},
            _("Correct it when you know."), "place",
        )  # fmt: skip


def located(
    written: str, found: Found, near: Place | None = None
) -> tuple[Place | None, bool]:  # fmt: skip
    """The place some words mean, and whether they say nothing beyond it."""
    clear = normalise(written)
    if not clear:
        return None, True
    named = found.divisions.search(clear)
    divisions = found.doors.division(named[0]) if named else []
    if len(divisions) > 1 and near is not None:
        divisions = [d for d in divisions if lies_within(d.path, near.path)] or divisions
    area_named = found.areas.search(clear)
    areas = found.doors.area(area_named[0], divisions) if area_named else []
    if len(areas) > 1 and near is not None:
        areas = [a for a in areas if lies_within(a.path, near.path)] or areas
    if len(areas) != 1:
        one = divisions[0] if len(divisions) == 1 else None
        return one, bool(one and named and clear in (named[0], one.name))
    area, rest = areas[0], clear.split(area_named[0], 1)[1].strip() if area_named else ""
    room = parse_room(rest) if rest else None
    home = found.doors.home(area, room_key(room)) if room else None
    return home or area, not rest or home is not None


def kind_of(row: dict[str, Any]) -> Iterator[Flaw]:
    """Kind of intake and source by their words; unknown ones are requests from the hotline."""
    for name, known_words, otherwise in (
        ("intake", KIND_WORDS, "request"),
        ("source", SOURCE_WORDS, HOTLINE),
    ):
        written = row.get(name) or ""
        row[name] = known_words.get(written) or next(
            (v for w, v in known_words.items() if written and w in written), ""
        )
        if not row[name]:
            row[name] = written if written in known_words.values() else otherwise
            if written and row[name] != written:
                yield Mark(
                    _("“%(word)s” is not known; it was taken as usual.") % {"word": written[:20]},
                    _("Write one of: %(words)s.") % {"words": "、".join(list(known_words)[:8])},
                    name,
                )  # fmt: skip


def category_of(row: dict[str, Any], found: Found, marks: list[str]) -> Iterator[Flaw]:
    """The category that is written, else one proposed from the words, else "not sorted yet".

    A title says more clearly what it is about; what must not wait, or not be read by everybody, is
    looked for in the body all the same.
    """
    written = row.get("category") or ""
    named = found.named.get(heading(written)) if written else None
    if named:
        row["category"] = named
        return
    head, body = f"{written} {row.get('title') or ''}", row.get("whole") or row.get("text") or ""
    by_head, by_body = proposed(head, found), proposed(body, found)
    urgent = [c for c in (*by_head, *by_body) if found.leaves[c].data.get("emergency")]
    fresh = row.get("begun_at") is None or clock.now() - row["begun_at"] < FRESH
    at_once = bool(urgent) and fresh
    calm = [c for c in by_head or by_body if c not in urgent]
    row["category"] = unasked([*urgent, *calm] if at_once else calm)
    if not at_once and sounds_hidden(f"{head} {body}"):
        yield Mark(
            _("The words sound like a complaint or something confidential."),
            _("The street looks at it first and passes it on."), "text",
        )  # fmt: skip
    if urgent:
        marks.append("urgent")
        yield Mark(_("The words sound like an emergency."), _("Look at it first."), "text")
    if row["category"] != UNSORTED and not at_once:  # nobody chose it: what sounds hidden is held
        marks.append("category")
    if written:
        yield Mark(
            _("The category “%(word)s” is not known here.") % {"word": written[:20]},
            _("It was proposed from the text; put it right when you take it on."), "category",
        )  # fmt: skip


def proposed(said_so: str, found: Found) -> list[str]:
    """Categories that some words suggest, best first."""
    tree = [read_as(leaf) for leaf in found.leaves.values()]
    return propose(said_so, tree, most=len(tree)).categories if said_so.strip() else []


def known(row: dict[str, Any]) -> Iterator[Flaw]:
    """The same number again: the same words change nothing, other words are listed."""
    there = in_already(row["source"], row["outside_number"])
    if there is None:
        return
    number, said_then = there
    if said_then == row["text"]:
        yield There("")
    else:
        yield Flaw(
            _("It is in already as %(number)s, with other words.") % {"number": number},
            _("Nothing was changed; add what is new there."), "text",
        )  # fmt: skip


MATTERS = Import(
    name="matters",
    act="matters.receive",
    key=("outside_number",),
    columns=(
        Column("outside_number", ("编号", "工单编号", "诉求编号", "受理编号", "留言编号"), number),
        Column(
            "begun_at", ("时间", "反映时间", "来电时间", "受理时间", "留言时间", "日期"), moment
        ),
        Column("community", ("社区", "社区(村)", "所属社区", "村居"), text(80)),
        Column("place", ("地点", "反映地点", "地址", "详细地址", "位置", "小区"), text(300)),
        Column("title", ("主题", "标题", "留言主题", "诉求标题"), words),
        Column("text", ("内容", "反映内容", "诉求内容", "留言详情", "情况说明", "问题描述"), words),
        Column("category", ("类别", "诉求类别", "分类", "问题类别"), text(80)),
        Column("intake", ("性质", "诉求性质", "类型"), text(20)),
        Column("source", ("来源", "渠道", "诉求来源"), text(20)),
        Column("reporter_name", ("反映人", "姓名", "来电人", "联系人"), text(40)),
        Column("reporter_phone", ("联系电话", "电话", "手机号", "来电号码"), phone("0551")),
        Column("outside_due", ("办结期限", "要求办结时间", "截止时间", "外部期限"), moment),
        Column("default_place", ("默认地点",), text(80)),
    ),
    prepare=prepare,
    check=check,
    occurred_on="occurred_on",
)
