"""The asynchronous SQLite lesson's reference under kills, cancellations and crowds."""

from __future__ import annotations

import asyncio
import pickle
import threading
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import aiosqlite
import pytest
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from autograder.checks.async_sqlite_saver import check_tally
from solutions.async_sqlite_saver import LOCKS, counter_graph, open_chat, tally
from workbook.crash import MomentNotReached, moment, run_function
from workbook.travel import pack


def say(path: str, thread_id: str, text: str) -> str:
    async def main() -> str:
        async with open_chat(path) as chat:
            return await chat(thread_id, text)

    return asyncio.run(main())


def count(path: str, node: Any, turns: Any) -> Any:
    """Open a counter with *node*, and await what *turns* makes of it."""

    async def main() -> Any:
        async with AsyncSqliteSaver.from_conn_string(path) as saver:
            return await turns(counter_graph(saver, node))

    return asyncio.run(main())


async def count_up(state: Any) -> Any:
    return {"total": state.get("total", 0) + state["amount"]}


def test_a_message_outlives_a_kill_while_it_is_listened_to(tmp_path: Path) -> None:
    """
    The message is on disk before `listen` sees it, so the next turn knows of it.
    """
    path = str(tmp_path / "diary.db")
    say(path, "trip-7", "I land at noon")

    assert run_function(say, path, "trip-7", "Rain", kill_at="listening").killed

    assert say(path, "trip-7", "Home") == "I know 3 of your messages."


def test_a_diary_leaves_one_file_and_lets_its_program_end(tmp_path: Path) -> None:
    """
    A program that used `open_chat` is gone at its end, and so is the write-ahead log.
    """

    def program(path: str) -> None:
        def watch() -> None:
            threading.main_thread().join()
            time.sleep(1)
            moment("a second later")

        threading.Thread(target=watch, daemon=True).start()
        say(path, "trip-7", "Hello")

    path = str(tmp_path / "diary.db")
    with pytest.raises(MomentNotReached, match="returned"):
        run_function(program, path, kill_at="a second later", kill_after=False)

    assert [file.name for file in tmp_path.iterdir()] == ["diary.db"]


def test_forty_turns_of_two_threads_count_forty(tmp_path: Path) -> None:
    """
    However turns of two threads are mixed, each total is exact, and no lock is kept.
    """

    async def turns(graph: Any) -> Any:
        calls = [tally(graph, f"trip-{n % 2}", 1) for n in range(40)]
        return sorted(await asyncio.gather(*calls))

    assert count(str(tmp_path / "totals.db"), count_up, turns) == sorted([*range(1, 21)] * 2)
    assert LOCKS == {}


def test_two_threads_meet_in_their_nodes(tmp_path: Path) -> None:
    """
    A turn of one thread does not wait for a turn of another.
    """
    both = asyncio.Barrier(2)

    async def meet(state: Any) -> Any:
        async with asyncio.timeout(30):
            await both.wait()
        return await count_up(state)

    async def turns(graph: Any) -> Any:
        return await asyncio.gather(*(tally(graph, trip, 1) for trip in ("trip-7", "trip-8")))

    assert count(str(tmp_path / "totals.db"), meet, turns) == [1, 1]


@pytest.mark.parametrize("cancelled", ["in the node", "while it waits"])
def test_a_cancelled_turn_is_not_counted_and_blocks_nobody(
    tmp_path: Path, cancelled: str
) -> None:
    """
    A turn that is cancelled, or runs out of time, leaves the queue as if it had not come.
    """

    async def turns(graph: Any) -> Any:
        first = asyncio.create_task(tally(graph, "trip-7", 1))
        await entered.wait()
        gone = first
        if cancelled == "while it waits":
            gone = asyncio.create_task(tally(graph, "trip-7", 5))
            await asyncio.sleep(0)
        gone.cancel()
        await asyncio.wait([gone])
        go_on.set()
        rest: list[Coroutine[Any, Any, int]] = [tally(graph, "trip-7", 1) for _ in range(3)]
        return gone.cancelled(), sorted(await asyncio.gather(*rest))

    entered, go_on = asyncio.Event(), asyncio.Event()

    async def stay(state: Any) -> Any:
        entered.set()
        await go_on.wait()
        return await count_up(state)

    start = 1 if cancelled == "in the node" else 2
    assert count(str(tmp_path / "totals.db"), stay, turns) == (
        True,
        [*range(start, start + 3)],
    )
    assert LOCKS == {}


def test_a_time_limit_ends_a_turn_as_a_cancellation_does(tmp_path: Path) -> None:
    """
    What `asyncio.timeout` interrupts is not counted, and the next turn works.
    """

    async def limited(graph: Any) -> None:
        async with asyncio.timeout(None) as limit:
            limits.append(limit)
            await tally(graph, "trip-7", 5)

    async def turns(graph: Any) -> Any:
        with pytest.raises(TimeoutError):
            await limited(graph)
        return await tally(graph, "trip-7", 1)

    limits: list[asyncio.Timeout] = []

    async def too_slow_once(state: Any) -> Any:
        if state["amount"] == 5:
            limits[0].reschedule(asyncio.get_running_loop().time())
            await asyncio.Event().wait()
        return await count_up(state)

    assert count(str(tmp_path / "totals.db"), too_slow_once, turns) == 1


def test_locks_travel_to_a_check_as_new_ones(tmp_path: Path) -> None:
    """
    A lock that a notebook used, or holds weakly, does not keep its functions from a check.
    """

    async def wait_for_each_other() -> asyncio.Lock:
        lock = asyncio.Lock()

        async def enter() -> None:
            async with lock:
                await asyncio.sleep(0)

        await asyncio.gather(enter(), enter())
        return lock

    used = asyncio.run(wait_for_each_other())
    assert check_tally.points == 5

    packed = pack({"weak": WeakValueDictionary({"trip-7": used}), "plain": {"a": used}}, "")
    locks = pickle.loads(packed)

    assert len(locks["weak"]) == 0
    assert not locks["plain"]["a"].locked()


def test_a_connection_of_ones_own_is_closed_by_its_owner(tmp_path: Path) -> None:
    """
    The saver closes nothing it did not open: after `close()` the log is folded in.
    """

    async def main() -> list[str]:
        connection = await aiosqlite.connect(tmp_path / "own.db")
        graph = counter_graph(AsyncSqliteSaver(connection))
        assert await tally(graph, "trip-7", 2) == 2
        before = sorted(file.name for file in tmp_path.iterdir())
        await connection.close()
        return before

    assert asyncio.run(main()) == ["own.db", "own.db-shm", "own.db-wal"]
    assert [file.name for file in tmp_path.iterdir()] == ["own.db"]
