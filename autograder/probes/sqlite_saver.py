"""Probes for `1_checkpointers/sqlite_saver`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

BeforePut = Callable[[int], Iterator[float]]
BeforeWrites = Callable[[Any], Iterator[float]]
AfterWrites = Callable[[Any], None]

_put: Any = SqliteSaver.put
_put_writes: Any = SqliteSaver.put_writes
_aput: Any = AsyncSqliteSaver.aput
_aput_writes: Any = AsyncSqliteSaver.aput_writes
_opened: list[str] = []


def note_files(names: Any) -> None:
    """Note from now on which databases SQLite is asked to open."""

    def note(event: str, arguments: Any) -> None:
        if event == "sqlite3.connect":
            _opened.append(os.fsdecode(arguments[0]))

    sys.addaudithook(note)


def opened(names: Any) -> list[str]:
    """Return the databases that were opened since `note_files`."""
    return list(_opened)


def watch(names: Any, log: str, kill_at: str) -> None:
    """Write the moments that are passed to *log*; die at *kill_at*, if it is not empty."""
    os.environ["WORKBOOK_MOMENTS"] = log
    os.environ["WORKBOOK_KILL_AT"] = kill_at


def slow_disk(names: Any, seconds: float) -> None:
    """Make each save of what a finished step leaves take *seconds*.

    A kill then meets a save that is still under way every time, not now and then.
    """

    def before_put(step: int) -> Iterator[float]:
        if step > 0:
            yield seconds

    def before_writes(written: Any) -> Iterator[float]:
        # Longer, so that writes do not stand in for a checkpoint that is not there.
        yield 2 * seconds

    _pause(before_put, before_writes, lambda written: None)


def die_while_saving(names: Any) -> None:
    """Die when a step's result has been written, and the checkpoint after it has not."""
    have_been_written = threading.Event()

    def before_put(step: int) -> Iterator[float]:
        if step == 1:
            for _ in range(400):
                if have_been_written.is_set():
                    break
                yield 0.01
            os.kill(os.getpid(), signal.SIGKILL)

    def after_writes(written: Any) -> None:
        if any(channel == "steps" and value for channel, value in written):
            have_been_written.set()

    _pause(before_put, lambda written: iter(()), after_writes)


def _pause(before_put: BeforePut, before_writes: BeforeWrites, after: AfterWrites) -> None:
    """Let both savers sleep as they are told, before they save."""

    def put(self: Any, config: Any, checkpoint: Any, metadata: Any, versions: Any) -> Any:
        for seconds in before_put(metadata["step"]):
            time.sleep(seconds)
        return _put(self, config, checkpoint, metadata, versions)

    def put_writes(self: Any, config: Any, writes: Any, *rest: Any, **named: Any) -> None:
        for seconds in before_writes(writes):
            time.sleep(seconds)
        _put_writes(self, config, writes, *rest, **named)
        after(writes)

    saver: Any = SqliteSaver
    saver.put, saver.put_writes = put, put_writes
    _pause_async(before_put, before_writes, after)


def _pause_async(
    before_put: BeforePut, before_writes: BeforeWrites, after: AfterWrites
) -> None:
    async def aput(
        self: Any, config: Any, checkpoint: Any, metadata: Any, versions: Any
    ) -> Any:
        for seconds in before_put(metadata["step"]):
            await asyncio.sleep(seconds)
        return await _aput(self, config, checkpoint, metadata, versions)

    async def aput_writes(
        self: Any, config: Any, writes: Any, *rest: Any, **named: Any
    ) -> None:
        for seconds in before_writes(writes):
            await asyncio.sleep(seconds)
        await _aput_writes(self, config, writes, *rest, **named)
        after(writes)

    saver: Any = AsyncSqliteSaver
    saver.aput, saver.aput_writes = aput, aput_writes


def close_bank(names: Any) -> None:
    """Make `pay` fail, whoever holds the function that it calls first."""
    from workbook.crash import moment

    def refuse(name: str) -> None:
        if name == "pay":
            raise ConnectionError("the bank does not answer")

    moment.__code__ = refuse.__code__
