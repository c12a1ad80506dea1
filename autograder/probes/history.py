"""Probes for `1_checkpointers/history`."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Any

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command

Before = Callable[[float], None]

_saver: Any = SqliteSaver
_async_saver: Any = AsyncSqliteSaver
_put, _put_writes = _saver.put, _saver.put_writes
_aput, _aput_writes = _async_saver.aput, _async_saver.aput_writes


def watch(names: Any, log: str, kill_at: str) -> None:
    """Write the moments that are passed to *log*; die at *kill_at*, if it is not empty."""
    os.environ["WORKBOOK_MOMENTS"] = log
    os.environ["WORKBOOK_KILL_AT"] = kill_at


def slow_disk(names: Any, seconds: float) -> None:
    """Make each save of what a finished step leaves take *seconds*, or twice as long."""

    def wait(share: float) -> None:
        time.sleep(share * seconds)

    _before_saves(wait)


def die_at_save(names: Any, number: int) -> None:
    """Die before the save with this *number*, counted from 1."""
    left = [number]

    def count(share: float) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    _before_saves(count, every=True)


def _before_saves(act: Before, every: bool = False) -> None:
    """Do *act* before both savers save; without *every*, only after a step has finished."""

    def put(self: Any, config: Any, checkpoint: Any, metadata: Any, versions: Any) -> Any:
        if every or metadata["step"] > 0:
            act(1)
        return _put(self, config, checkpoint, metadata, versions)

    def put_writes(self: Any, config: Any, writes: Any, *rest: Any, **named: Any) -> None:
        act(2)
        _put_writes(self, config, writes, *rest, **named)

    async def aput(
        self: Any, config: Any, checkpoint: Any, metadata: Any, versions: Any
    ) -> Any:
        if every or metadata["step"] > 0:
            act(1)
        return await _aput(self, config, checkpoint, metadata, versions)

    async def aput_writes(
        self: Any, config: Any, writes: Any, *rest: Any, **named: Any
    ) -> None:
        act(2)
        await _aput_writes(self, config, writes, *rest, **named)

    _saver.put, _saver.put_writes = put, put_writes
    _async_saver.aput, _async_saver.aput_writes = aput, aput_writes


def close_bank(names: Any) -> None:
    """Make the bank fail at its first moment, whoever holds the function it calls there."""
    from workbook.crash import moment

    def refuse(name: str) -> None:
        if name == "pay":
            raise ConnectionError("the bank does not answer")

    moment.__code__ = refuse.__code__


def tell(names: Any, path: str, thread_id: str, *texts: str) -> str:
    """Take a turn of the diary for each text; return the last reply."""
    with SqliteSaver.from_conn_string(path) as saver:
        for text in texts:
            turn = {"messages": [{"role": "user", "content": text}]}
            final = names.diary_graph(saver).invoke(turn, _config(thread_id))
        return str(final["messages"][-1].text)


def note(names: Any, path: str, thread_id: str, text: str) -> None:
    """Add a note to a diary's thread as support does: an update, and no turn."""
    values = {"messages": [{"role": "assistant", "content": text}]}
    with SqliteSaver.from_conn_string(path) as saver:
        names.diary_graph(saver).update_state(_config(thread_id), values, as_node="listen")


def told(names: Any, path: str, thread_id: str) -> list[str]:
    """Return the texts of a diary's thread as it stands."""
    with SqliteSaver.from_conn_string(path) as saver:
        state = names.diary_graph(saver).get_state(_config(thread_id))
    return [str(message.text) for message in state.values.get("messages", [])]


def begin_old(names: Any, path: str, thread_id: str, route: str, answer: str) -> None:
    """Begin a version 1 trip, and answer its question if there is an answer."""
    with SqliteSaver.from_conn_string(path) as saver:
        graph = names.trip_v1(saver)
        begun = {"route": route, "steps": []}
        graph.invoke(begun, _config(thread_id), durability="sync")
        if answer:
            graph.invoke(Command(resume=answer), _config(thread_id), durability="sync")


def begin_new(names: Any, path: str, thread_id: str, cities: list[str], answer: str) -> None:
    """Begin a version 3 trip, and answer its question if there is an answer."""
    origin, destination = cities
    begun = {"version": 3, "origin": origin, "destination": destination, "steps": []}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = names.trip_v3(saver)
        graph.invoke(begun, _config(thread_id))
        if answer:
            graph.invoke(Command(resume=answer), _config(thread_id))


def new_state(names: Any, path: str, thread_id: str) -> dict[str, Any]:
    """Return a thread as version 3 sees it: its values, and under `due` what is due."""
    with SqliteSaver.from_conn_string(path) as saver:
        state = names.trip_v3(saver).get_state(_config(thread_id))
    return {"due": list(state.next), **state.values}


def go_on(names: Any, path: str, thread_id: str, answer: str) -> list[str]:
    """Go on with a thread under version 3; return its steps."""
    with SqliteSaver.from_conn_string(path) as saver:
        given: Any = Command(resume=answer) if answer else None
        return list(names.trip_v3(saver).invoke(given, _config(thread_id))["steps"])


def _config(thread_id: str) -> dict[str, Any]:
    return {"configurable": {"thread_id": thread_id}}
