"""The Redis lesson's references keep their promises, and the SDK's sessions pass the same battery."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from agents import SQLiteSession
from agents.extensions.memory import (
    AdvancedSQLiteSession,
    AsyncSQLiteSession,
    RedisSession,
    SQLAlchemySession,
)
from redis import Redis

from autograder.probes.redis_session import FIRST, THEIRS, battery
from solutions.redis_session import LinesSession, note
from workbook.crash import moment, run_function
from workbook.services import new_database, redis

ADDED = [{"role": "user", "content": f"stop {n}"} for n in range(8)]
Made = Callable[[str], Any]


@asynccontextmanager
async def makes(kind: str, folder: Path) -> AsyncIterator[Made]:
    """Give a function that makes sessions of a kind, and close them all afterwards."""
    made: list[Any] = []
    file = str(folder / "chats.db")
    url = new_database(redis()) if kind == "RedisSession" else ""
    kinds: dict[str, Made] = {
        "LinesSession": lambda name: LinesSession(str(folder / "chats.txt"), name),
        "SQLiteSession": lambda name: SQLiteSession(name, file),
        "AsyncSQLiteSession": lambda name: AsyncSQLiteSession(name, file),
        "AdvancedSQLiteSession": lambda name: AdvancedSQLiteSession(
            session_id=name, db_path=file, create_tables=True
        ),
        "SQLAlchemySession": lambda name: SQLAlchemySession.from_url(
            name, url=f"sqlite+aiosqlite:///{file}", create_tables=True
        ),
        "RedisSession": lambda name: RedisSession.from_url(name, url=url),
    }

    def make(name: str) -> Any:
        made.append(kinds[kind](name))
        return made[-1]

    yield make
    for session in made:
        if kind == "SQLAlchemySession":
            await session.engine.dispose()
        elif kind in ("AsyncSQLiteSession", "RedisSession"):
            await session.close()
        elif kind != "LinesSession":
            session.close()


@pytest.mark.parametrize(
    "kind",
    [
        "LinesSession",
        "SQLiteSession",
        "AsyncSQLiteSession",
        "AdvancedSQLiteSession",
        "SQLAlchemySession",
        "RedisSession",
    ],
)
def test_every_session_passes_the_same_battery(kind: str, tmp_path: Path) -> None:
    """
    What the task asks of a student's session, the SDK's own sessions do; ours, too.
    """

    async def use() -> dict[str, Any]:
        async with makes(kind, tmp_path) as make:
            return await battery(make, "trip-7", "trip-77")

    said = asyncio.run(use())

    at_once = said.pop("at once")
    assert at_once[:3] == FIRST[:3]
    assert sorted(at_once[3:], key=str) == ADDED
    assert said == {
        "id": "trip-7",
        "empty": [[], None],
        "order": FIRST,
        "limits": [FIRST[-2:], FIRST[-1:], [], FIRST],
        "nothing added": FIRST,
        "apart": [FIRST, THEIRS],
        "another object": FIRST,
        "a copy": FIRST,
        "pop": [FIRST[-1], FIRST[:-1]],
        "pop apart": THEIRS,
        "clear": [[], None],
        "clear apart": THEIRS,
        "after clear": FIRST[:1],
    }


def add_and_mark(path: str, texts: list[str]) -> None:
    """Add items one by one, with a moment after each."""
    for text in texts:
        asyncio.run(LinesSession(path, "trip-7").add_items([{"role": "user", "content": text}]))
        moment("added")


def test_lines_outlive_a_kill_between_two_items(tmp_path: Path) -> None:
    """
    What was added before the SIGKILL is there; the rest was never written.
    """
    path = str(tmp_path / "chats.txt")

    run = run_function(add_and_mark, path, ["Lisbon", "Porto", "Home"], kill_at="added:2")

    items = asyncio.run(LinesSession(path, "trip-7").get_items())
    assert run.killed
    assert [item["content"] for item in items] == ["Lisbon", "Porto"]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_line_torn_anywhere_costs_only_itself(tmp_path: Path, cut: int) -> None:
    """
    However much of the last line is missing, the others are read and new ones are added.
    """
    path = tmp_path / "chats.txt"
    session = LinesSession(str(path), "trip-7")
    asyncio.run(session.add_items(FIRST[:2]))
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])

    asyncio.run(session.add_items(FIRST[2:]))

    kept = FIRST[:2] if cut == 1 else FIRST[:1]  # one byte is the line end, not the item
    assert asyncio.run(session.get_items()) == kept + FIRST[2:]


def test_a_note_starts_the_clock_and_none_stops_it() -> None:
    """
    All keys of the session live equally long, or for ever; the neighbours are left alone.
    """
    url = new_database(redis())
    with Redis.from_url(url, decode_responses=True) as server:
        asyncio.run(note(url, "trip-77", "Oslo", None))

        assert asyncio.run(note(url, "trip-7", "Lisbon", 600)) == 1
        assert {600 - server.ttl(key) < 30 for key in server.keys("*trip-7:*")} == {True}
        assert asyncio.run(note(url, "trip-7", "Porto", None)) == 2
        assert {server.ttl(key) for key in server.keys("*")} == {-1}


def test_a_note_outlives_its_process() -> None:
    """
    The process is killed when `note` has returned; the server has the item.
    """
    url = new_database(redis())

    assert run_function(note_now, url).killed

    assert asyncio.run(note(url, "trip-7", "Porto", 600)) == 2


def note_now(url: str) -> None:
    """Take a note, in whichever process this is."""
    asyncio.run(note(url, "trip-7", "Lisbon", 600))
