"""Reference for `4_protection/encrypted_session`: a user erased, a key changed.

Each `# cell:` comment names the notebook cell it answers. What the libraries do was seen with
openai-agents 0.24, langgraph-checkpoint-sqlite 3.1.2 and SQLite 3.40. For PostgreSQL, files of
other names, and a sweep by age, see `solutions/erasure.py`.
"""

from __future__ import annotations

import json
import sqlite3
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import closing
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["cipher", "clean", "erase_user", "rotate"]


def cipher(key: str, session_id: str) -> Fernet:
    """Return the cipher that an `EncryptedSession` makes of a key and a session's id."""
    try:
        secret = urlsafe_b64decode(key)
    except ValueError:
        secret = b""
    if len(secret) != 32:
        secret = key.encode()
    info = b"agents.session-store.hkdf.v1"
    hkdf = HKDF(hashes.SHA256(), length=32, salt=session_id.encode(), info=info)
    return Fernet(urlsafe_b64encode(hkdf.derive(secret)))


def clean(path: str | Path) -> bool:
    """Write a database anew without what was deleted; say whether a reader was in the way.

    Then the file is clean, and the write-ahead log is not: call again when the reader ended.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("VACUUM")
        return bool(db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])


# cell: erase_user
def erase_user(folder: str, user_id: str) -> dict[str, int]:
    """Erase a user from the three databases in *folder*; return how many of what went.

    Raises:
        TimeoutError: The rows are gone, but somebody still reads them; call again.
    """
    mine = """SELECT DISTINCT thread_id FROM checkpoints
              WHERE CAST(metadata AS TEXT) ->> '$.user_id' = ?1"""
    # Labels lie there with dots between; to LIKE, the _ of user_1 would be any character.
    named = "prefix = ?1 OR substr(prefix, 1, length(?1) + 1) = ?1 || '.'"
    gone = {"threads": 0, "sessions": 0, "items": 0}
    for name, what, found, tables in (
        ("checkpoints", "threads", f"thread_id IN ({mine})", ["writes", "checkpoints"]),
        ("sessions", "sessions", "session_id = ?1", ["agent_messages", "agent_sessions"]),
        ("store", "items", named, ["store"]),
    ):
        path = Path(folder, f"{name}.db")
        if not path.exists():
            continue
        counted = f"SELECT count(DISTINCT thread_id) FROM checkpoints WHERE {found}"  # noqa: S608 (ours)
        if what != "threads":
            counted = f"SELECT count(*) FROM {tables[-1]} WHERE {found}"  # noqa: S608 (ours)
        with closing(sqlite3.connect(path)) as db, db:
            [(gone[what],)] = db.execute(counted, [user_id])
            for table in tables:
                db.execute(f"DELETE FROM {table} WHERE {found}", [user_id])  # noqa: S608 (ours)
        # Even where nothing was found: a kill may have come between these two.
        if clean(path):
            raise TimeoutError(f"somebody still reads {path.name}; call again")
    return gone


# cell: rotate
def rotate(
    path: str, session_id: str, old_key: str, new_key: str, ttl: int | None = 600
) -> int:
    """Encrypt a session's items with another key; return how many there are now.

    Raises:
        ValueError: An item opens with neither key; nothing has changed.
        TimeoutError: All is done, but somebody still reads the old items; call again.
    """
    new = cipher(new_key, session_id)
    both = MultiFernet([new, cipher(old_key, session_id)])
    items = "SELECT id, message_data FROM agent_messages WHERE session_id = ?"
    kept = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as db, db:
        db.execute("BEGIN IMMEDIATE")
        for number, data in db.execute(items, [session_id]).fetchall():
            try:
                token = both.rotate(json.loads(data)["payload"])
            except InvalidToken:
                raise ValueError(f"item {number} opens with neither key") from None
            if ttl is not None and new.extract_timestamp(token) + ttl < time.time():
                db.execute("DELETE FROM agent_messages WHERE id = ?", [number])
                continue
            other = json.dumps({**json.loads(data), "payload": token.decode()})
            update = "UPDATE agent_messages SET message_data = ? WHERE id = ?"
            db.execute(update, [other, number])
            kept += 1
    if clean(path):
        raise TimeoutError(f"somebody still reads {path}; call again")
    return kept
