"""Settings by environment; production refuses what everybody knows."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from doorstep import settings
from doorstep.db.url import database
from tests.house.source import ROOT

AES = "k1:" + base64.b64encode(b"a key of thirty-two bytes, no le").decode()
SM4 = "sm1:" + base64.b64encode(b"sixteen bytes ok").decode()


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of its own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DOORSTEP_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", "import doorstep.settings as s; print(s.PROFILE, s.DEBUG)"],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**clean, **environment},
    )  # fmt: skip


def test_production_starts_with_secrets_of_its_own() -> None:
    own = {"DOORSTEP_SECRET_KEY": "x" * 50, "DOORSTEP_FIELD_KEYS": AES}
    done = start(DOORSTEP_PROFILE="production", DOORSTEP_DEBUG="1", **own)
    assert done.stdout.split() == ["production", "False"], done.stderr


def test_an_empty_house_has_nothing_to_complain_of(tmp_path: Path) -> None:
    """Every warning of the system checks is one that somebody has to do something about."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DOORSTEP_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "doorstep.doors.shell.main", "django", "check",
         "--fail-level", "WARNING"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**clean, "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("secret", "keys", "named"),
    [
        ("", AES, "DOORSTEP_SECRET_KEY"),
        (settings.DEMO_SECRET_KEY, AES, "DOORSTEP_SECRET_KEY"),
        ("x" * 50, "", "DOORSTEP_FIELD_KEYS"),
        ("x" * 50, settings.DEMO_FIELD_KEYS, "DOORSTEP_FIELD_KEYS"),
        ("x" * 50, f"{AES},{settings.DEMO_FIELD_KEYS}", "DOORSTEP_FIELD_KEYS"),
    ],
)
@pytest.mark.parametrize("profile", ["production", "dengbao"])
def test_production_refuses_demo_secrets(profile: str, secret: str, keys: str, named: str) -> None:
    done = start(
        DOORSTEP_PROFILE=profile, DOORSTEP_SECRET_KEY=secret, DOORSTEP_FIELD_KEYS=keys
    )  # fmt: skip
    assert done.returncode != 0
    assert named in done.stderr
    assert "ImproperlyConfigured" in done.stderr


def test_dengbao_wants_a_national_cipher() -> None:
    given = {"DOORSTEP_PROFILE": "dengbao", "DOORSTEP_SECRET_KEY": "x" * 50}
    assert "SM4" in start(**given, DOORSTEP_FIELD_KEYS=AES).stderr
    assert start(**given, DOORSTEP_FIELD_KEYS=f"{SM4},{AES}").returncode == 0


def test_an_unknown_profile_is_refused() -> None:
    assert "DOORSTEP_PROFILE" in start(DOORSTEP_PROFILE="test").stderr


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("postgres://u:p%40ss@db:6432/city", ("city", "u", "p@ss", "db", "6432")),
        ("postgresql:///city?host=/run/postgresql", ("city", "", "", "/run/postgresql", "")),
    ],
)
def test_postgres_urls(url: str, wanted: tuple[str, ...]) -> None:
    entry = database(url, ROOT)
    assert tuple(entry[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == wanted
    assert entry["CONN_MAX_AGE"] is None
    assert entry["OPTIONS"]["server_side_binding"] is False


def test_sqlite_urls(tmp_path) -> None:
    assert database("", tmp_path)["NAME"] == tmp_path / "var/doorstep.sqlite3"
    assert database(f"sqlite:///{tmp_path}/a.db", ROOT)["NAME"] == tmp_path / "a.db"
    with pytest.raises(ValueError, match="mysql"):
        database("mysql://x/y", ROOT)


def test_sqlite_is_new_safe_and_takes_the_write_lock_at_once(tmp_path) -> None:
    """Pragmas of a database on disk, asked in a fresh process."""
    asked = (
        "import django; django.setup()\n"
        "from django.db import connection as c, transaction\n"
        "q = lambda s: c.cursor().execute(s).fetchone()[0]\n"
        "print(q('select sqlite_version()'), *[q('pragma ' + p) for p in"
        " ('journal_mode', 'synchronous', 'mmap_size', 'foreign_keys', 'busy_timeout')])\n"
        "with transaction.atomic():\n"
        "    from pysqlite3 import dbapi2\n"
        "    other = dbapi2.connect(str(c.settings_dict['NAME']), timeout=0)\n"
        "    try:\n"
        "        other.execute('begin immediate')\n"
        "    except dbapi2.OperationalError as e:\n"
        "        print(e)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/a.db",
             "DJANGO_SETTINGS_MODULE": "doorstep.settings"},
    )  # fmt: skip
    first, second = done.stdout.splitlines() or [done.stderr, ""]
    version, *pragmas = first.split()
    assert tuple(map(int, version.split(".")))[:2] >= (3, 53)
    assert pragmas == ["wal", "2", "0", "1", "20000"]
    assert second == "database is locked"
