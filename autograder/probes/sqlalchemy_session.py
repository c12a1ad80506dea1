"""Probes for `2_sessions/sqlalchemy_session`."""

from __future__ import annotations

import asyncio
import copy
import json
import os
import sqlite3
from contextlib import closing
from typing import Any


def chat(names: Any, url: str, session_id: str, text: str) -> Any:
    """Add an item in a block of the student's; return what the session then holds."""

    async def use() -> list[Any]:
        async with names.open_chat(url, session_id) as session:
            before = await session.get_items()
            await session.add_items([{"role": "user", "content": text}])
            return [type(session).__name__, len(before), texts(await session.get_items())]

    return asyncio.run(use())


def tables(names: Any, url: str, path: str) -> list[str]:
    """Return which tables an SQLite file has when a block of the student's begins."""

    async def use() -> list[str]:
        async with names.open_chat(url, "trip-0"):
            with closing(sqlite3.connect(path)) as db:
                found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                return sorted(name for (name,) in found)

    return asyncio.run(use())


def texts(items: list[Any]) -> list[str]:
    """Return what the items say."""
    return [item["content"] for item in items]


def fail_inside(names: Any, url: str) -> str:
    """Raise an error in the block; return what came out."""

    async def use() -> None:
        async with names.open_chat(url, "trip-0"):
            raise LookupError("the block failed")

    try:
        asyncio.run(use())
    except LookupError as error:
        return str(error)
    return "nothing came out"


def all_at_once(names: Any, url: str, count: int) -> list[str]:
    """Open the chat in several processes at the same moment; return what each said."""
    gate, start = os.pipe()
    pipes = []
    for number in range(count):
        said, say = os.pipe()
        if not os.fork():
            os.close(start)
            os.read(gate, 1)  # until the last one is there
            os.write(say, _outcome(names, url, number).encode())
            os._exit(0)
        os.close(say)
        pipes.append(said)
    os.close(gate)
    os.close(start)
    outcomes = [_read(said) for said in pipes]
    for _ in pipes:
        os.wait()
    return outcomes


def _outcome(names: Any, url: str, number: int) -> str:
    try:
        return json.dumps(chat(names, url, f"trip-{number}", "Hello"))
    except BaseException as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0][:150]}"


def _read(end: int) -> str:
    parts = []
    while part := os.read(end, 4096):
        parts.append(part)
    os.close(end)
    return b"".join(parts).decode()


def trim(names: Any, history: Any, new: Any, *turns: int) -> Any:
    """Call the student's `trim`; return its answer's type and whether its inputs are as before."""
    given = copy.deepcopy([history, new])
    answer = names.trim(*given, *turns)
    return [type(answer).__name__, given == [history, new]]
