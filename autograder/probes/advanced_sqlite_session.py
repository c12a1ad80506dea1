"""Probes for `2_sessions/advanced_sqlite_session`."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import tempfile
from contextlib import closing
from typing import Any

from agents import (
    Agent,
    ModelResponse,
    Runner,
    SQLiteSession,
    Usage,
    function_tool,
    set_tracing_disabled,
)
from agents.extensions.memory import AdvancedSQLiteSession
from agents.models.interface import Model
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
)

Items = Any  # a list of dicts, of the SDK's many types
READS = ("SELECT", "PRAGMA", "WITH", "EXPLAIN")


def advanced(path: str, session_id: str) -> AdvancedSQLiteSession:
    """Open an AdvancedSQLiteSession, with its tables."""
    return AdvancedSQLiteSession(session_id=session_id, db_path=path, create_tables=True)


class Scripted(Model):
    """A model that repeats the questions it sees; it fails or dies when told.

    It calls `fare` where a question has that word. Each time it is asked costs 100 tokens for
    each question it sees, and 10 for its reply.
    """

    def __init__(self, fault: str = "") -> None:
        self.fault = fault

    async def get_response(
        self,
        system_instructions: Any,
        input: Any,  # noqa: A002 (the SDK's name)
        *_: Any,
        **__: Any,
    ) -> ModelResponse:
        """Reply to a list of items."""
        if self.fault == "fail":
            raise ConnectionError("the model does not answer")
        if self.fault == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        asked = [item["content"] for item in input if item.get("role") == "user"]
        called = input[-1].get("type") == "function_call_output"
        output = _call(len(input)) if "fare" in asked[-1] and not called else _reply(asked)
        read = 100 * len(asked)
        used = Usage(requests=1, input_tokens=read, output_tokens=10, total_tokens=read + 10)
        return ModelResponse(output=[output], usage=used, response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> Any:
        """Nobody asks for this."""
        raise AssertionError


def _call(number: int) -> Any:
    return ResponseFunctionToolCall(
        type="function_call", call_id=f"call_{number}", name="fare", arguments="{}"
    )


def _reply(asked: list[str]) -> Any:
    said = "I was asked: " + " | ".join(asked)
    text = ResponseOutputText(type="output_text", text=said, annotations=[])
    return ResponseOutputMessage(
        id="msg_7", type="message", role="assistant", status="completed", content=[text]
    )


def _agent(fault: str = "") -> Agent:
    @function_tool
    def fare() -> str:
        """Return the fare."""
        return "12 euros"

    set_tracing_disabled(disabled=True)
    return Agent(name="Guide", tools=[fare], model=Scripted(fault))


def talk(names: Any, path: str, questions: list[str], branch: str, turn: int) -> None:
    """Hold a conversation, its usage stored; on a new branch if *branch* names one."""

    async def use(session: AdvancedSQLiteSession) -> None:
        if branch:
            await session.create_branch_from_turn(turn, branch)
        for question in questions:
            result = await Runner.run(_agent(), question, session=session)
            await session.store_run_usage(result)

    with closing(advanced(path, "trip-7")) as session:
        asyncio.run(use(session))


def what_if(
    names: Any, path: str, turn: int, question: str, branch: str = "main", fault: str = ""
) -> Any:
    """Ask through the student's `what_if`; return what came, and the branch current then."""
    # What the check asks for; any other error is told as the student's own.
    awaited = {"fail": ConnectionError, "no such turn": ValueError}.get(fault, ())

    async def use(session: AdvancedSQLiteSession) -> Any:
        if branch != "main":
            await session.switch_to_branch(branch)
        try:
            came = await names.what_if(_agent(fault), session, turn, question)
        except awaited as error:
            came = f"{type(error).__name__}!"
        if not isinstance(came, str):
            came = [type(came).__name__]
        listed = await session.list_branches()
        current = [each["branch_id"] for each in listed if each["is_current"]]
        return [came, *(current or ["an empty branch"])]

    with closing(advanced(path, "trip-7")) as session:
        return asyncio.run(use(session))


def state(names: Any, path: str, session_id: str = "trip-7") -> Any:
    """Return what a new object finds: the branches, each with its items, turns and usage."""

    async def use(session: AdvancedSQLiteSession) -> Any:
        found = {}
        for each in await session.list_branches():
            name = each["branch_id"]
            turns = await session.get_conversation_by_turns(name)
            found[name] = {
                "items": await session.get_items(branch_id=name),
                "turns": {str(turn): cards for turn, cards in turns.items()},
                "asked": [
                    [turn["turn"], turn["full_content"]]
                    for turn in await session.get_conversation_turns(name)
                ],
                "tools": [list(row) for row in await session.get_tool_usage(name)],
                "usage": await session.get_turn_usage(branch_id=name),
            }
        return [found, await session.get_session_usage()]

    with closing(advanced(path, session_id)) as session:
        return asyncio.run(use(session))


def plain(names: Any, path: str, session_id: str, items: Items) -> None:
    """Add items to an SQLiteSession."""
    with closing(SQLiteSession(session_id, path)) as session:
        asyncio.run(session.add_items(items))


def filed(names: Any, path: str, session_id: str, items: Items) -> None:
    """Add items to an AdvancedSQLiteSession."""
    with closing(advanced(path, session_id)) as session:
        asyncio.run(session.add_items(items))


def filed_state(names: Any, items: Items) -> Any:
    """Return the state of an AdvancedSQLiteSession that stored the items from the start."""
    with tempfile.TemporaryDirectory() as folder:
        filed(names, f"{folder}/model.db", "user-alice", items)
        return state(names, f"{folder}/model.db", "user-alice")[0]


def adopt(names: Any, path: str, session_id: str, kill_at: int = 0) -> Any:
    """Adopt through the student's `adopt`; die at write number *kill_at*, if it comes to that.

    Returns what came, and the numbers of the writes that began a transaction: what is on disk
    then is what a kill leaves.
    """
    writes, begun = 0, []
    connect: Any = sqlite3.connect

    def watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)

        def told(sql: str) -> None:
            nonlocal writes
            if sql.lstrip().upper().startswith(READS):
                return
            writes += 1
            if not connection.in_transaction:
                begun.append(writes)
            if writes == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

        if path in str(arguments[0] if arguments else options.get("database")):
            connection.set_trace_callback(told)
        return connection

    async def use() -> Any:
        return await names.adopt(path, session_id)

    sqlite3.connect = watched  # type: ignore[assignment]
    try:
        came = asyncio.run(use())
    except ValueError as error:
        if "structure tables before" in str(error) or "JSON" in str(error):
            raise
        came = "ValueError!"
    finally:
        sqlite3.connect = connect
    return [came, begun]
