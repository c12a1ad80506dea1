"""The references of the branches lesson, and what its notebook says, under real kills."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from agents import Agent, Runner, SQLiteSession, set_tracing_disabled
from agents.extensions.memory import AdvancedSQLiteSession
from agents.memory import Session

from autograder.checks.advanced_adopt import conversation, turn
from autograder.probes.advanced_sqlite_session import Scripted
from solutions.advanced_sqlite_session import adopt, open_branched, what_if
from workbook.crash import moment, run_function

ASKED = ["Hello", "The way to Oslo?", "And back?"]


class Dying(Scripted):
    """A model that passes a moment before it replies."""

    async def get_response(self, *arguments: Any, **options: Any) -> Any:
        moment("asked")
        return await super().get_response(*arguments, **options)


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    set_tracing_disabled(disabled=True)
    asyncio.run(coroutine)


async def talk(session: AdvancedSQLiteSession, *questions: str) -> None:
    for question in questions:
        result = await Runner.run(Agent("Guide", model=Scripted()), question, session=session)
        await session.store_run_usage(result)


async def current(session: AdvancedSQLiteSession) -> list[str]:
    return [each["branch_id"] for each in await session.list_branches() if each["is_current"]]


def ask_elsewhere(path: str, question: str) -> str:
    """Ask on a branch in whichever process this is."""
    set_tracing_disabled(disabled=True)
    agent = Agent("Guide", model=Dying())
    with closing(open_branched(path)) as session:
        return asyncio.run(what_if(agent, session, 2, question))


def test_a_kill_on_the_branch_leaves_main_whole_and_current(tmp_path: Path) -> None:
    """
    Killed while the model is asked: main has what it had, and the same call then works.
    """
    path = str(tmp_path / "trips.db")

    async def use() -> None:
        with closing(open_branched(path)) as session:
            await talk(session, *ASKED)
            items, bill = await session.get_items(), await session.get_turn_usage()
            assert run_function(ask_elsewhere, path, "By train?", kill_at="asked").killed
            answer = run_function(ask_elsewhere, path, "By train?").result
            assert answer == "I was asked: Hello | By train?"
            assert (await session.get_items(), await session.get_turn_usage()) == (items, bill)
            assert await current(session) == ["main"]
        with closing(open_branched(path)) as session:
            assert await current(session) == ["main"]
            assert await session.get_items() == items

    run(use())


def test_what_if_adds_its_run_to_the_bill_and_nothing_to_main(tmp_path: Path) -> None:
    """
    From every turn, on main and on a branch: one more branch, one more run, the rest as it was.
    """

    async def use(session: AdvancedSQLiteSession) -> None:
        await talk(session, *ASKED)
        await session.create_branch_from_turn(2, "by-ship")
        await talk(session, "By ship?")
        for home, turns in (("by-ship", 2), ("main", 3)):
            await session.switch_to_branch(home)
            for number in range(1, turns + 1):
                was = (await session.get_session_usage() or {})["total_tokens"]
                bill = await session.get_turn_usage(branch_id="main")
                agent = Agent("Guide", model=Scripted())
                await what_if(agent, session, number, "And a ferry?")
                assert await current(session) == [home]
                assert await session.get_turn_usage(branch_id="main") == bill
                is_now = (await session.get_session_usage() or {})["total_tokens"]
                assert is_now == was + 100 * number + 10
        assert len(await session.list_branches()) == 2 + 5

    with closing(open_branched(str(tmp_path / "trips.db"))) as session:
        run(use(session))


def test_what_if_goes_back_when_it_cannot_ask(tmp_path: Path) -> None:
    """
    A failing model and a turn that does not exist: the error comes out, main is current.
    """

    async def use(session: AdvancedSQLiteSession) -> None:
        await talk(session, *ASKED)
        with pytest.raises(ConnectionError):
            await what_if(Agent("Guide", model=Scripted("fail")), session, 1, "By train?")
        with pytest.raises(ValueError, match="Turn 4 does not contain a user message"):
            await what_if(Agent("Guide", model=Scripted()), session, 4, "By train?")
        assert await current(session) == ["main"]

    with closing(open_branched(str(tmp_path / "trips.db"))) as session:
        run(use(session))


def cards(path: str) -> list[tuple[Any, ...]]:
    """Return the rows of `message_structure`, without their own ids."""
    with closing(sqlite3.connect(path)) as db:
        sql = """SELECT message_id, branch_id, message_type, sequence_number, user_turn_number,
                        branch_turn_number, tool_name
                 FROM message_structure WHERE session_id = 'user-alice' ORDER BY id"""
        return db.execute(sql).fetchall()


HOSTED: list[Any] = [
    {"type": "web_search_call", "id": "ws_7", "status": "completed"},
    {"type": "mcp_call", "id": "mcp_7", "name": "find", "server_label": "maps"},
    {"type": "reasoning", "id": "rs_7", "summary": []},
    {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "!"}]},
]


@pytest.mark.parametrize("seed", range(4))
def test_adopted_items_have_the_cards_that_the_sdk_would_write(
    seed: int, tmp_path: Path
) -> None:
    """
    Whatever tools were called: the same rows, column by column, as if stored so from the start.
    """
    old, new = str(tmp_path / "old.db"), str(tmp_path / "new.db")
    items: Any = [*conversation(Random(seed)), {"role": "user", "content": "Maps"}, *HOSTED]

    async def use() -> None:
        with closing(SQLiteSession("user-alice", old)) as session:
            await session.add_items(items)
        with closing(open_branched(new)) as right:
            await right.add_items(items)
        assert await adopt(old, "user-alice") == len(items)
        assert await adopt(old, "user-alice") == 0

    run(use())
    assert cards(old) == cards(new)


def test_adopted_turns_keep_their_time(tmp_path: Path) -> None:
    """
    A turn's timestamp is when it was said, not when it was brought over.
    """
    path = str(tmp_path / "old.db")

    async def use() -> None:
        with closing(SQLiteSession("user-alice", path)) as session:
            await session.add_items([{"role": "user", "content": "Hello"}])
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE agent_messages SET created_at = '2025-07-14 09:30:00'")
        await adopt(path, "user-alice")
        with closing(open_branched(path)) as session:
            [turn] = await session.get_conversation_turns()
        assert turn["timestamp"] == "2025-07-14 09:30:00"

    run(use())


def adopt_elsewhere(path: str, write: int) -> int:
    """Adopt in whichever process this is; pass a moment before SQLite's write number *write*."""
    writes = 0
    connect: Any = sqlite3.connect

    def told(sql: str) -> None:
        nonlocal writes
        writes += not sql.lstrip().upper().startswith(("SELECT", "PRAGMA"))
        if writes == write:
            moment("write")

    def watched(*arguments: Any, **options: Any) -> Any:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(told if arguments[0] == path else None)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]
    return asyncio.run(adopt(path, "user-alice"))


@pytest.mark.parametrize("write", [1, 15, 18])
def test_a_kill_while_adopting_loses_and_doubles_nothing(write: int, tmp_path: Path) -> None:
    """
    Killed before any table is made, between two cards, late: called again, each item is there once.
    """
    path = str(tmp_path / "old.db")
    items: Any = conversation(Random(7))

    async def use() -> None:
        with closing(SQLiteSession("user-alice", path)) as session:
            await session.add_items(items)
        assert run_function(adopt_elsewhere, path, write, kill_at="write").killed
        assert await adopt(path, "user-alice") == len(items)
        with closing(open_branched(path)) as session:
            assert await session.get_items() == items

    run(use())
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM agent_messages").fetchone() == (len(items),)


@pytest.mark.parametrize("clears_up", ["pop", "delete a branch"])
def test_items_without_a_card_are_deleted_by_the_next_pop_or_branch_deletion(
    clears_up: str, tmp_path: Path
) -> None:
    """
    Why one migrates first: what a plain session has added goes, whoever has just begun to chat.
    """
    path = str(tmp_path / "mixed.db")

    async def use() -> None:
        with closing(open_branched(path)) as session, closing(_plain(path)) as plain:
            await talk(session, *ASKED)
            kept = await session.get_items()
            await plain.add_items(turn(Random(7), 1, 1))
            assert len(await plain.get_items()) == len(kept) + 4
            await session.create_branch_from_turn(2, "by-ship")
            if clears_up == "pop":
                await session.pop_item()
            else:
                await session.delete_branch("by-ship", force=True)
            assert await plain.get_items() == kept

    run(use())


def _plain(path: str) -> Session | Any:
    return SQLiteSession("user-alice", path)


def test_a_cleared_session_takes_every_object_back_to_main(tmp_path: Path) -> None:
    """
    An object on a branch notices that another one has cleared the session.
    """
    path = str(tmp_path / "trips.db")

    async def use() -> None:
        with closing(open_branched(path)) as session, closing(open_branched(path)) as other:
            await talk(session, *ASKED)
            await session.create_branch_from_turn(2, "by-ship")
            await other.clear_session()
            await talk(session, "Hello again")
            assert await current(session) == ["main"]
            assert [each["branch_id"] for each in await other.list_branches()] == ["main"]

    run(use())


def test_a_turn_of_two_runs_keeps_the_usage_of_the_second(tmp_path: Path) -> None:
    """
    One row a turn, and it is replaced: what the first run has used is in no book.
    """

    async def use(session: AdvancedSQLiteSession) -> None:
        await talk(session, "Hello")
        assert await session.get_session_usage("main") == {
            "requests": 1,
            "input_tokens": 100,
            "output_tokens": 10,
            "total_tokens": 110,
            "total_turns": 1,
        }
        once = await session.get_session_usage()
        again = await Runner.run(Agent("Guide", model=Scripted()), [], session=session)
        await session.store_run_usage(again)
        assert again.context_wrapper.usage.requests == 1
        assert await session.get_session_usage() == once

    with closing(open_branched(str(tmp_path / "trips.db"))) as session:
        run(use(session))
