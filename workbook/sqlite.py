"""An `sqlite3` that can load extensions, which semantic search in a `SqliteStore` needs.

Some builds of Python leave `sqlite3.Connection.enable_load_extension` out: those made from
source without `--enable-loadable-sqlite-extensions`, and Apple's. The package `sqlean.py` is
the same module with it.
"""

from __future__ import annotations

import sqlite3
import sys

__all__ = ["allow_extensions", "loads_extensions"]


def loads_extensions() -> bool:
    """Say whether the `sqlite3` that an import gives now can load extensions."""
    return hasattr(sys.modules["sqlite3"].Connection, "enable_load_extension")


def allow_extensions() -> str:
    """Let `import sqlite3` give a module that loads extensions; return a sentence about it.

    Call it before `langgraph.store.sqlite` is imported: a module that has imported `sqlite3`
    already keeps the one it has.
    """
    if loads_extensions():
        return f"this Python's sqlite3 loads extensions (SQLite {sqlite3.sqlite_version})"
    import sqlean

    sys.modules["sqlite3"] = sqlean
    sys.modules["sqlite3.dbapi2"] = sqlean.dbapi2
    return (
        "this Python's sqlite3 cannot load extensions; "
        f"sqlean.py stands in for it (SQLite {sqlean.sqlite_version})"
    )
