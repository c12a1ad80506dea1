"""Probes for `2_sessions/sqlite_session`."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import closing
from pathlib import Path
from typing import Any

from agents import (
    Agent,
    ModelResponse,
    SQLiteSession,
    Usage,
    function_tool,
    set_tracing_disabled,
)
from agents.models.interface import Model
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
)

Items = Any  # a list of dicts, of the SDK's many types


class Bare:
    """A session with the four methods and nothing else."""

    def __init__(self, items: Items) -> None:
        self.session_id, self.session_settings = "trip-0", None
        self._items = items

    async def get_items(self, limit: int | None = None) -> Items:
        """Return the items."""
        return (
            list(self._items)
            if limit is None
            else self._items[max(0, len(self._items) - limit) :]
        )

    async def add_items(self, items: Items) -> None:
        """Add items."""
        self._items.extend(items)

    async def pop_item(self) -> dict[str, Any] | None:
        """Take the latest item away."""
        return self._items.pop() if self._items else None

    async def clear_session(self) -> None:
        """Take all items away."""
        self._items.clear()


def fill(names: Any, path: str, items: Items) -> None:
    """Let the session in a file have these items and no others."""
    with closing(SQLiteSession("trip-7", path)) as session:
        asyncio.run(session.clear_session())
        asyncio.run(session.add_items(items))


def kept(names: Any, path: str) -> Items:
    """Return the items of the session in a file."""
    with closing(SQLiteSession("trip-7", path)) as session:
        return asyncio.run(session.get_items())


def pop_turn(names: Any, path: str, items: Items) -> Any:
    """Pop a turn of the session in a file; return what came.

    An empty path means a session that is no SQLiteSession, with *items*; what is left of them
    is returned as well.
    """

    async def use(session: Any) -> Any:
        popped = await names.pop_turn(session)
        return [type(popped).__name__, popped, [] if path else await session.get_items()]

    if not path:
        return asyncio.run(use(Bare(list(items))))
    with closing(SQLiteSession("trip-7", path)) as session:
        return asyncio.run(use(session))


class Scripted(Model):
    """A model that calls `pay` once in a turn, then replies; it fails or dies when told.

    Each time it is asked, a line goes into `asked.txt` in the current folder. A *wordy* one
    says something before it calls, and replies in two parts.
    """

    def __init__(self, fault: str, wordy: bool = False) -> None:
        self.fault, self.wordy, self.count = fault, wordy, 0

    async def get_response(
        self,
        system_instructions: Any,
        input: Any,  # noqa: A002 (the SDK's name)
        *_: Any,
        **__: Any,
    ) -> ModelResponse:
        """Reply to a list of items."""
        self.count += 1
        note("asked.txt", "asked")
        if self.fault == f"fail {self.count}":
            raise ConnectionError("the model does not answer")
        if self.fault == f"die {self.count}":
            os.kill(os.getpid(), signal.SIGKILL)
        last = max(index for index, item in enumerate(input) if item.get("role") == "user")
        paid = any(item.get("type") == "function_call_output" for item in input[last:])
        question = input[last]["content"]
        output = [_reply(f"answer to {question}") if paid else _call(self.count)]
        if self.wordy:
            output = (
                [_reply("answer to ", question)] if paid else [_reply("Let me pay."), *output]
            )
        return ModelResponse(output=output, usage=Usage(), response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> Any:
        """Nobody asks for this."""
        raise AssertionError


def _call(number: int) -> Any:
    return ResponseFunctionToolCall(
        type="function_call", call_id=f"call_{number}", name="pay", arguments="{}"
    )


def _reply(*parts: str) -> Any:
    content: Any = [
        ResponseOutputText(type="output_text", text=part, annotations=[]) for part in parts
    ]
    return ResponseOutputMessage(
        id="msg_7", type="message", role="assistant", status="completed", content=content
    )


def note(file: str, line: str) -> None:
    """Add a line to a file in the current folder."""
    with Path(file).open("a") as notes:
        notes.write(f"{line}\n")


def _agent(text: str, model: Model) -> Agent[Any]:
    @function_tool
    def pay() -> str:
        """Pay."""
        note("paid.txt", text)
        return "paid"

    set_tracing_disabled(disabled=True)
    return Agent(name="Payer", tools=[pay], model=model)


def ask(names: Any, path: str, text: str, fault: str = "", wordy: bool = False) -> Any:
    """Ask through the student's `ask_once`; return the answer."""
    agent = _agent(text, Scripted(fault, wordy))
    with closing(SQLiteSession("trip-7", path)) as session:
        return asyncio.run(names.ask_once(agent, session, text))


def ask_stored(
    names: Any, path: str, session_id: str, text: str, calls: int, answer: str
) -> Any:
    """Ask what was asked already, by a turn that called its tool so often.

    An answer, if there is one, is an item whose content is a plain text.
    """
    stored: Any = [{"role": "user", "content": text}]
    for number in range(calls):
        call = _call(number).model_dump(exclude_none=True)
        output = {"type": "function_call_output", "call_id": call["call_id"], "output": "paid"}
        stored += [call, output]
    if answer:
        stored.append({"role": "assistant", "content": answer})
    with closing(SQLiteSession(session_id, path)) as session:
        asyncio.run(session.add_items(stored))
        return asyncio.run(names.ask_once(_agent(text, Scripted("")), session, text))


def kinds(names: Any, path: str, session_id: str) -> list[str]:
    """Return what kind each item of the session is of, a user's by its text."""
    with closing(SQLiteSession(session_id, path)) as session:
        items: Any = asyncio.run(session.get_items())
    return [
        f"user: {item['content']}"
        if item.get("role") == "user"
        else item.get("type", "message")
        for item in items
    ]
