"""The references of the lesson on OpenAI's conversations: SIGKILL, many processes, every target."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from agents import (
    Agent,
    OpenAIConversationsSession,
    OpenAIResponsesModel,
    Runner,
    SQLiteSession,
)
from agents.extensions.memory import (
    AdvancedSQLiteSession,
    AsyncSQLiteSession,
    SQLAlchemySession,
)
from openai import AsyncOpenAI, NotFoundError, OpenAI

from autograder.checks.openai_conversations_common import local_server
from autograder.checks.openai_conversations_move import turn
from autograder.probes import openai_conversations_session as probes
from solutions import openai_conversations_session as reference
from workbook.crash import ProgramFailed, run_function


@pytest.fixture(autouse=True)
def _local(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Use the local API and a folder of one's own."""
    for name, value in local_server().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


# A child process has the server's address from its parent: the probes need no other.
def chat(path: str, user: str, text: str, at: str) -> Any:
    """Take a turn by the reference, in whichever process this is."""
    return probes.chat(reference, {}, path, user, text, at)


def move(conversation: str, path: str, kind: str) -> Any:
    """Move a conversation by the reference, in whichever process this is."""
    return probes.move(reference, {}, conversation, path, kind)


def saved(path: str) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as db:
        return dict(db.execute("SELECT user_id, id FROM conversations"))


def questions(conversation: str) -> list[str]:
    """Return what the user said in a conversation, oldest first."""
    with OpenAI() as client:
        items = [each.to_dict() for each in client.conversations.items.list(conversation)]
    said: list[Any] = [each for each in items[::-1] if each.get("role") == "user"]
    return [each["content"][0]["text"] for each in said]


@pytest.mark.parametrize(
    ("moment", "made", "said"), [("created", 2, 1), ("items", 1, 1), ("answered", 1, 2)]
)
def test_a_killed_turn_loses_no_conversation_with_items(
    moment: str, made: int, said: int, tmp_path: Path
) -> None:
    """
    Killed after creation, before and after the model: one conversation is used, an orphan is empty.
    """
    path = str(tmp_path / "chats.db")
    with pytest.raises(ProgramFailed):
        run_function(chat, path, "user-alice", "Hello", moment)

    answer = run_function(chat, path, "user-alice", "Hello", "").result

    created = [line.split()[1] for line in Path("requests.txt").read_text().splitlines()]
    assert 'You said: "Hello"' in answer
    assert len(created) == made
    assert saved(path) == {"user-alice": created[-1]}
    assert questions(created[-1]) == ["Hello"] * said
    assert [questions(orphan) for orphan in created[:-1]] == [[]] * (made - 1)


def test_four_processes_are_the_first_of_a_user_and_a_fifth_of_another(tmp_path: Path) -> None:
    """
    Whoever is first, all turns of a user are in one conversation, and nobody else's.
    """
    path = str(tmp_path / "chats.db")
    users = ["user-alice"] * 4 + ["user-bob"]

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda n: run_function(chat, path, users[n], f"day {n}", ""), range(5)))

    assert sorted(questions(saved(path)["user-alice"])) == [f"day {n}" for n in range(4)]
    assert questions(saved(path)["user-bob"]) == ["day 4"]


@asynccontextmanager
async def target(kind: str, path: str) -> AsyncIterator[Any]:
    """Open a session of a kind."""
    made: Any
    if kind == "SQLAlchemySession":
        url = f"sqlite+aiosqlite:///{path}"
        made = SQLAlchemySession.from_url("trip-7", url=url, create_tables=True)
    elif kind == "AdvancedSQLiteSession":
        made = AdvancedSQLiteSession(session_id="trip-7", db_path=path, create_tables=True)
    else:
        kinds = {"SQLiteSession": SQLiteSession, "AsyncSQLiteSession": AsyncSQLiteSession}
        made = kinds[kind]("trip-7", path)
    yield made
    if kind == "SQLAlchemySession":
        await made.engine.dispose()
    elif kind == "AsyncSQLiteSession":
        await made.close()
    else:
        made.close()


async def conversation(client: AsyncOpenAI, turns: int) -> tuple[str, list[Any]]:
    """Make a conversation; return its id, and its items without theirs."""
    made = await client.conversations.create()
    session = OpenAIConversationsSession(conversation_id=made.id, openai_client=client)
    for number in range(turns):
        await session.add_items(turn(Random(number), number))  # type: ignore[arg-type]
    items: list[Any] = await session.get_items()
    return made.id, [{k: v for k, v in item.items() if k != "id"} for item in items]


@pytest.mark.parametrize(
    "kind",
    ["SQLiteSession", "AsyncSQLiteSession", "AdvancedSQLiteSession", "SQLAlchemySession"],
)
def test_a_conversation_goes_on_where_it_was_moved_to(kind: str, tmp_path: Path) -> None:
    """
    Thirty items and more arrive as they were, the server forgets them, and the next turn sees them.
    """

    async def use() -> None:
        async with AsyncOpenAI() as client, target(kind, str(tmp_path / "chats.db")) as local:
            name, clean = await conversation(client, 12)
            source = OpenAIConversationsSession(conversation_id=name, openai_client=client)

            assert await reference.move(source, local) == len(clean) > 30
            assert await local.get_items() == clean
            with pytest.raises(NotFoundError):
                await client.conversations.retrieve(name)

            guide = Agent(name="Guide", model=OpenAIResponsesModel("gpt-4.1", client))
            result = await Runner.run(guide, "Where were we?", session=local)
            assert "12 earlier turns" in result.final_output

    asyncio.run(use())


@pytest.mark.parametrize("moment", ["mortal", "delete", "deleted"])
def test_a_killed_move_is_finished_by_the_next_one(moment: str, tmp_path: Path) -> None:
    """
    Killed after the copy, before and after the deletion: each item is in the file once.
    """
    path = str(tmp_path / "chats.db")

    async def make() -> tuple[str, list[Any]]:
        async with AsyncOpenAI() as client:
            return await conversation(client, 4)

    name, clean = asyncio.run(make())
    with pytest.raises(ProgramFailed):
        run_function(move, name, path, moment)

    if moment == "deleted":
        assert probes.kept(None, path) == clean
    else:
        assert run_function(move, name, path, "").result == len(clean)

    assert probes.kept(None, path) == clean
    with pytest.raises(NotFoundError), OpenAI() as client:
        client.conversations.retrieve(name)
