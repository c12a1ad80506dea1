"""Probes for `open_chat` of `1_checkpointers/async_sqlite_saver`."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Coroutine
from functools import lru_cache
from typing import Any

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

PATIENCE = 3.0  # seconds, after which a turn never returns

_opened: list[str] = []
_put: Any = SqliteSaver.put
_aput: Any = AsyncSqliteSaver.aput


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    """Return the one loop of this process: a server has one, and locks belong to it."""
    return asyncio.new_event_loop()


def _run(main: Coroutine[Any, Any, Any]) -> Any:
    return _loop().run_until_complete(main)


async def _said(turn: Awaitable[Any], seconds: float = PATIENCE) -> Any:
    """Return what a turn returns, or a sentence about how it ended."""
    try:
        return await asyncio.wait_for(turn, seconds)
    except TimeoutError as error:
        return str(error) or "it never returned"
    except asyncio.CancelledError:
        return "cancelled"
    except Exception as error:
        return f"{type(error).__name__}: {str(error).partition(chr(10))[0][:150]}"


def note_files(names: Any) -> None:
    """Note from now on which databases SQLite is asked to open."""

    def note(event: str, arguments: Any) -> None:
        if event == "sqlite3.connect":
            _opened.append(os.fsdecode(arguments[0]))

    sys.addaudithook(note)


def requests(names: Any, path: str, turns: list[list[str]]) -> Any:
    """Take *turns* one by one; return replies, how often the file was opened, what is left."""

    async def main() -> Any:
        before = len(_opened)
        async with names.open_chat(path) as chat:
            replies = [_plain(await chat(thread_id, text)) for thread_id, text in turns]
            opened = len(_opened) - before
        return replies, opened, _beside(path)

    return _run(main())


def at_once(names: Any, path: str, threads: list[str]) -> Any:
    """Take a turn of each thread, all at once; return what came, and how often it opened."""

    async def main() -> Any:
        before = len(_opened)
        async with names.open_chat(path) as chat:
            calls = [_said(chat(thread_id, "Hello")) for thread_id in threads]
            return list(await asyncio.gather(*calls)), len(_opened) - before

    return _run(main())


def two_open(names: Any, paths: list[str], thread_id: str) -> Any:
    """Have two chats open at a time, and take turns of them; return what came."""

    async def main() -> Any:
        one, other = paths
        async with names.open_chat(one) as first:
            async with names.open_chat(other) as second:
                said = [
                    await _said(chat(thread_id, "Hello")) for chat in (first, second, first)
                ]
            return [*said, await _said(first(thread_id, "Hello"))]

    return _run(main())


def fail_inside(names: Any, path: str, thread_id: str) -> Any:
    """Raise an error in the block; return what comes out of it, and what files are left."""

    async def main() -> Any:
        came = "it did not come out of the block"
        try:
            async with names.open_chat(path) as chat:
                await chat(thread_id, "Hello")
                raise ConnectionError("the server failed")
        except Exception as error:
            came = f"{type(error).__name__}: {error}"
        return came, _beside(path)

    return _run(main())


def slow_disk(names: Any, seconds: float) -> None:
    """Make each save of what a finished step leaves take *seconds*."""

    def put(self: Any, config: Any, checkpoint: Any, metadata: Any, versions: Any) -> Any:
        time.sleep(seconds if metadata["step"] >= 0 else 0)
        return _put(self, config, checkpoint, metadata, versions)

    async def aput(
        self: Any, config: Any, checkpoint: Any, metadata: Any, versions: Any
    ) -> Any:
        await asyncio.sleep(seconds if metadata["step"] >= 0 else 0)
        return await _aput(self, config, checkpoint, metadata, versions)

    savers: list[Any] = [SqliteSaver, AsyncSqliteSaver]
    savers[0].put, savers[1].aput = put, aput


def die_listening(names: Any) -> None:
    """Let `listen` be killed when it is called next."""
    os.environ["WORKBOOK_KILL_AT"] = "listening"


def _plain(reply: Any) -> Any:
    return reply if isinstance(reply, str | None) else f"a {type(reply).__name__}"


def _beside(path: str) -> list[str]:
    folder, _, file = path.rpartition("/")
    return sorted(name for name in os.listdir(folder) if name.startswith(file))  # noqa: PTH208
