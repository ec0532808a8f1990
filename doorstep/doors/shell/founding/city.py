"""What all parts of the founding share: the profile, the days, and how rows become acts."""

from __future__ import annotations

import csv
import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cached_property
from itertools import islice
from typing import Any

from doorstep.board.queries import founding_folder
from doorstep.doors.shell.founding.patches import Patches
from doorstep.doors.shell.founding.profile import Profile
from doorstep.frame import SYSTEM, ActError, Failed, Given, do_batch
from doorstep.frame.imports import ImportRun, run_import
from doorstep.frame.trail import Entry
from doorstep.kit import clock
from doorstep.kit.ids import derived
from doorstep.people.models import Body
from doorstep.places.models import Place, PlaceCode, PlaceParent
from doorstep.places.rules import BUILDING, COMPOUND, ENTRANCE

#: The day on which the city began to work with the system: tables were taken in then.
LAUNCH = date(2022, 3, 1)
#: The day of the article's numbers.
ARTICLE = date(2023, 12, 31)
CHUNK = 500


class FoundingError(RuntimeError):
    """A row was refused: the profile and the rules of the apps do not fit together."""


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of a city day."""
    return datetime.combine(day, time(hour, minute), clock.CITY)


class City:
    """One founding of one profile for one day."""

    def __init__(self, name: str, today: date, only: str = "") -> None:
        self.profile = Profile(name, only)
        self.today = today
        self.patches = Patches(self.profile)
        self.files = founding_folder()
        self.rows = 0
        #: Steps of stories that were refused (none, unless rules have changed).
        self.cut: list[str] = []

    # -- places, asked once ----------------------------------------------------------------------
    @cached_property
    def root(self) -> Place:
        """The city itself."""
        return Place.objects.get(depth=1)

    @cached_property
    def coded(self) -> dict[str, Place]:
        """Divisions by their statistical code, the city by its six digits."""
        rows = PlaceCode.objects.filter(system__code="nbs").select_related("place")
        return {row.code: row.place for row in rows} | {"340181": self.root}

    @cached_property
    def compound(self) -> dict[str, Place]:
        """Compounds by name."""
        rows = Place.objects.filter(place_kind=COMPOUND, withdrawn_at=None)
        return {place.name: place for place in rows}

    @cached_property
    def body(self) -> dict[str, Body]:
        """Bodies by code."""
        return {b.code: b for b in Body.objects.select_related("place")}

    @cached_property
    def stairs(self) -> dict[tuple[str, str, str], Place]:
        """Staircases and rows by path of the compound, building and entrance ("" for a row)."""
        buildings = {p.path: p for p in Place.objects.filter(place_kind=BUILDING, depth=5)}
        found = {(p.path[:16], p.number, ""): p for p in buildings.values()}
        for place in Place.objects.filter(place_kind=ENTRANCE).iterator(chunk_size=5000):
            above = buildings.get(place.path[:-4])
            if above is not None:
                found[place.path[:16], above.number, place.number] = place
        # where a compound became part of another, its rows are found where they hung too
        moves = PlaceParent.objects.filter(place__place_kind=BUILDING).select_related("place")
        return {(m.path[:16], m.place.number, ""): m.place for m in moves} | found

    # -- rows become acts ------------------------------------------------------------------------
    @contextmanager
    def at(self, day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
        """The clock stands at a moment of the past."""
        with clock.at(moment(day, hour, minute)):
            yield

    def enter(
        self, act: str, rows: Iterable[tuple[str, Any, Mapping[str, Any]]]
    ) -> dict[str, uuid.UUID]:
        """Do one act over many rows; what was done by an earlier run is left alone.

        :param rows: (key, target, entries); the key is the row's own for this act, on every run.
        :returns: the id of the record of each key.
        :raises FoundingError: a row was refused.
        """
        found: dict[str, uuid.UUID] = {}
        todo, cache = iter(rows), dict[Any, Any]()
        while chunk := list(islice(todo, CHUNK)):
            ops = {key: derived("founding", act, key) for key, _target, _values in chunk}
            there = dict(
                Entry.objects.filter(op_id__in=ops.values()).values_list("op_id", "subject_id")
            )
            found |= {key: there[op] for key, op in ops.items() if op in there}
            new = [row for row in chunk if ops[row[0]] not in there]
            done = do_batch(
                SYSTEM, act, ((target, Given(values)) for _key, target, values in new),
                op_ids=[ops[key] for key, _target, _values in new], cache=cache,
            )  # fmt: skip
            for (key, _target, _values), outcome in zip(new, done, strict=True):
                if isinstance(outcome, Failed):
                    raise FoundingError(f"{act} {key}: {said(outcome.error)}")
                found[key] = outcome.id
            self.rows += len(new)
        return found

    def take(
        self, name: str, rows: Iterable[Mapping[str, Any]] | None = None, file: str = ""
    ) -> None:
        """Take in a table by its import, as an administrator would; may be run again.

        :param rows: written to a file first; None: the file is there already.
        """
        path = self.files / (file or f"{name}.csv")
        if rows is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            found = list(rows)
            if not found:
                return
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, list(found[0]))
                writer.writeheader()
                writer.writerows(found)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        before = ImportRun.objects.filter(name=name, sha256=digest).first()
        if before is not None and before.ended_at is not None:
            return
        report = run_import(name, path, SYSTEM, take_good=True)
        if report.bad and before is None:  # of one cut off, what was done is there already
            told = "; ".join(f"{b.letter}{b.row} {b.words}" for b in report.bad[:3])
            raise FoundingError(f"{name}: {told}")
        self.rows += report.done


def said(error: ActError) -> str:
    """The reasons of a refusal in one line."""
    return "; ".join(f"{r.field} {r.words}" for r in error.refusals) or type(error).__name__
