"""Probes for `2_sessions/redis_session`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from agents import Agent, ModelResponse, RunConfig, Runner, Usage
from agents.models.interface import Model
from openai.types.responses import ResponseOutputMessage, ResponseOutputText


def note(names: Any, url: str, session_id: str, text: str, seconds: int | None) -> Any:
    """Call the student's `note`."""
    return asyncio.run(names.note(url, session_id, text, seconds))


def operations(names: Any, path: str, mine: str, other: str) -> dict[str, Any]:
    """Put the student's session through `battery`."""
    return asyncio.run(battery(lambda name: names.LinesSession(path, name), mine, other))


async def battery(make: Callable[[str], Any], mine: str, other: str) -> dict[str, Any]:
    """Use two sessions in every way; return what they said, by promise.

    It is what the sessions of the SDK are held to as well: tests/test_redis_session.py.
    """
    session, neighbour = make(mine), make(other)
    said: dict[str, Any] = {"id": getattr(session, "session_id", None)}
    said["empty"] = [await items_of(session), await session.pop_item()]
    await session.add_items(FIRST)
    said["order"] = await items_of(session)
    said["limits"] = [await items_of(session, limit) for limit in (2, 1, 0, 6)]
    await session.add_items([])
    said["nothing added"] = await items_of(session)
    await neighbour.add_items(THEIRS)
    said["apart"] = [await items_of(session), await items_of(neighbour)]
    said["another object"] = await items_of(make(mine))
    theirs = await session.get_items()
    if isinstance(theirs, list):
        theirs.clear()
    said["a copy"] = await items_of(session)
    said["pop"] = [await session.pop_item(), await items_of(session)]
    said["pop apart"] = await items_of(neighbour)
    await asyncio.gather(*(session.add_items([user(f"stop {n}")]) for n in range(8)))
    said["at once"] = await items_of(session)
    await session.clear_session()
    said["clear"] = [await items_of(session), await session.pop_item()]
    said["clear apart"] = await items_of(neighbour)
    await session.add_items(FIRST[:1])
    said["after clear"] = await items_of(session)
    return said


async def items_of(session: Any, *limit: int) -> Any:
    """Return what the session says now, whatever happens to its list later."""
    return deepcopy(await session.get_items(*limit))


def user(text: str) -> dict[str, Any]:
    """Return an item: what a user said."""
    return {"role": "user", "content": text}


FIRST = [
    user("Zwölf Uhr in Århus 🚆\nPlatform 2"),
    {
        "type": "function_call",
        "call_id": "call_7",
        "name": "fare",
        "arguments": '{"to": "Oslo"}',
    },
    {"type": "function_call_output", "call_id": "call_7", "output": '"12"'},
    {"role": "assistant", "content": [{"type": "output_text", "text": 'It\'s "12".\r\n'}]},
]
THEIRS = [user("Snow in Oslo")]


def add(names: Any, path: str, session_id: str, text: str) -> None:
    """Add one item."""
    asyncio.run(names.LinesSession(path, session_id).add_items([user(text)]))


def texts(names: Any, path: str, session_id: str) -> list[str]:
    """Return what the session's items say."""
    items = asyncio.run(names.LinesSession(path, session_id).get_items())
    return [item["content"] if isinstance(item, dict) else repr(item) for item in items]


def pop(names: Any, path: str, session_id: str) -> Any:
    """Remove an item."""
    return asyncio.run(names.LinesSession(path, session_id).pop_item())


class Parrot(Model):
    """A model that says how many items it was given."""

    async def get_response(
        self,
        system_instructions: Any,
        input: Any,  # noqa: A002 (the SDK's name)
        *_: Any,
        **__: Any,
    ) -> ModelResponse:
        """Reply to a list of items."""
        text = ResponseOutputText(
            type="output_text", text=f"{len(input)} items", annotations=[]
        )
        reply = ResponseOutputMessage(
            id="msg_7", type="message", role="assistant", status="completed", content=[text]
        )
        return ModelResponse(output=[reply], usage=Usage(), response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> Any:
        """Nobody asks for this."""
        raise AssertionError


def run_twice(names: Any, path: str, session_id: str) -> list[str]:
    """Let an agent take two turns on the session; return its replies."""

    async def turns() -> list[str]:
        agent = Agent(name="Guide", model=Parrot())
        session = names.LinesSession(path, session_id)
        quiet = RunConfig(tracing_disabled=True)
        runs = [
            await Runner.run(agent, text, session=session, run_config=quiet)
            for text in ("I land at noon", "What is near the port?")
        ]
        return [str(run.final_output) for run in runs]

    return asyncio.run(turns())
