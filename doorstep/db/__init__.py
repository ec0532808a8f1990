"""The one place that chooses the SQLite library.

Debian 12 ships SQLite 3.40, whose WAL reset can corrupt a database; ``pysqlite3`` brings 3.53.
Django's backend does ``from sqlite3 import dbapi2``, so the swap has to come before its import:
``settings`` calls :func:`use_new_sqlite` first of all.
"""

from __future__ import annotations

import sys


def use_new_sqlite() -> None:
    """Let every later ``import sqlite3`` of this process find pysqlite3. Harmless when repeated."""
    import pysqlite3
    import pysqlite3.dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
