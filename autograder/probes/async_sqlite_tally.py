"""Probes for `tally` of `1_checkpointers/async_sqlite_saver`."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import Any, TypedDict

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import START, StateGraph

PATIENCE = 3.0  # seconds, after which a turn never returns
MOMENT = 0.08  # seconds in a node, for whoever may come in beside

Inside = Callable[[str], Awaitable[None]]


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


class _Total(TypedDict):
    total: int
    amount: int


@asynccontextmanager
async def _counter(path: str, inside: Inside) -> AsyncIterator[Any]:
    """Open a counter whose node awaits *inside*, after it has read and before it adds."""

    async def count_up(state: Any, config: Any) -> Any:
        total = state.get("total", 0)
        await inside(config["configurable"]["thread_id"])
        return {"total": total + state["amount"]}

    # LangGraph hands out the config where its name has no type, or its own.
    count_up.__annotations__ = {}
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        builder = StateGraph(_Total).add_node("count_up", count_up)
        yield builder.add_edge(START, "count_up").compile(checkpointer=saver)


async def _nothing(thread_id: str) -> None:
    """Wait for nothing."""


async def _let_others_run() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def one_by_one(names: Any, path: str, turns: list[tuple[str, int]]) -> Any:
    """Add amounts one after the other; return what came."""

    async def main() -> Any:
        async with _counter(path, _nothing) as graph:
            return [await names.tally(graph, thread_id, amount) for thread_id, amount in turns]

    return _run(main())


def crowd(names: Any, path: str, thread_id: str, first: int, later: int) -> Any:
    """Add 1 in *first* turns at once, and in *later* ones that come when one gets in.

    Returns what came, and how many were in the node at one moment.
    """

    async def main() -> Any:
        turns: list[Any] = []
        inside = most = 0
        company = asyncio.Event()

        def begin() -> None:
            turns.append(asyncio.ensure_future(_said(names.tally(graph, thread_id, 1), 10)))

        async def come_in(thread_id: str) -> None:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            if inside > 1:
                company.set()
            if len(turns) < first + later:
                begin()
                # Whoever is let past the queue is in the node by then, and has read.
                with suppress(TimeoutError):
                    await asyncio.wait_for(company.wait(), MOMENT)
            inside -= 1

        async with _counter(path, come_in) as graph:
            for _ in range(first):
                begin()
            # Those that begin in the node are waited for, too.
            while not all(turn.done() for turn in turns):
                await asyncio.wait(turns)
        return [turn.result() for turn in turns], most

    return _run(main())


def meet(names: Any, path: str, threads: list[str]) -> Any:
    """Let each thread's node wait until all are in theirs; return what came."""

    async def main() -> Any:
        everybody = asyncio.Barrier(len(threads))

        async def wait(thread_id: str) -> None:
            try:
                await asyncio.wait_for(everybody.wait(), 1)
            except TimeoutError:
                raise TimeoutError("nobody else came into the node") from None

        async with _counter(path, wait) as graph:
            turns = [_said(names.tally(graph, thread_id, 1)) for thread_id in threads]
            return list(await asyncio.gather(*turns))

    return _run(main())


def fail(names: Any, path: str, thread_id: str) -> Any:
    """Add while the node raises, then again; return what came of both."""

    async def main() -> Any:
        broken = True

        async def refuse(thread_id: str) -> None:
            if broken:
                raise ConnectionError("the node failed")

        async with _counter(path, refuse) as graph:
            first = await _said(names.tally(graph, thread_id, 5))
            broken = False
            return first, await _said(names.tally(graph, thread_id, 1))

    return _run(main())


def cancel_inside(names: Any, path: str, thread_id: str) -> Any:
    """Cancel a turn in its node, then add again; return what came of both."""

    async def main() -> Any:
        entered, never = asyncio.Event(), asyncio.Event()

        async def stay(thread_id: str) -> None:
            if not entered.is_set():
                entered.set()
                await never.wait()

        async with _counter(path, stay) as graph:
            turn = asyncio.ensure_future(names.tally(graph, thread_id, 5))
            await _said(entered.wait())
            turn.cancel()
            return await _said(turn), await _said(names.tally(graph, thread_id, 1))

    return _run(main())


def cancel_waiting(names: Any, path: str, thread_id: str) -> Any:
    """Cancel a turn that waits for another in the node; return what came of it and two more."""

    async def main() -> Any:
        entered, both, go_on = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def stay(thread_id: str) -> None:
            (both if entered.is_set() else entered).set()
            await go_on.wait()

        async with _counter(path, stay) as graph:
            first = asyncio.ensure_future(_said(names.tally(graph, thread_id, 1)))
            await _said(entered.wait())
            second = asyncio.ensure_future(names.tally(graph, thread_id, 5))
            await _let_others_run()
            second.cancel()
            gone = await _said(second)
            third = asyncio.ensure_future(_said(names.tally(graph, thread_id, 1)))
            # Whoever gets past the queue is in the node by then, and has read.
            with suppress(TimeoutError):
                await asyncio.wait_for(both.wait(), 0.2)
            go_on.set()
            return gone, await first, await third

    return _run(main())


def locks_kept(names: Any, path: str, threads: list[str]) -> Any:
    """Add 1 to each thread at once; return how many more locks there are afterwards."""
    kinds = (asyncio.Lock, asyncio.Semaphore, asyncio.Condition, asyncio.Event, asyncio.Queue)

    async def main() -> Any:
        async with _counter(path, _nothing) as graph:
            await _said(names.tally(graph, threads[0], 1))
            before = _count(kinds)
            await asyncio.gather(*(_said(names.tally(graph, each, 1)) for each in threads))
            return _count(kinds) - before

    return _run(main())


def _count(kinds: tuple[type, ...]) -> int:
    gc.collect()
    return sum(isinstance(each, kinds) for each in gc.get_objects())
