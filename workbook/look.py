"""Show what is really on disk: tables, rows, bytes; and a thread's checkpoints as a picture.

Looking changes nothing: databases are opened read-only, and what is still in the
write-ahead log is seen too.
"""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd

from workbook.history import Checkpoint, History, history

__all__ = [
    "Checkpoint",
    "History",
    "NotADatabase",
    "Table",
    "Text",
    "dump",
    "files",
    "find_bytes",
    "history",
    "rows",
    "tables",
]

_WIDTH = 48  # characters of a text that are shown
_LINE = 16  # bytes in a line of a dump
_WAL = 2  # what SQLite writes at byte 18 of a database with a write-ahead log
_QUERIES = ("select", "with", "values", "pragma", "explain")


class NotADatabase(ValueError):
    """The path does not lead to an SQLite database."""


class Table(pd.DataFrame):
    """A DataFrame that shows neither an index nor pandas' own cuts."""

    def __repr__(self) -> str:
        with pd.option_context("display.max_colwidth", None):
            return self.to_string(index=False)

    def _repr_html_(self) -> str:
        with pd.option_context("display.max_colwidth", None):
            return self.to_html(index=False, notebook=True)


class Text(str):
    """A text that shows its lines as they are."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def tables(path: str | Path) -> Table:
    """Return each table's name, number of rows, and columns."""
    with _reading(path) as database:
        found = []
        for name in _names(database, "table"):
            count = database.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchone()[0]  # noqa: S608 (quoted)
            columns = database.execute("SELECT name FROM pragma_table_info(?)", [name])
            found.append((name, count, ", ".join(column for (column,) in columns)))
    return Table(found, columns=["table", "rows", "columns"])


def rows(
    path: str | Path, table_or_sql: str, *parameters: object, limit: int | None = 20
) -> Table:
    """Return at most *limit* rows of a table or a SELECT; blobs and long texts are shortened.

    Raises:
        ValueError: there is no such table, or SQLite cannot answer; the message says which.
    """
    with _reading(path) as database:
        names = _names(database, "table", "view")
        sql = table_or_sql
        if table_or_sql in names:
            sql = f"SELECT * FROM {_quoted(table_or_sql)}"  # noqa: S608 (quoted)
        elif not table_or_sql.lstrip().lower().startswith(_QUERIES):
            known = ", ".join(names) or "none"
            raise ValueError(f"{path} has no table {table_or_sql!r}; its tables: {known}")
        answer = database.execute(sql, parameters)
        found = answer.fetchall() if limit is None else answer.fetchmany(limit)
        columns = [column[0] for column in answer.description or ()]
    # As objects, because pandas would turn an integer beside a NULL into 1.0.
    shown = [[_shortened(value) for value in row] for row in found]
    return Table(shown, columns=columns, dtype=object)


def files(path: str | Path) -> Table:
    """Return the files the database consists of right now, and their sizes in bytes."""
    sizes = [(file.name, file.stat().st_size) for file in _files(path)]
    return Table(sizes, columns=["file", "bytes"])


def find_bytes(path: str | Path, needle: str | bytes) -> dict[str, int]:
    """Return how often *needle* occurs in each of the database's files, as it lies on disk."""
    sought = _as_bytes(needle)
    return {file.name: _raw(file).count(sought) for file in _files(path)}


def dump(path: str | Path, needle: str | bytes, context: int = 24) -> Text:
    """Return the bytes around the first *needle*, *context* before and after it, with text.

    Ids and lengths differ from run to run; a smaller *context* leaves them out of the picture.
    """
    sought = _as_bytes(needle)
    for file in _files(path):
        content = _raw(file)
        found = content.find(sought)
        if found < 0:
            continue
        around = content[max(0, found - context) : found + len(sought) + context]
        head = f"{file.name}, the first of {content.count(sought)}:"
        lines = (around[i : i + _LINE] for i in range(0, len(around), _LINE))
        return Text("\n".join([head, *map(_hex_and_text, lines)]))
    return Text(f"{needle!r} is nowhere in {', '.join(file.name for file in _files(path))}")


def _hex_and_text(line: bytes) -> str:
    text = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in line)
    return f"  {line.hex(' '):<{3 * _LINE}} {text}"


def _files(path: str | Path) -> list[Path]:
    main = _existing(path)
    beside = [main.with_name(main.name + end) for end in ("-wal", "-shm", "-journal")]
    return [main, *(file for file in beside if file.exists())]


def _raw(file: Path, first: int | None = None) -> bytes:
    # By another process: if this one opened and closed a database, the system would drop every
    # lock that SQLite holds on it here (sqlite.org/howtocorrupt.html, section 2.2).
    command = ["cat"] if first is None else ["head", "-c", str(first)]
    return subprocess.run([*command, str(file)], stdout=subprocess.PIPE, check=True).stdout


def _existing(path: str | Path) -> Path:
    if Path(path).is_dir():
        raise NotADatabase(f"{path} is a folder; name the database file in it")
    if not Path(path).exists():
        raise FileNotFoundError(f"there is no file {path}; run what writes it first")
    return Path(path)


@contextmanager
def _reading(path: str | Path) -> Iterator[sqlite3.Connection]:
    uri = f"{_existing(path).resolve().as_uri()}?mode=ro"
    header = _raw(Path(path), first=100)
    # Without this, the mere look would leave two files beside a database that is closed.
    if header[18:19] == bytes([_WAL]) and len(_files(path)) == 1:
        uri += "&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=1)) as database:
            database.text_factory = lambda raw: raw.decode(errors="replace")
            yield database
    except sqlite3.DatabaseError as error:
        raise _in_words(error, path) from None


def _in_words(error: sqlite3.DatabaseError, path: str | Path) -> Exception:
    if "locked" in str(error):
        return TimeoutError(f"{path} is locked by who writes it; commit or close there first")
    # Its subclasses are about the question, it alone is about the file.
    if type(error) is sqlite3.DatabaseError:
        return NotADatabase(f"{path} is not a sound SQLite database: {error}; look elsewhere")
    return ValueError(f"SQLite cannot answer that from {path}: {error}")


def _names(database: sqlite3.Connection, *kinds: str) -> list[str]:
    listed = database.execute("SELECT type, name FROM sqlite_schema ORDER BY name")
    return [name for kind, name in listed if kind in kinds and not name.startswith("sqlite_")]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _shortened(value: object) -> object:
    if isinstance(value, bytes):
        return f"<{len(value)} byte{'s' * (len(value) != 1)}>"
    if isinstance(value, str) and len(value) > _WIDTH:
        return value[: _WIDTH - 1] + "…"
    return value


def _as_bytes(needle: str | bytes) -> bytes:
    if not needle:
        raise ValueError("an empty needle is everywhere; name the text to look for")
    return needle.encode() if isinstance(needle, str) else needle
