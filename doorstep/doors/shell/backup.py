"""``doorstep backup`` and ``restore``: one file with the database and the uploaded files.

The file is a tar of ``backup.json`` (engine, time, version, sha256 of every other member),
``database`` (a SQLite file, or a PostgreSQL custom-format dump) and ``media/…``. Keys are not in
it: private fields stay sealed for whoever finds the file.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path
from typing import Any

from doorstep.doors.shell.command import GOOD, WRONG_FOUND, Command, UsageError, say


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _postgres(program: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore against our database; the password goes by the environment."""
    from django.db import connection

    found = shutil.which(program)
    if not found:
        raise UsageError(f"{program} is not installed (apt install postgresql-client)")
    at = connection.settings_dict
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    environment = {"PATH": str(Path(found).parent)}
    environment |= {name: str(at[key]) for key, name in names.items() if at[key]}
    done = subprocess.run(
        [found, *arguments, "--dbname", str(at["NAME"])],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UsageError(f"{program}: {done.stderr.strip()[-500:]}")


def _dump(target: Path) -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        _postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(target))
        return
    from pysqlite3 import dbapi2 as sqlite

    connection.ensure_connection()
    with closing(sqlite.connect(str(target))) as copy:
        connection.connection.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise UsageError("the copy of the database is damaged")


def backup(target: Path) -> dict[str, Any]:
    """Write a backup to `target` while the system runs; returns what ``backup.json`` says.

    Raises UsageError if the file exists or the database's tools are missing.
    """
    from django.conf import settings
    from django.db import connection

    from doorstep import __version__
    from doorstep.kit import clock

    if target.exists():
        raise UsageError(f"{target} exists; a backup is never overwritten")
    media = Path(settings.MEDIA_ROOT)
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        database = Path(folder) / "database"
        _dump(database)
        members = {"database": database}
        if media.is_dir():
            found = (file for file in sorted(media.rglob("*")) if file.is_file())
            members |= {f"media/{file.relative_to(media)}": file for file in found}
        about = {
            "doorstep": __version__,
            "engine": connection.vendor,
            "at": clock.now().isoformat(),
            "sha256": {name: _sha256(file) for name, file in members.items()},
        }
        (Path(folder) / "backup.json").write_text(json.dumps(about, indent=1))
        half = Path(folder) / "whole.tar"
        with tarfile.open(half, "w") as tar:
            tar.add(Path(folder) / "backup.json", "backup.json")
            for name, file in members.items():
                tar.add(file, name)
        half.rename(target)
    return about


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack and compare every member with its sha256."""
    try:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        about: dict[str, Any] = json.loads((folder / "backup.json").read_text())
        for name, digest in about["sha256"].items():
            if _sha256(folder / name) != digest:
                raise UsageError(f"{name} in {source} was changed after the backup")
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise UsageError(f"{source} is not a whole backup: {error}") from error
    return about


def restore(source: Path, *, replace: bool) -> dict[str, Any]:
    """Put a backup in the place of the present database and files.

    Raises UsageError if the backup is damaged or of another engine, or if the database holds
    records and `replace` is False.
    """
    from django.conf import settings
    from django.db import connection

    if connection.introspection.table_names() and not replace:
        raise UsageError("the database is not empty; say --replace to lose what it holds")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        about = _unpack(source, folder)
        if about["engine"] != connection.vendor:
            raise UsageError(f"a backup of {about['engine']} does not fit {connection.vendor}")
        if connection.vendor == "postgresql":
            connection.close()
            _postgres(
                "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
                str(folder / "database"),
            )  # fmt: skip
        else:
            from pysqlite3 import dbapi2 as sqlite

            connection.ensure_connection()
            with closing(sqlite.connect(str(folder / "database"))) as copy:
                copy.backup(connection.connection)
            connection.close()
        if (folder / "media").is_dir():
            shutil.copytree(folder / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
    return about


def _backup(given: Namespace) -> int:
    about = backup(given.file)
    say(f"{given.file}: {given.file.stat().st_size:,} bytes, {len(about['sha256'])} members")
    return GOOD


def _restore(given: Namespace) -> int:
    from django.core.management import call_command
    from django.core.management.base import CommandError

    about = restore(given.file, replace=given.replace)
    say(f"restored the state of {about['at']}")
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except (SystemExit, CommandError):
        say("the backup is of an older version: run `doorstep django migrate`")
        return WRONG_FOUND
    return GOOD


def _file(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def _file_and_replace(parser: ArgumentParser) -> None:
    _file(parser)
    parser.add_argument("--replace", action="store_true", help="even if the database is not empty")


COMMANDS = (
    Command("backup", "write database and files into one file, while running", _backup, _file),
    Command("restore", "put a backup in the place of the database", _restore, _file_and_replace),
)
