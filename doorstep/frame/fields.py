"""Columns of records: the place path, and which of them code writes."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    CharField = models.CharField[str, str]
else:
    CharField = models.CharField


class PathField(CharField):
    """A materialised place path, compared byte by byte so that a scope is an index range.

    PostgreSQL needs COLLATE "C" for that; SQLite compares bytes already (and knows no "C").
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: Any) -> Any:
        params = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            params["collation"] = "C"
        return params


@functools.cache
def stored_fields(model: type[Any]) -> tuple[models.Field[Any, Any], ...]:
    """Columns that code writes (generated columns are the database's)."""
    return tuple(f for f in model._meta.concrete_fields if not getattr(f, "generated", False))


@functools.cache
def blind_indexes(model: type[Any]) -> frozenset[str]:
    """Columns by which sealed fields are found."""
    sealed = (f.name for f in model._meta.concrete_fields if getattr(f, "searchable", False))
    return frozenset(f"{name}_index" for name in sealed)
