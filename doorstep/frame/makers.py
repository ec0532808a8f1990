"""Records made of rows without asking each field: a third of the time of a list went there.

Django gives every row to `Model.__init__`, which asks every field how it is set. What a class sets
itself (`__init__`, `from_db`) is asked as ever; sealed columns go through their slot.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute


@dataclass(frozen=True)
class Maker:
    """Makes one kind of record from its columns of a row, and what hangs on it by joins."""

    model: type[Any]
    columns: slice
    names: tuple[str, ...]
    #: Where the key stands in the row: an empty one means that nothing is joined.
    key: int
    #: Names whose descriptor must see the value, with their place in the row.
    slots: tuple[tuple[str, int], ...]
    plain: bool
    #: Makers of joined records: how each is put on this one, and this one on it.
    joined: tuple[tuple[Maker, Any, Any], ...]

    @classmethod
    def of(cls, info: dict[str, Any], select: Sequence[Any]) -> Self:
        """For what a compiler selects (its `klass_info`)."""
        model, at = info["model"], info["select_fields"]
        names = tuple(select[n][0].target.attname for n in at)
        return cls(
            model,
            slice(at[0], at[-1] + 1),
            names,
            at[names.index(model._meta.pk.attname)],
            tuple((n, at[i]) for i, n in enumerate(names) if _has_slot(model, n)),
            _is_plain(model),
            tuple(
                (cls.of(inner, select), inner["local_setter"], inner["remote_setter"])
                for inner in info.get("related_klass_infos", ())
            ),
        )

    def __call__(self, row: Sequence[Any], db: str) -> Any:
        """The record in a row; None where the join found none."""
        if row[self.key] is None:
            return None
        if self.plain:
            made: Any = object.__new__(self.model)
            state = made._state = ModelState()
            state.adding, state.db = False, db
            made.__dict__.update(zip(self.names, row[self.columns], strict=True))
            for name, at in self.slots:
                setattr(made, name, row[at])
        else:
            made = self.model.from_db(db, self.names, row[self.columns])
        for maker, put, put_back in self.joined:
            other = maker(row, db)
            put(made, other)
            if other is not None:
                put_back(other, made)
        return made


def _has_slot(model: type[Model], name: str) -> bool:
    there = inspect.getattr_static(model, name, None)
    return hasattr(there, "__set__") and not isinstance(there, ForeignKeyDeferredAttribute)


def _is_plain(model: type[Any]) -> bool:
    from_db: Any = Model.from_db
    return model.__init__ is Model.__init__ and model.from_db.__func__ is from_db.__func__
