"""Append-only tables, kept so by the database itself (design §3, Trail).

Entries, links and roots: no UPDATE, no DELETE. Bodies: no DELETE, and an UPDATE only if it takes
payload and salt away together (lawful deletion) or drops the phone's time. A stage only ends. What
was read, looked for or taken along is deleted after its time at most. Apps above name their own
logs with `keep`, and arm them in a migration.
"""

from __future__ import annotations

from typing import Any

_SAME = "NEW.{0} IS NOT DISTINCT FROM OLD.{0}"
#: Days after which a row may be deleted, by the database's own clock.
_OLDER = {
    "sqlite": "OLD.{at} < datetime('now', '-{days} days')",
    "postgresql": "OLD.{at} < now() - interval '{days} days'",
}
#: table → the UPDATE that is allowed, as a condition, "" for none; days after which a row may be
#: deleted by the column `at`, 0 for never.
TABLES: dict[str, tuple[str, int]] = {}
WORDS = "the trail is append-only"


def same(*columns: str) -> str:
    """The condition that an UPDATE leaves these columns alone."""
    return " AND ".join(_SAME.format(column) for column in columns)


def keep(table: str, *, update: str = "", days: int = 0) -> None:
    """Make a table append-only, as far as `update` and `days` do not say otherwise."""
    TABLES[table] = (update, days)


keep("frame_entry")
keep("frame_entrybody", update=(
    f"{same('entry_id')} AND (NEW.device_at IS NULL OR {same('device_at')})"
    f" AND ((NEW.payload IS NULL AND NEW.salt IS NULL) OR ({same('payload', 'salt')}))"
))  # fmt: skip
keep("frame_touched")
keep("frame_link")
keep("frame_root")
keep("frame_stage", update=(  # it ends once; what is withdrawn was in no stage on any day
    f"{same('id', 'record', 'kind', 'state', 'level', 'owner', 'path', 'since')}"
    " AND NEW.until IS NOT NULL AND (OLD.until IS NULL OR NEW.until = OLD.since)"
))  # fmt: skip
#: Three years, as long as evidence of processing is kept (PIPL art. 56).
keep("frame_readlog", days=3 * 365)


def arming(vendor: str) -> list[str]:
    """Statements that make the tables append-only."""
    found = []
    for table, (update, days) in TABLES.items():
        old = _OLDER[vendor].format(at="at", days=days) if days else ""
        found += _ARM[vendor](table, {"update": update, "delete": old})
    return found


def disarming(vendor: str) -> list[str]:
    """Statements that take the protection away (migrating these tables, and tests that flush)."""
    sqlite = vendor == "sqlite"
    where = "" if sqlite else " ON {table}"
    events = ("update", "delete") if sqlite else ("update", "delete", "truncate")
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{event}{where.format(table=table)}"
        for table in TABLES for event in events
    ]  # fmt: skip


def _sqlite(table: str, unless: dict[str, str]) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}"
        f"{f' WHEN NOT ({allowed})' if allowed else ''}"
        f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        for event, allowed in unless.items()
    ]


def _postgresql(table: str, unless: dict[str, str]) -> list[str]:
    body = f"BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END"
    head = "CREATE OR REPLACE FUNCTION frame_append_only() RETURNS trigger LANGUAGE plpgsql"
    function = f"{head} AS $$ {body} $$"
    return [function] + [
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}"
        f" FOR EACH {'STATEMENT' if event == 'truncate' else 'ROW'}"
        f"{f' WHEN (NOT ({allowed}))' if allowed else ''} EXECUTE FUNCTION frame_append_only()"
        for event, allowed in {**unless, "truncate": ""}.items()
    ]


_ARM = {"sqlite": _sqlite, "postgresql": _postgresql}


def arm(connection: Any) -> None:
    """Protect the tables of a database that are there by now (again is harmless)."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in (*disarming(connection.vendor), *arming(connection.vendor)):
            table = next((t for t in TABLES if f" {t}_no_" in statement), None)
            if table is None or table in there:
                cursor.execute(statement)
