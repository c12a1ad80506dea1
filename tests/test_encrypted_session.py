"""The references for `4_protection/encrypted_session` under a real SIGKILL, byte by byte."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from base64 import urlsafe_b64encode
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from agents import SQLiteSession
from agents.extensions.memory import EncryptedSession

from autograder.probes import encrypted_session as probes
from solutions.encrypted_session import cipher, erase_user, rotate
from workbook.crash import ProgramFailed, run_function

# The same in each process; a real key is drawn at random.
OLD, NEW, OTHER = (urlsafe_b64encode(bytes([n] * 32)).decode() for n in range(3))
ITEMS: list[Any] = [{"role": "user", "content": f"{n}: " + "Größe " * n * 20} for n in range(8)]
AGES = [7200, 7100, 3000, 2000, 400, 300, 20, 10]


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A file with Alice's session, two of its items older than an hour, and Bob's."""
    file = str(tmp_path / "chats.db")
    probes.hold(None, file, "user-alice", OLD, ITEMS, AGES)
    probes.hold(None, file, "user-bob", OLD, ITEMS[:3], [10, 10, 10])
    return file


def read(path: str, who: str, key: str) -> list[Any]:
    """What a session opened with a key gives back, expired or not."""
    found: list[Any] = probes.read(None, path, who, key, None)
    return found


def tokens(path: str, who: str) -> list[str]:
    """A session's tokens, as they lie in the table."""
    sql = "SELECT message_data FROM agent_messages WHERE session_id = ? ORDER BY id"
    with closing(sqlite3.connect(path)) as db:
        return [json.loads(data)["payload"] for (data,) in db.execute(sql, [who])]


def readable(path: str, texts: list[str]) -> int:
    """How many of some texts lie in the file, or in what SQLite keeps beside it."""
    file = Path(path)
    raw = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    return sum(text[20:80].encode() in raw for text in texts)


@pytest.mark.parametrize("key", ["x", "your-secret-key", OLD, OLD[:-1], "ключ", "a" * 43 + "="])
def test_the_derived_cipher_is_that_of_the_sdk(key: str) -> None:
    """
    Whatever the key looks like, each of the two opens what the other sealed.
    """
    with closing(SQLiteSession("user-alice")) as plain:
        theirs = EncryptedSession("user-alice", plain, key).cipher

    ours = cipher(key, "user-alice")

    assert ours.decrypt(theirs.encrypt(b"Lisbon")) == b"Lisbon"
    assert theirs.decrypt(ours.encrypt(b"Oslo")) == b"Oslo"


def test_a_rotation_keeps_items_order_and_time(path: str) -> None:
    """
    What had not expired opens with the new key alone, as old as before; Bob's rows stay.
    """
    before, bob = tokens(path, "user-alice"), tokens(path, "user-bob")

    assert rotate(path, "user-alice", OLD, NEW, 3600) == 6

    assert read(path, "user-alice", NEW) == ITEMS[2:]
    assert read(path, "user-alice", OLD) == []
    assert tokens(path, "user-bob") == bob
    assert readable(path, before) == 0
    times = [
        cipher(NEW, "user-alice").extract_timestamp(each) for each in tokens(path, "user-alice")
    ]
    assert times == [cipher(OLD, "user-alice").extract_timestamp(each) for each in before[2:]]


def test_a_wrong_key_changes_nothing(path: str) -> None:
    """
    Where neither key opens an item, no item is touched, even if others would open.
    """
    probes.hold(None, path, "user-alice", OTHER, ITEMS[:1], [5])
    before = tokens(path, "user-alice")

    with pytest.raises(ValueError, match="opens with neither key"):
        rotate(path, "user-alice", OLD, NEW, None)

    assert tokens(path, "user-alice") == before


def rotate_and_die(path: str, number: int) -> None:
    """Rotate in whichever process this is; SIGKILL it at a statement that is not a SELECT."""
    _, watched = probes.watch(path, number)
    sqlite3.connect = watched  # type: ignore[assignment]
    rotate(path, "user-alice", OLD, NEW, 3600)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("number", [4, 10, 11, 99])
def test_a_rotation_that_was_killed_is_finished_by_the_next(
    number: int, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Half-way through the rows, before VACUUM, before the checkpoint, and when all was done.
    """
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    before = tokens(path, "user-alice")
    with pytest.raises(ProgramFailed):
        run_function(rotate_and_die, path, number)

    assert rotate(path, "user-alice", OLD, NEW, 3600) == 6

    assert read(path, "user-alice", NEW) == ITEMS[2:]
    assert readable(path, before) == 0


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """The three files, with what two users said."""
    for who in ("user_1", "user_10"):
        plan = {
            "threads": [[f"trip-{who}", {"user_id": who}, [f"thread of {who}!", "And now?"]]],
            "sessions": [[who, [f"session of {who}! {n}" for n in range(9)]]],
            "items": [[[who, "notes"], [f"item of {who}! {n}" for n in range(12)]]],
        }
        probes.use(None, str(tmp_path), plan)
    return str(tmp_path)


def test_a_reader_in_the_way_is_told_of(folder: str) -> None:
    """
    Whoever reads an older state keeps its bytes; when they ended, the next call cleans.
    """
    file = str(Path(folder, "sessions.db"))
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM agent_messages").fetchall()
        with pytest.raises(TimeoutError, match="call again"):
            erase_user(folder, "user_1")
    assert erase_user(folder, "user_1") == {"threads": 0, "sessions": 0, "items": 12}

    raw = b"".join(each.read_bytes() for each in Path(folder).iterdir())
    assert b"of user_1!" not in raw
    assert raw.count(b"of user_10!") > 20
