"""Offices on a day: whose they are, what they cover, who stands in for whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from doorstep.frame import Office as OfficeHeld
from doorstep.frame import catalogues, in_force
from doorstep.frame.prepared import fetch
from doorstep.frame.terms import label
from doorstep.kit import path as paths
from doorstep.people.models import Absence, DutyShift, Office
from doorstep.places.queries import moves_remembered, with_past
from doorstep.places.rules.kinds import KINDS

#: Ends the code of a title that is held in a town or village.
RURAL = ".rural"
_COLUMNS = (
    "id", "person_id", "role", "path", "body_id", "title", "place__label", "place__place_kind",
    "since", "until", "covering_id", "covering__state", "part__path", "away__id", "away__person_id",
    "away__deputy_id", "away__since", "away__until",
)  # fmt: skip


def _rows(offices: QuerySet[Office], day: date) -> QuerySet[Office, dict[str, Any]]:
    """One row for each office in force, part of its covering and absence on that day."""
    today = in_force(day)
    joined = offices.filter(today, withdrawn_at=None).annotate(
        part=FilteredRelation(
            "covering__parts",
            condition=in_force(day, "covering__parts__")
            & Q(covering__parts__withdrawn_at__isnull=True),
        ),
        away=FilteredRelation(
            "absences",
            condition=in_force(day, "absences__") & Q(absences__withdrawn_at__isnull=True),
        ),
    )
    rows: QuerySet[Office, dict[str, Any]] = joined.values(*_COLUMNS).order_by("since", "id")
    return rows


def _collected(rows: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], tuple[str, ...]]]:
    """Rows of one office put together: the first row and the scope paths.

    A covering that is only drawn and not yet published gives no scope.
    """
    found: dict[uuid.UUID, tuple[dict[str, Any], list[str]]] = {}
    for row in rows:
        _first, parts = found.setdefault(row["id"], (row, []))
        if row["part__path"] and row["covering__state"] not in ("draft", "submitted"):
            parts.append(row["part__path"])
    return [
        (row, tuple(paths.minimise(parts)) if row["covering_id"] else (row["path"],))
        for row, parts in found.values()
    ]


def offices_of(person: uuid.UUID, day: date) -> tuple[OfficeHeld, ...]:
    """The offices a person may use on a day: one statement.

    Own ones, except those that a deputy holds that day, and those held as deputy. A covering that
    covers nothing that day gives no scope. What was merged or moved into the scope is in it with
    its former paths too: its closed records are read by the successor.
    """

    def build(who: uuid.UUID) -> QuerySet[Any]:
        deputised = Absence.objects.filter(in_force(day), deputy=who, withdrawn_at=None)
        mine = Office.objects.filter(person=who).values("id").union(deputised.values("office_id"))
        return _rows(Office.objects.filter(pk__in=mine), day).values_list(*_COLUMNS)

    found = fetch(("people.offices_of", day), [person], build)
    offices, moves = [], moves_remembered()
    for row, scope in _collected(dict(zip(_COLUMNS, line, strict=True)) for line in found):
        own, deputy = row["person_id"] == person, row["away__deputy_id"]
        if own and deputy and deputy != person:
            continue
        offices.append(
            OfficeHeld(
                id=row["id"] if own else row["away__id"],
                role=row["role"],
                paths=with_past(scope, moves),
                body=row["body_id"],
                title=titled(row["title"] or row["role"], row["place__place_kind"]),
                place=row["place__label"],
                since=row["since"] if own else row["away__since"],
                until=row["until"] if own else row["away__until"],
                acting_for=None if own else row["id"],
            )
        )
    return tuple(offices)


def titled(title: str, kind: str) -> str:
    """The code of a title at a kind of place: words follow it (村 or 社区)."""
    return f"{title}{RURAL}" if KINDS[kind].urban is False else title


def title_words(title: str, role: str) -> str:
    """What an office is called: its title's row in the city's catalogue, else the role's."""
    code = title or role
    found = catalogues.row("people.titles", code.removesuffix(RURAL))
    rural = found.data.get("rural_zh") if found and code.endswith(RURAL) else None
    if rural and (get_language() or "").startswith("zh"):
        return str(rural)
    return found.label if found else label("people", f"role.{role}")


def words_of(office: Office) -> str:
    """What an office is called where it is held."""
    return title_words(titled(office.title or office.role, office.place.place_kind), office.role)


#: What is said of an office.
_SAID = ("role", "title", "place__label", "place__place_kind", "person__name")


def offices_in_words(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Place, title and name of offices, for the trail of a record; a deputy says so.

    One statement; two when a deputy is among them (settings.DOORSTEP_OFFICES).
    """
    wanted = {i for i in ids if i is not None}
    if not wanted:
        return {}

    def build(*some: uuid.UUID) -> QuerySet[Office]:
        return Office.objects.filter(pk__in=some).select_related("place", "person").only(*_SAID)

    held: list[Office] = fetch(("people.offices_in_words", len(wanted)), sorted(wanted), build)
    found = {o.pk: f"{o.place.label} {words_of(o)} {o.person.name}" for o in held}
    if rest := wanted - set(found):
        stands = Absence.objects.filter(pk__in=rest).select_related("office__place", "deputy")
        for a in stands:
            title = words_of(a.office)
            words = f"{a.office.place.label} {title} {a.deputy.name if a.deputy else ''}"
            found[a.pk] = _("%(title)s (standing in)") % {"title": words}
    return found


def scope_of(office: Office, day: date) -> tuple[str, ...]:
    """Paths an office covers on a day; none when it is not in force."""
    found = _collected(_rows(Office.objects.filter(pk=office.pk), day))
    return found[0][1] if found else ()


def holders(
    role: str | Iterable[str], path: str, day: date, *, body: uuid.UUID | None = None
) -> list[tuple[Office, uuid.UUID]]:
    """Offices with one of the roles whose scope holds `path` on a day, narrowest first.

    Each comes with the person who acts for it that day: the deputy during an absence, else the
    holder. With `body`, offices of that body, wherever their scope lies. Two statements.
    """
    roles = (role,) if isinstance(role, str) else tuple(role)
    wanted = Office.objects.filter(role__in=roles)
    if body is not None:
        wanted = wanted.filter(body=body)
    else:
        above = paths.ancestors(path)
        covered = Q(covering__isnull=True, path__in=above) | Q(covering__parts__path__in=above)
        wanted = wanted.filter(pk__in=wanted.filter(covered).values("id"))
    found = []
    for row, scope in _collected(_rows(wanted, day)):
        if body is not None or paths.covers_any(scope, path):
            width = max((len(p) for p in scope), default=0)
            found.append((-width, row["id"], row["away__deputy_id"] or row["person_id"]))
    offices = {
        o.id: o
        for o in Office.objects.filter(pk__in=[i for _w, i, _p in found]).select_related("person")
    }
    return [(offices[i], person) for _w, i, person in sorted(found, key=lambda f: f[0])]


def stand_ins(persons: Iterable[uuid.UUID], day: date) -> dict[uuid.UUID, uuid.UUID]:
    """Who gets the messages of persons who are away on a day: person → deputy; one statement."""
    rows = Absence.objects.filter(
        in_force(day), person__in=list(persons), deputy__isnull=False, withdrawn_at=None
    )
    return dict(rows.order_by("since").values_list("person", "deputy"))


def on_duty(body: uuid.UUID, moment: datetime) -> QuerySet[DutyShift]:
    """Shifts of a body's duty post at a moment, the leading one first."""
    rows = DutyShift.objects.filter(
        body=body, starts_at__lte=moment, ends_at__gt=moment, withdrawn_at=None
    )
    return rows.select_related("person").order_by("-leads", "starts_at")
