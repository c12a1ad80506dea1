"""Probes for `7_capstone/own_checkpointer`: the suite, kills on the way, two at once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any, TypedDict

from langgraph.checkpoint.base import empty_checkpoint
from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.conformance.report import ProgressCallbacks
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

LOOK = ("line", "c_return", "return")
PATIENCE = 0.15  # seconds, after which a second writer is taken to wait for the first
BIG = "rain " * 20_000  # more than any buffer holds


def judge(names: Any, kind: str, folder: str) -> dict[str, Any]:
    """Return how many of the suite's tests passed and failed, by capability, and how."""
    how: dict[str, list[str]] = {}
    number = count()

    @checkpointer_test(name=kind)
    async def fresh() -> AsyncIterator[Any]:
        place = Path(folder, f"suite-{next(number)}")
        async with _opened(names, kind, str(place)) as saver:
            yield saver

    def note(capability: str, test: str, passed: bool, error: str | None) -> None:
        if not passed:
            words = (error or "").strip().splitlines()[-1][:200]
            how.setdefault(capability, []).append(f"{test}: {words}")

    report = asyncio.run(validate(fresh, progress=ProgressCallbacks(on_test_result=note)))
    return {
        name: [each.tests_passed, each.tests_failed, how.get(name, [])]
        for name, each in report.results.items()
        if each.detected
    }


@asynccontextmanager
async def _opened(names: Any, kind: str, place: str) -> AsyncIterator[Any]:
    if kind == "FileSaver":
        yield names.FileSaver(place)
    else:
        async with names.TidySqliteSaver.from_conn_string(f"{place}.db") as saver:
            yield saver


# --- a saver on files ---


def _config(thread_id: str, checkpoint_id: str | None = None, ns: str = "") -> Any:
    where = {"thread_id": thread_id, "checkpoint_ns": ns, "checkpoint_id": checkpoint_id}
    return {"configurable": {key: value for key, value in where.items() if value is not None}}


def _checkpoint(value: Any) -> Any:
    versions: Any = {"notes": 1}
    return empty_checkpoint() | {
        "channel_values": {"notes": value},
        "channel_versions": versions,
    }


def _plain(found: Any) -> Any:
    if found is None:
        return None
    values = found.checkpoint["channel_values"].get("notes")
    return {
        "notes": values,
        "metadata": found.metadata,
        "parent": (found.parent_config or {}).get("configurable", {}).get("checkpoint_id"),
        "writes": [list(write) for write in found.pending_writes or []],
        "thread": found.config["configurable"].get("thread_id"),
    }


def put(names: Any, folder: str, thread_id: str, notes: list[Any], user: str = "") -> Any:
    """Put a checkpoint for each note, each the parent of the next.

    Returns their ids, and whether what was given to `put` is still as it was.
    """
    saver = names.FileSaver(folder)
    found, untouched = [], True
    config = _config(thread_id)
    for step, note in enumerate(notes):
        given: list[Any] = [config, _checkpoint(note), {"source": "loop", "step": step}, {}]
        if user:
            given[0]["configurable"]["user_id"] = user
        before = deepcopy(given)
        config = deepcopy(saver.put(*given))
        untouched = untouched and given == before
        found.append(config["configurable"]["checkpoint_id"])
        # What the caller does with it afterwards is no business of the thread's.
        given[1]["channel_values"]["notes"] = "changed by the caller"
    return found, untouched


def put_again(names: Any, folder: str, thread_id: str, checkpoint_id: str) -> None:
    """Put a checkpoint that is there once more, as it is."""
    saver = names.FileSaver(folder)
    found = saver.get_tuple(_config(thread_id, checkpoint_id))
    saver.put(found.parent_config or _config(thread_id), found.checkpoint, found.metadata, {})


def put_writes(
    names: Any, folder: str, thread_id: str, checkpoint_id: str, calls: list[Any]
) -> None:
    """Put writes, for each of the *calls*: its writes, task id and task path."""
    saver = names.FileSaver(folder)
    for writes, task_id, task_path in calls:
        saver.put_writes(
            _config(thread_id, checkpoint_id), list(map(tuple, writes)), task_id, task_path
        )


def get(names: Any, folder: str, thread_id: str, checkpoint_id: str | None = None) -> Any:
    """Return what `get_tuple` finds, as plain data."""
    return _plain(names.FileSaver(folder).get_tuple(_config(thread_id, checkpoint_id)))


def listed(
    names: Any, folder: str, thread_id: str, before: str | None, wanted: Any, limit: int | None
) -> Any:
    """Return the notes that `list` finds."""
    end = _config(thread_id, before) if before else None
    saver = names.FileSaver(folder)
    found = saver.list(_config(thread_id), before=end, filter=wanted, limit=limit)
    return [each.checkpoint["channel_values"].get("notes") for each in found]


def delete(names: Any, folder: str, thread_id: str) -> None:
    """Delete a thread."""
    names.FileSaver(folder).delete_thread(thread_id)


class _Trip(TypedDict):
    stops: list[str]


def travel(names: Any, folder: str, thread_id: str, answer: str | None) -> Any:
    """Begin a trip that asks where to go, or answer; return the question, or the stops."""

    def ask(state: _Trip) -> Any:
        return {"stops": [*state["stops"], interrupt("Where to?")]}

    builder = StateGraph(_Trip).add_node("ask", ask).add_edge(START, "ask")
    graph = builder.compile(checkpointer=names.FileSaver(folder))
    given: Any = {"stops": ["Lisbon"]} if answer is None else Command(resume=answer)
    final = graph.invoke(given, _config(thread_id), durability="sync")
    if asked := final.get("__interrupt__"):
        return asked[0].value
    return final["stops"]


# --- a process that dies at a change on disk, or waits there ---


def put_and_die(names: Any, folder: str, thread_id: str, at: int, notes: str) -> int:
    """Put a checkpoint; die at the *at*-th change on disk, or return how many there were."""
    saver = names.FileSaver(folder)
    with watching(folder, at, _die) as changes:
        saver.put(_config(thread_id), _checkpoint([notes, BIG]), {"step": 0}, {"notes": 1})
    return changes[0]


def write_and_die(names: Any, folder: str, thread_id: str, checkpoint_id: str, at: int) -> int:
    """Put two writes of a task; die at the *at*-th change, or return how many there were."""
    saver = names.FileSaver(folder)
    with watching(folder, at, _die) as changes:
        writes = [("stops", BIG), ("paid", "yes")]
        saver.put_writes(_config(thread_id, checkpoint_id), writes, "task-1", "")
    return changes[0]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def meet(names: Any, folder: str, what: str) -> list[list[Any]]:
    """Let two threads of the system put at once, one of them stopped at each change on disk.

    Returns, for each change, what the two raised and what was kept afterwards.
    """
    told = []
    for at in count(1):
        place = f"{folder}/{what}-{at}"
        saver = names.FileSaver(place)
        stored = saver.put(_config("trip-7"), _checkpoint("home"), {"step": 0}, {"notes": 1})
        raised, reached = _two_at_once(saver, stored, what, place, at)
        told.append([raised, _kept(names.FileSaver(place), what, stored)])
        if not reached:
            break
    return told


def _two_at_once(
    saver: Any, stored: Any, what: str, place: str, at: int
) -> tuple[list[str], bool]:
    stopped, go_on = threading.Event(), threading.Event()
    raised: list[str] = []

    def stop() -> None:
        stopped.set()
        go_on.wait(5)

    def act(number: int) -> None:
        try:
            if what == "put":
                saver.put(stored, _checkpoint(f"day {number}"), {"step": number}, {})
            else:
                saver.put_writes(stored, [("stops", f"day {number}")], f"task-{number}", "")
        except Exception as error:
            raised.append(f"{type(error).__name__}: {error}"[:150])

    def begin() -> None:
        with watching(place, at, stop):
            act(1)

    one, two = threading.Thread(target=begin), threading.Thread(target=act, args=(2,))
    one.start()
    while one.is_alive() and not stopped.wait(0.01):
        pass
    reached = stopped.is_set()
    two.start()
    two.join(PATIENCE)
    go_on.set()
    one.join()
    two.join()
    return raised, reached


def _kept(saver: Any, what: str, stored: Any) -> Any:
    try:
        if what == "put":
            found = saver.list(_config("trip-7"))
            return sorted(each.checkpoint["channel_values"]["notes"] for each in found)
        return sorted(value for _, _, value in saver.get_tuple(stored).pending_writes)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:150]


@contextmanager
def watching(folder: str | Path, at: int, act: Callable[[], None]) -> Iterator[list[int]]:
    """Look at the folder at each line and call of this thread; act at the *at*-th change."""
    seen, changes = _state(folder), [0]

    def look(frame: Any, event: str, argument: Any) -> Any:
        nonlocal seen
        if event in LOOK and (now := _state(folder)) != seen:
            seen = now
            changes[0] += 1
            if changes[0] == at:
                act()
        return look

    # Lines alone would miss a file that is opened and written in one.
    sys.setprofile(look)
    sys.settrace(look)
    try:
        yield changes
    finally:
        sys.settrace(None)
        sys.setprofile(None)


def _state(folder: str | Path) -> set[tuple[str, int, int]]:
    found, places = set(), [str(folder)]
    while places:
        with suppress(FileNotFoundError), os.scandir(places.pop()) as entries:
            for entry in entries:
                about = entry.stat()
                found.add((entry.path, about.st_size, about.st_mtime_ns))
                if entry.is_dir():
                    places.append(entry.path)
    return found
