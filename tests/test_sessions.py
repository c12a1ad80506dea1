"""`open_session(url, id)`: one door to every session, closed in the end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from agents import OpenAIConversationsSession
from agents.memory import Session

from solutions.migrations import migrate_sessions
from solutions.sessions import aopen_session, open_session
from workbook.crash import run_function
from workbook.services import new_database, openai_api, postgres, redis

ASKED = [{"role": "user", "content": "Lisbon"}, {"role": "assistant", "content": "Sunny"}]
KEPT = ("sqlite", "sqlite+advanced", "sqlite+aiosqlite", "postgresql")


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty place for sessions, by its kind."""
    if request.param == "redis":
        return new_database(redis())
    if request.param == "memory":
        return "memory:"
    postgresql = request.param == "postgresql"
    made = new_database(postgres()) if postgresql else f"{request.param}:///{tmp_path}/trips.db"
    if request.param in ("postgresql", "sqlite+aiosqlite"):
        asyncio.run(migrate_sessions(made))
    return made


def on(*kinds: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("url", kinds, indirect=True)


async def four_operations(session: Session) -> list[Any]:
    await session.add_items(ASKED)
    all_of_them = await session.get_items()
    latest = await session.get_items(limit=1)
    popped = await session.pop_item()
    left = await session.get_items()
    await session.clear_session()
    return [all_of_them, latest, popped, left, await session.get_items()]


EXPECTED = [ASKED, ASKED[1:], ASKED[1], ASKED[:1], []]


@on("memory", *KEPT, "redis")
def test_the_four_operations(url: str) -> None:
    """
    Whatever lies beneath, add, get, pop and clear do the same.
    """

    async def use() -> list[Any]:
        async with aopen_session(url, "trip-7") as session:
            return await four_operations(session)

    assert asyncio.run(use()) == EXPECTED


@on("memory", *KEPT)
def test_the_four_operations_from_a_synchronous_program(url: str) -> None:
    """
    Each operation may run in an event loop of its own, as `Runner.run_sync` may.
    """
    with open_session(url, "trip-7") as session:
        asyncio.run(session.add_items(ASKED[:1]))
        asyncio.run(session.add_items(ASKED[1:]))
        assert asyncio.run(session.get_items()) == ASKED


def add(url: str, text: str) -> None:
    """Add an item, in whichever process this is."""

    async def use() -> None:
        async with aopen_session(url, "trip-7") as session:
            await session.add_items([{"role": "user", "content": text}])

    asyncio.run(use())


@on(*KEPT, "redis")
def test_items_outlive_a_killed_process(url: str) -> None:
    """
    The process is killed once the call has returned; the next one reads its items.
    """
    assert run_function(add, url, "Lisbon").killed
    add(url, "Porto")

    async def use() -> list[Any]:
        async with aopen_session(url, "trip-7") as mine, aopen_session(url, "trip-8") as other:
            return [
                [item["content"] for item in await mine.get_items()],
                await other.get_items(),
            ]

    assert asyncio.run(use()) == [["Lisbon", "Porto"], []]


@on("redis")
def test_a_ttl_is_redis_own(url: str) -> None:
    """
    The server itself deletes what nobody used for so long.
    """
    from redis import Redis

    async def use() -> None:
        async with aopen_session(url, "trip-7", ttl=600) as session:
            await session.add_items(ASKED)

    asyncio.run(use())
    with Redis.from_url(url) as client:
        left = {client.ttl(key) for key in client.keys("*")}

    assert left
    assert all(590 < seconds <= 600 for seconds in left)


def test_runner_works_on_both_kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A conversation begun synchronously goes on asynchronously, in the same file.
    """
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_AGENTS_DISABLE_TRACING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", openai_api())
    # Two processes, because the SDK's HTTP client belongs to the first event loop it was in.
    head = """
import asyncio, sys
from agents import Agent, Runner
from solutions.sessions import aopen_session, open_session
agent = Agent(name="Guide")
"""
    begin = """
with open_session(sys.argv[1], "trip-7") as session:
    print(Runner.run_sync(agent, "I land at noon", session=session).final_output != "")
"""
    go_on = """
async def go_on():
    async with aopen_session(sys.argv[1], "trip-7") as session:
        await Runner.run(agent, "The museum was closed", session=session)
        print([item["content"] for item in await session.get_items() if item["role"] == "user"])
asyncio.run(go_on())
"""
    said = [
        subprocess.run(
            [sys.executable, "-c", head + body, f"sqlite:///{tmp_path}/trips.db"],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[1],
        ).stdout
        for body in (begin, go_on)
    ]

    assert said == ["True\n", "['I land at noon', 'The museum was closed']\n"]


def test_a_conversation_at_openai_is_named_by_its_id() -> None:
    """
    The URL says where, the id says which; nothing is sent before it is used.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-nobody")
        with open_session("openai:", "conv_trip_7") as session:
            assert isinstance(session, OpenAIConversationsSession)
            assert session.session_id == "conv_trip_7"


@on("postgresql", "sqlite+aiosqlite")
def test_migrating_again_keeps_what_is_there(url: str) -> None:
    """
    A migration makes what is missing and touches nothing else.
    """
    add(url, "Lisbon")

    asyncio.run(migrate_sessions(url))

    async def use() -> int:
        async with aopen_session(url, "trip-7") as session:
            return len(await session.get_items())

    assert asyncio.run(use()) == 1


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_four_processes_may_migrate_at_once(kind: str, tmp_path: Path) -> None:
    """
    All return and the tables are there, where `create_tables=True` fails some of them.
    """
    url = new_database(postgres()) if kind == "postgresql" else f"sqlite:///{tmp_path}/trips.db"
    program = (
        "import asyncio, sys; from solutions.migrations import migrate_sessions;"
        "sys.stdin.readline(); asyncio.run(migrate_sessions(sys.argv[1]))"
    )
    replicas = [
        subprocess.Popen(
            [sys.executable, "-c", program, url], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    for replica in replicas:
        assert replica.stdin
        replica.stdin.write(b"\n")
        replica.stdin.flush()
    said = [replica.communicate(timeout=60)[1] for replica in replicas]

    assert (said, [replica.returncode for replica in replicas]) == ([b""] * 4, [0] * 4)
    add(url.replace("sqlite:", "sqlite+aiosqlite:"), "Lisbon")


@pytest.mark.parametrize(
    ("url", "session_id", "says"),
    [
        ("mysql://host/db", "trip-7", "no session for the URL kind 'mysql'"),
        ("memory:", "", "a session_id is needed"),
        ("redis://host/0", "trip-7", "stays in one event loop; use aopen_session"),
    ],
)
def test_what_cannot_be_opened_is_told(url: str, session_id: str, says: str) -> None:
    """
    The error says what is wrong and what to do.
    """
    with pytest.raises(ValueError, match=says), open_session(url, session_id):
        pass
