"""The SQLAlchemy lesson's references keep their promises with real servers and processes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from agents import Agent, RunConfig, Runner

from autograder.checks.sqlalchemy_trim import expected, transcript, turn
from autograder.probes.redis_session import Parrot
from solutions.sqlalchemy_session import open_chat, trim
from workbook.crash import run_function
from workbook.services import new_database, postgres

ROOT = Path(__file__).parents[1]


def say(url: str, text: str) -> int:
    """Add an item to trip-7; return how many it then has."""

    async def use() -> int:
        async with open_chat(url, "trip-7") as session:
            await session.add_items([{"role": "user", "content": text}])
            return len(await session.get_items())

    return asyncio.run(use())


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg", "sqlite"])
def test_a_chat_outlives_a_killed_process(scheme: str, tmp_path: Path) -> None:
    """
    Whatever form the URL has, the second process finds what the killed one said.
    """
    server = new_database(postgres()).replace("postgresql", scheme, 1)
    url = f"sqlite:///{tmp_path}/chats.db" if scheme == "sqlite" else server

    assert run_function(say, url, "Lisbon").killed

    assert say(url, "Porto") == 2


def test_six_processes_may_be_the_first(tmp_path: Path) -> None:
    """
    All of them find their tables, and no item is lost.
    """
    url = new_database(postgres())
    program = (
        "import sys; from tests.test_sqlalchemy_session import say;"
        "sys.stdin.readline(); say(sys.argv[1], 'Hello')"
    )
    command = [sys.executable, "-c", program, url]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    for process in processes:
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[1] for process in processes]

    assert said == [b""] * 6
    assert say(url, "Home") == 7


def test_no_connection_outlives_its_block() -> None:
    """
    After the block, also one that failed, PostgreSQL counts no connection of it.
    """
    url = new_database(postgres())

    async def fail() -> None:
        async with open_chat(url, "trip-7"):
            raise LookupError

    with pytest.raises(LookupError):
        asyncio.run(fail())
    with psycopg.connect(url) as db:
        row = db.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        ).fetchone()

    assert row == (1,)  # our own


@pytest.mark.parametrize("seed", range(25))
def test_any_conversation_is_trimmed_as_promised(seed: int) -> None:
    """
    Whole turns, no orphans, standing instructions first, inputs unchanged.
    """
    draw = Random(seed)
    history, new = transcript(draw), [{"role": "user", "content": "And now?"}]
    before = [dict(item) for item in history]

    found = trim(history, new, turns=seed % 5)

    assert found == expected(before, seed % 5) + new
    assert history == before


def test_the_sdk_takes_it_as_a_callback(tmp_path: Path) -> None:
    """
    The model is given three turns and the new question, and the session keeps all.
    """
    history: list[Any] = [item for number in range(5) for item in turn(Random(7), number)]

    async def use() -> tuple[str, int]:
        async with open_chat(f"sqlite:///{tmp_path}/chats.db", "trip-7") as session:
            await session.add_items(history)
            config = RunConfig(session_input_callback=trim, tracing_disabled=True)
            agent = Agent(name="Guide", model=Parrot())
            result = await Runner.run(agent, "And now?", session=session, run_config=config)
            return str(result.final_output), len(await session.get_items())

    sent = len(trim(history, [{}]))
    assert asyncio.run(use()) == (f"{sent} items", len(history) + 2)
