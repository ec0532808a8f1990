"""How a city keeps its catalogues: add, change and end a row, and bring in a whole list."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import checks
from django.db import models, transaction
from django.db.utils import DatabaseError
from django.utils.translation import gettext as _

from doorstep.frame.acts import Ctx, Given, Result, act
from doorstep.frame.amend import PartialForm
from doorstep.frame.catalogues import CATALOGUES, CatalogueRow, differences, forget, versions
from doorstep.frame.errors import Invalid, NotFound, Refusal
from doorstep.frame.rights import Actor, relation

if TYPE_CHECKING:
    from doorstep.frame.batch import Failed
    from doorstep.frame.outcomes import Outcome

_EDITED = ("zh", "en", "parent", "source", "data", "basis", "confirmed", "order")


class ChangeForm(PartialForm):
    """What may be said of a row; with `since` later than the row's own, a new version begins."""

    zh = forms.CharField(max_length=120, required=False)
    en = forms.CharField(max_length=200, required=False)
    parent = forms.CharField(max_length=64, required=False)
    order = forms.IntegerField(min_value=0, required=False)
    source = forms.CharField(max_length=300, required=False)
    basis = forms.CharField(max_length=300, required=False)
    confirmed = forms.NullBooleanField(required=False)
    data = forms.JSONField(required=False)  # type: ignore[assignment]  # a field of that name
    since = forms.DateField(required=False)


class AddForm(ChangeForm):
    """A new row of a catalogue."""

    catalogue = forms.CharField(max_length=48)
    code = forms.RegexField(r"\A[\w.-]+\Z", max_length=64)
    zh = forms.CharField(max_length=120)
    en = forms.CharField(max_length=200)
    until = forms.DateField(required=False)


class EndForm(PartialForm):
    """The first day on which the row no longer holds (today when not given)."""

    until = forms.DateField(required=False)


def _keeps(actor: Actor, name: str) -> bool:
    kept = CATALOGUES.get(name)
    return kept is not None and (actor.is_system or bool(kept.roles & actor.roles))


relation(
    "catalogue_keeper",
    on=CatalogueRow,
    holds=lambda actor, row: _keeps(actor, row.catalogue),
    q=lambda actor: models.Q(catalogue__in=[n for n in CATALOGUES if _keeps(actor, n)]),
)


def _checked(given: Given, name: str) -> dict[str, Any]:
    """What was given for the row's columns; typed data is checked against the schema."""
    found = {n: v for n, v in given.all().items() if n in _EDITED and v is not None}
    schema, wrong = CATALOGUES[name].schema, []
    for key, value in (found.get("data") or {}).items():
        if key not in schema:
            wrong.append(_("“%(key)s” is not known in this list.") % {"key": key})
        elif not isinstance(value, schema[key]):
            wrong.append(_("“%(key)s” has the wrong kind of value.") % {"key": key})
    if wrong:
        raise Invalid([Refusal(words, field="data") for words in wrong])
    return found


def changed(name: str) -> None:
    """An act changes what the process remembers under this name: it is read anew now, for this
    transaction's own reading, and again when others can see the change."""
    forget(name)
    transaction.on_commit(lambda: forget(name))


@act("frame.catalogue_add", creates=CatalogueRow, at="nowhere", form=AddForm, grants="founding")
def catalogue_add(given: Given, ctx: Ctx) -> Result:
    """Add a row to a catalogue that the actor keeps; `since` is today when not given."""
    if not _keeps(ctx.actor, given.catalogue):
        raise NotFound
    values, since = _checked(given, given.catalogue), given.since or ctx.on
    ctx.lock("frame.catalogue", given.catalogue, given.code)
    there = CatalogueRow.objects.filter(catalogue=given.catalogue, withdrawn_at=None)
    same = there.filter(code=given.code)  # not what is remembered: that may be seconds old
    if any(r.until is None or r.until > since for r in same):
        cure = _("Change that row, or choose another code.")
        raise Invalid(
            [Refusal(_("There is a row with this code already."), field="code", cure=cure)]
        )
    changed(given.catalogue)
    head = {"catalogue": given.catalogue, "code": given.code, "since": since, "until": given.until}
    return Result(CatalogueRow(**head, **values))


@act("frame.catalogue_change", on=CatalogueRow, relations=["catalogue_keeper"], form=ChangeForm)
def catalogue_change(row: CatalogueRow, given: Given, ctx: Ctx) -> Result:
    """Mend a row; with a later `since` it ends that day and a new version begins."""
    values = _checked(given, row.catalogue)
    changed(row.catalogue)
    if given.since and given.since > row.since:
        ctx.lock("frame.catalogue", row.catalogue, row.code)
        head = {
            "catalogue": row.catalogue,
            "code": row.code,
            "since": given.since,
            "until": row.until,
        }
        whole = {name: getattr(row, name) for name in _EDITED} | values | head
        row.until = given.since
        ctx.do("frame.catalogue_version", None, Given(whole), to_all=True)
    else:
        for name, value in values.items():
            setattr(row, name, value)
    return Result(row)


@act("frame.catalogue_version", creates=CatalogueRow, at="nowhere", grants="part of a change")
def catalogue_version(given: Given, _ctx: Ctx) -> Result:
    """The row that takes over from another on a day."""
    return Result(CatalogueRow(**given.all()))


@act("frame.catalogue_end", on=CatalogueRow, relations=["catalogue_keeper"], form=EndForm)
def catalogue_end(row: CatalogueRow, given: Given, ctx: Ctx) -> Result:
    """End a row; codes that the system names stay."""
    if row.code in CATALOGUES[row.catalogue].required_codes:
        cure = _("Change its words instead.")
        raise Invalid([Refusal(_("The system needs this row."), field="until", cure=cure)])
    until = given.until or ctx.on
    if until <= row.since:
        raise Invalid([Refusal(_("The end lies before the beginning."), field="until")])
    changed(row.catalogue)
    row.until = until
    return Result(row)


def read_rows(path: Path, key: str = "row") -> list[dict[str, Any]]:
    """Rows of a TOML file (`[[row]]`) or CSV file; columns that are not ours become typed data."""
    if path.suffix == ".toml":
        lines: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get(key, [])
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [{k: v for k, v in line.items() if v} for line in csv.DictReader(file)]
    return [as_row(line) for line in lines]


def as_row(line: Mapping[str, Any]) -> dict[str, Any]:
    """One line as entries of `frame.catalogue_add`: unknown columns go into `data`."""
    ours = set(AddForm.base_fields) - {"data"}
    given = line.get("data", {})
    data = json.loads(given) if isinstance(given, str) else dict(given)
    data |= {k: v for k, v in line.items() if k not in ours and k != "data"}
    return {k: v for k, v in line.items() if k in ours} | {"data": data}


def load(
    actor: Actor, name: str, lines: Iterable[Mapping[str, Any]], since: date
) -> Iterator[Outcome | Failed]:
    """Add the rows of `lines` whose codes are not in force yet, by batch acts (may be repeated)."""
    from doorstep.frame.batch import do_batch

    there = {r.code for r in versions(name) if r.until is None}
    new = [{"since": since, **x, "catalogue": name} for x in lines if x["code"] not in there]
    yield from do_batch(actor, "frame.catalogue_add", ((None, line) for line in new))
    forget(name)


@checks.register(checks.Tags.database)
def catalogues_are_whole(**_kwargs: Any) -> list[checks.CheckMessage]:
    """W020 a catalogue lacks codes that code names, or has another count than expected."""
    try:
        found = differences()
    except DatabaseError:
        return []  # not migrated yet
    say = "catalogue {d.name}: {d.there} rows, expected {d.expected}, missing {d.missing}"
    return [checks.Warning(say.format(d=d), id="doorstep.W020") for d in found]
