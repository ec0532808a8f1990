"""Search by words that works for two Chinese characters on both databases (design §3, lists).

A record says from which attributes its words come; the engine keeps their bigrams in one column and
indexes them: FTS5 on SQLite (its trigram index finds nothing for two characters), GIN on PostgreSQL
over the tokens as an array, which asks no text parser and so no locale.
"""

from __future__ import annotations

import functools
import re
from collections import OrderedDict
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models, transaction
from django.db.backends.ddl_references import Statement, Table

from doorstep.frame.catalogues import remembering
from doorstep.kit import clock
from doorstep.kit.chinese import bigrams, normalise, query_bigrams

if TYPE_CHECKING:
    TextField = models.TextField[str, str]
    Lookup = models.Lookup[Any]
else:
    TextField = models.TextField
    Lookup = models.Lookup


def tokens_of(record: Any) -> str:
    """The bigrams of everything a record is found by."""
    found = []
    for name in record.words_from:
        value = record
        for part in name.split("__"):
            try:
                value = getattr(value, part, None)
            except ObjectDoesNotExist:
                value = None
        found.append(str((value() if callable(value) else value) or ""))
    return bigrams("\n".join(found))


class BigramField(TextField):
    """The column of the tokens; filled when a record is inserted or changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(editable=False, blank=True, default="")
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        """The index comes with the column (migrations list both themselves)."""
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract and cls.__module__ != "__fake__":
            title = f"{cls._meta.app_label}_{cls._meta.model_name}"[:24] + "_words"
            cls._meta.indexes = [*cls._meta.indexes, BigramIndex(fields=[name], name=title)]
            cls._meta.original_attrs["indexes"] = cls._meta.indexes

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """Inserts count the tokens anew; changes have done so in `snapshot`."""
        if add and hasattr(model_instance, "words_from"):
            setattr(model_instance, self.attname, tokens_of(model_instance))
        return str(getattr(model_instance, self.attname))


class Searchable(models.Model):
    """Trait of records that are found by words; stands before `Record` among the bases."""

    #: Attributes (`field`, `relation__field` or a method) whose words are indexed; never private.
    words_from: ClassVar[tuple[str, ...]] = ()

    words = BigramField()

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.untold = tuple({*getattr(cls, "untold", ()), "words"})  # type: ignore[attr-defined]

    def snapshot(self) -> dict[str, Any]:
        """Column values now, the tokens brought up to date."""
        self.words = tokens_of(self)
        return super().snapshot()  # type: ignore[misc,no-any-return]

    def when_erased(self) -> dict[str, Any]:
        """SQLite's index keeps old tokens until its parts are merged: that is done on commit."""
        if connection.vendor == "sqlite":
            for index in self._meta.indexes:
                if isinstance(index, BigramIndex):
                    transaction.on_commit(functools.partial(_merge, index.name))
        return super().when_erased()  # type: ignore[misc,no-any-return]


def _merge(name: str) -> None:
    fts = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {fts} ({fts}) VALUES ('optimize')")  # noqa: S608


#: What stands for the index on SQLite. VACUUM may renumber the rows of tables with UUID keys, so
#: the numbers are our own.
FTS = """CREATE TABLE IF NOT EXISTS %(doc)s (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)
--
CREATE VIRTUAL TABLE IF NOT EXISTS %(fts)s USING fts5
(words, content='', contentless_delete=1, tokenize='ascii', detail=none)
--
CREATE TRIGGER %(ai)s AFTER INSERT ON %(table)s BEGIN
INSERT INTO %(doc)s (id) VALUES (new.%(id)s);
INSERT INTO %(fts)s (rowid, words)
SELECT n, new.%(column)s FROM %(doc)s WHERE id = new.%(id)s; END
--
CREATE TRIGGER %(ad)s AFTER DELETE ON %(table)s BEGIN
DELETE FROM %(fts)s WHERE rowid = (SELECT n FROM %(doc)s WHERE id = old.%(id)s);
DELETE FROM %(doc)s WHERE id = old.%(id)s; END
--
CREATE TRIGGER %(au)s AFTER UPDATE OF %(column)s ON %(table)s
WHEN old.%(column)s IS NOT new.%(column)s BEGIN UPDATE %(fts)s SET words = new.%(column)s
WHERE rowid = (SELECT n FROM %(doc)s WHERE id = old.%(id)s); END
--
INSERT INTO %(doc)s (id) SELECT %(id)s FROM %(table)s
WHERE %(id)s NOT IN (SELECT id FROM %(doc)s)
--
INSERT INTO %(fts)s (rowid, words) SELECT d.n, t.%(column)s FROM %(doc)s d
JOIN %(table)s t ON t.%(id)s = d.id WHERE d.n NOT IN (SELECT rowid FROM %(fts)s)"""
GIN = "CREATE INDEX %(fts)s ON %(table)s USING gin (string_to_array(%(column)s, ' '))"


class BigramIndex(models.Index):
    """FTS5 table with its triggers on SQLite, GIN index on PostgreSQL."""

    def _statements(self, model: Any, editor: Any) -> list[Statement]:
        table, quote = Table(model._meta.db_table, editor.quote_name), editor.quote_name
        names = {"fts": quote(self.name), "doc": quote(f"{self.name}_doc")}
        names |= {"column": quote(self.fields[0]), "id": quote(model._meta.pk.column)}
        for end in ("ai", "ad", "au"):
            names[end] = quote(f"{self.name}_{end}")
        on_postgres = editor.connection.vendor == "postgresql"
        templates = [GIN] if on_postgres else FTS.split("\n--\n")
        return [Statement(t, table=table, **names) for t in templates]

    def create_sql(self, model: Any, schema_editor: Any, *_more: Any, **_rest: Any) -> Statement:
        """The first statement is returned (and harmless twice), the others wait for the tables."""
        statements = self._statements(model, schema_editor)
        if len(statements) > 1:
            schema_editor.deferred_sql.extend(statements)
        return statements[0]

    def remove_sql(self, model: Any, schema_editor: Any, **_rest: Any) -> Any:
        """The index, or the tables and triggers that stand for it."""
        quote = schema_editor.quote_name
        kind = "INDEX" if schema_editor.connection.vendor == "postgresql" else "TABLE"
        if kind == "TABLE":
            drops = [
                f"DROP TRIGGER IF EXISTS {quote(f'{self.name}_{end}')}"
                for end in ("ai", "ad", "au")
            ]
            drops.append(f"DROP TABLE IF EXISTS {quote(f'{self.name}_doc')}")
            table = Table(model._meta.db_table, quote)
            schema_editor.deferred_sql.extend(Statement(d, table=table) for d in drops)
        return Statement(f"DROP {kind} IF EXISTS %(fts)s", table=Table(model._meta.db_table, quote),
                         fts=quote(self.name))  # fmt: skip


@BigramField.register_lookup
class Has(Lookup):
    """`words__has="路灯坏"`: every word of the query stands in the text, in one piece.

    The index answers for the bigrams, then the token run itself is looked for, so that 路灯…灯坏 is
    not taken for 路灯坏. A query without letters matches nothing.
    """

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        query, target = str(self.rhs), self.lhs.target
        asked = query_bigrams(query).split()
        if not asked:
            return "1 = 0", []
        column, quote = compiler.compile(self.lhs)[0], connection.ops.quote_name
        if connection.vendor == "postgresql":
            parts = [f"string_to_array({column}, ' ') @> %s"]
            params: list[Any] = [asked]
        else:
            name = next(i.name for i in target.model._meta.indexes if isinstance(i, BigramIndex))
            key = f"{quote(self.lhs.alias)}.{quote(target.model._meta.pk.column)}"
            fts, doc = quote(name), quote(f"{name}_doc")
            joined = f"{fts} JOIN {doc} d ON d.n = {fts}.rowid"
            parts = [f"{key} IN (SELECT d.id FROM {joined} WHERE {fts} MATCH %s)"]  # noqa: S608
            params = [" ".join(f'"{token}"' for token in asked)]
        for word in re.findall(r"[^\W_]+", normalise(query)):
            run = bigrams(word)
            if run.count(" ") not in (0, 2):  # one token or one bigram: the index has said it all
                parts.append(f"' ' || {column} || ' ' LIKE %s")
                params.append(f"% {run} %")
        return " AND ".join(parts), params


@BigramField.register_lookup
class Runs(Has):
    """The same answer without the index: each row of a walk is read, which ends soon where many
    have the words (`frequent`); the index would first find them all."""

    lookup_name = "runs"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column = compiler.compile(self.lhs)[0]
        runs = [bigrams(w) for w in re.findall(r"[^\W_]+", normalise(str(self.rhs)))]
        if not any(runs):
            return "1 = 0", []
        # Not LIKE: PostgreSQL would take it for rare and sort all there is instead of walking.
        at = "strpos" if connection.vendor == "postgresql" else "instr"
        parts = [f"{at}(' ' || {column} || ' ', %s) > 0" for run in runs if run]
        return " AND ".join(parts), [f" {run} " for run in runs if run]


#: More records than these with some words, and a walk that reads each finds a page sooner.
FREQUENT = 10_000


#: What was found lately, and how many such a process remembers for how long.
_often: OrderedDict[tuple[str, str], tuple[int, bool]] = OrderedDict()
KEPT, FRESH_NS = 500, 600_000_000_000


def frequent(model: type[models.Model], name: str, query: str) -> bool:
    """Whether very many records have the words; remembered for ten minutes, for it only chooses
    the way."""
    key, now = (model._meta.db_table, query_bigrams(query)), clock.machine_ns()
    kept = _often.get(key)
    if kept is None or now - kept[0] > FRESH_NS:
        kept = _often[key] = (now, copy_context().run(_frequent, model, name, key[1].split()))
        if len(_often) > KEPT:
            _often.popitem(last=False)
    return kept[1]


def _frequent(model: type[models.Model], name: str, tokens: list[str]) -> bool:
    """As PostgreSQL estimates, as SQLite counts."""
    remembering.set(True)  # in a context of its own: not the page's own statement
    field: Any = model._meta.get_field(name)
    index = next(i.name for i in model._meta.indexes if isinstance(i, BigramIndex))
    quote, column = connection.ops.quote_name, connection.ops.quote_name(field.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            table = quote(model._meta.db_table)
            asked = f"SELECT 1 FROM {table} WHERE string_to_array({column}, ' ') @> %s"  # noqa: S608
            cursor.execute(f"EXPLAIN (FORMAT JSON) {asked}", [tokens])
            return bool(cursor.fetchone()[0][0]["Plan"]["Plan Rows"] > FREQUENT)
        asked = f"SELECT 1 FROM {quote(index)} WHERE {quote(index)} MATCH %s LIMIT {FREQUENT + 1}"  # noqa: S608
        words = " ".join(f'"{token}"' for token in tokens)
        cursor.execute(f"SELECT count(*) FROM ({asked})", [words])  # noqa: S608
        return bool(cursor.fetchone()[0] > FREQUENT)


def walks(name: str, *fields: str) -> list[models.Index]:
    """Indexes that make a list an index walk: one per level of the tree (design §3, hot records).

    :param name: begins the index names (at most 25 characters).
    :param fields: what follows the level column: usually "state" and the order ("due", "id").
    """
    return [
        models.Index(fields=[level, *fields], name=f"{name}_{level}")
        for level in ("at2", "at3", "at4")
    ]
