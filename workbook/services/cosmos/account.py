"""An account: databases, containers and items, in one SQLite file."""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from pathlib import Path
from typing import Any

from workbook.services.cosmos.errors import Refused

__all__ = ["Account", "Document"]

Document = dict[str, Any]
TABLES = """
    CREATE TABLE IF NOT EXISTS resources (link TEXT PRIMARY KEY, kind TEXT, body TEXT);
    CREATE TABLE IF NOT EXISTS items (
        container TEXT, partition TEXT, id TEXT, body TEXT,
        PRIMARY KEY (container, partition, id)
    );
"""
NOT_THERE = "Entity with the specified id does not exist in the system."
THERE_ALREADY = "Entity with the specified id already exists in the system."


class Account:
    """What is stored; the caller sees to it that one call at a time gets here."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.executescript(TABLES)

    def close(self) -> None:
        """Close the file; nothing is lost."""
        self._db.close()

    def resource(self, link: str) -> Document:
        """Return a database (`dbs/NAME`) or container (`dbs/NAME/colls/NAME`)."""
        row = self._db.execute("SELECT body FROM resources WHERE link = ?", [link]).fetchone()
        if not row:
            raise Refused(404, "NotFound", f"Resource Not Found: {link}")
        found: Document = json.loads(row[0])
        return found

    def resources(self, folder: str) -> list[Document]:
        """Return all resources directly below *folder*, such as `dbs`."""
        found = self._db.execute(
            "SELECT body FROM resources WHERE kind = ? ORDER BY rowid", [folder]
        )
        return [json.loads(body) for (body,) in found]

    def create_resource(self, folder: str, body: Document) -> Document:
        """Make a database or a container."""
        link = f"{folder}/{body['id']}"
        made = {**body, "_self": f"{link}/", "_ts": int(time.time()), **_marks(8)}
        try:
            self._db.execute(
                "INSERT INTO resources VALUES (?, ?, ?)", [link, folder, json.dumps(made)]
            )
        except sqlite3.IntegrityError:
            raise Refused(409, "Conflict", THERE_ALREADY) from None
        return made

    def delete_resource(self, link: str) -> None:
        """Remove a database or container and all that is in it."""
        self.resource(link)
        below = [link, f"{link}/"]
        same = "{0} = ? OR substr({0}, 1, length(?2)) = ?2"
        self._db.execute(f"DELETE FROM resources WHERE {same.format('link')}", below)  # noqa: S608
        self._db.execute(f"DELETE FROM items WHERE {same.format('container')}", below)  # noqa: S608

    def items(self, container: str, partition: str | None) -> list[Document]:
        """Return a container's items in the order they were made; of one partition if named."""
        sql = "SELECT body FROM items WHERE container = ? AND partition = ifnull(?, partition)"
        found = self._db.execute(f"{sql} ORDER BY rowid", [container, partition])
        return [json.loads(body) for (body,) in found]

    def item(self, container: str, partition: str, item_id: str) -> Document | None:
        """Return an item, if there is one."""
        row = self._db.execute(
            "SELECT body FROM items WHERE container = ? AND partition = ? AND id = ?",
            [container, partition, item_id],
        ).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, container: str, partition: str, body: Document) -> Document:
        """Store an item, in place of one with the same id."""
        link = f"{container}/docs/{body['id']}/"
        stored = {
            **body,
            "_self": link,
            "_attachments": "attachments/",
            "_ts": int(time.time()),
        }
        stored |= _marks(12)
        self._db.execute(
            "INSERT INTO items VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
            [container, partition, body["id"], json.dumps(stored)],
        )
        return stored

    def delete_item(self, container: str, partition: str, item_id: str) -> None:
        """Remove an item."""
        gone = self._db.execute(
            "DELETE FROM items WHERE container = ? AND partition = ? AND id = ?",
            [container, partition, item_id],
        )
        if not gone.rowcount:
            raise Refused(404, "NotFound", NOT_THERE)


def _marks(size: int) -> Document:
    """Return a resource id, and a mark that changes with each write."""
    return {"_rid": secrets.token_hex(size), "_etag": f'"{secrets.token_hex(8)}"'}
