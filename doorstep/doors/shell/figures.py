"""``doorstep figures`` and ``doorstep figure CODE --records``: numbers, and what they rest on."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from doorstep.doors.shell.command import GOOD, WRONG_FOUND, Command, UsageError, say, tell

if TYPE_CHECKING:
    from doorstep.panes.figures import Scope


def day(text: str) -> date:
    """A date on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date like 2023-12-31") from error


def scope_of(text: str | None) -> Scope:
    """The place meant by a division code, a path, or a name that only one place has.

    None is the whole city. Raises UsageError when no place or several are meant.
    """
    from doorstep.panes.figures import Scope
    from doorstep.places.models import Place
    from doorstep.places.queries import city_code, find_areas

    if not text or text == city_code():
        return Scope()
    found = Place.objects.filter(codes__code=text).order_by("-codes__system__edition").first()
    found = found or Place.objects.filter(path=text).first()
    if found is None:
        named = find_areas(("",), text)
        if len(named) != 1:
            several = "、".join(place.label for place in named[:5])
            raise UsageError(
                f"{text}: {f'several places: {several}' if named else 'no such place'}"
            )
        found = named[0]
    return Scope((found.path,), found.label, text)


def _when(given: Namespace) -> tuple[date, date | None]:
    """The day, and the first day of the period for flows."""
    from doorstep.kit import clock

    return given.at or clock.today(), given.since


def _unfinished() -> dict[str, Any]:
    """A field for every row, and a line for people while the past is still being founded."""
    from doorstep.board.queries import progress

    told = progress()
    if told:
        say(f"the invented past is not complete yet: {told['percent']}% ({told['words']});"
            " numbers of the past grow until it is")  # fmt: skip
    return {"past_complete": told is None}


def _figures(given: Namespace) -> int:
    from doorstep.frame.terms import term
    from doorstep.panes.figures import FIGURES, ask

    scope, (at, first) = scope_of(given.place), _when(given)
    told = _unfinished()
    rows = [row | told for code in sorted(FIGURES) for row in ask(code, scope, at, first)]

    def line(row: dict[str, Any]) -> str:
        share = f" ({row['numerator']}/{row['denominator']})" if row["denominator"] else ""
        dims = " ".join(f"{k}={v}" for k, v in row["dims"].items())
        value = "–" if row["value"] is None else row["value"]
        words = " ".join(filter(None, (row["article_no"], term(row["code"]), dims)))
        return f"{row['code']:<36} {value}{share}  {words}"

    tell(rows, given.json, line)
    return GOOD


def _figure(given: Namespace) -> int:
    from doorstep.frame.registry import Ref
    from doorstep.panes.figures import FIGURES, ask, values, working

    if given.code not in FIGURES:
        raise UsageError(f"no figure {given.code}; `doorstep figures` lists them")
    scope, (at, first) = scope_of(given.place), _when(given)
    told = _unfinished()
    rows = [row | told for row in ask(given.code, scope, at, first)]
    if not (given.records or given.missing):
        tell(rows, given.json, lambda row: f"{working(row)}  {row['dims'] or ''}".rstrip())
        return GOOD
    found = values(given.code, scope, at, first)
    sets = [value.missing if given.missing else value.records for value in found]
    if all(rows is None for rows in sets):
        say(f"{given.code} cannot tell them")
        return WRONG_FOUND
    listed = [
        {"ref": str(Ref.to(record)), "label": Ref.to(record).label(), "dims": dict(value.dims)}
        for value, records in zip(found, sets, strict=True)
        if records is not None
        for record in records.order_by("pk")
    ]
    tell(listed, given.json, lambda row: f"{row['ref']}  {row['label']}")
    say(f"{len(listed)} records")
    return GOOD


def _common(parser: ArgumentParser) -> None:
    parser.add_argument("--at", type=day, help="the day (end of it); without: today")
    parser.add_argument("--from", dest="since", type=day, help="first day of a period, for flows")
    parser.add_argument("--place", help="division code, path or name; without: the whole city")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def _one(parser: ArgumentParser) -> None:
    parser.add_argument("code")
    _common(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--records", action="store_true", help="list what was counted")
    which.add_argument("--missing", action="store_true", help="list what ought to be and is not")


COMMANDS = (
    Command("figures", "print all figures as of a day", _figures, _common),
    Command("figure", "print one figure, its records or the missing ones", _figure, _one),
)
