"""Reference for `1_checkpointers/async_sqlite_saver`: a diary that stays open, exact totals.

Each `# cell:` comment names the notebook cell it answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypedDict

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.state import CompiledStateGraph

from workbook.crash import moment

__all__ = ["counter_graph", "diary_graph", "open_chat", "tally"]

Graph = CompiledStateGraph[Any, Any, Any, Any]
Saver = BaseCheckpointSaver[Any]


def listen(state: MessagesState) -> dict[str, Any]:
    """Reply with what can be seen: how many messages came from the traveller."""
    moment("listening")
    count = sum(message.type == "human" for message in state["messages"])
    return {"messages": [{"role": "assistant", "content": f"I know {count} of your messages."}]}


def diary_graph(saver: Saver) -> Graph:
    """Return a graph with one node that replies to each message."""
    builder = StateGraph(MessagesState).add_node("listen", listen).add_edge(START, "listen")
    return builder.compile(checkpointer=saver)


class Total(TypedDict):
    """A total, and what is to be added to it."""

    total: int
    amount: int


async def count_up(state: Total) -> dict[str, Any]:
    """Add the amount to the total."""
    return {"total": state.get("total", 0) + state["amount"]}


def counter_graph(saver: Saver, node: Any = count_up) -> Graph:
    """Return a graph that adds `amount` to `total`."""
    builder = StateGraph(Total).add_node("count_up", node).add_edge(START, "count_up")
    return builder.compile(checkpointer=saver)


# cell: open_chat
def open_chat(path: str) -> AbstractAsyncContextManager[Callable[[str, str], Awaitable[str]]]:
    """Open a diary for as long as a block; give a function that takes its turns.

    Turns of one thread are the caller's to put one after the other: see `tally`.
    """

    @asynccontextmanager
    async def opened() -> Any:
        async with AsyncSqliteSaver.from_conn_string(path) as saver:
            graph = diary_graph(saver)

            async def chat(thread_id: str, text: str) -> str:
                config: Any = {"configurable": {"thread_id": thread_id}}
                turn = {"messages": [{"role": "user", "content": text}]}
                # The default, "async", would let `listen` run before the message is on disk.
                final = await graph.ainvoke(turn, config, durability="sync")
                return str(final["messages"][-1].text)

            yield chat

    return opened()


# cell: tally
LOCKS: dict[str, list[Any]] = {}


async def tally(graph: Graph, thread_id: str, amount: int) -> int:
    """Add to the total of a thread, one turn at a time; return the new total.

    The lock is in this process's memory and belongs to one event loop. For turns in several
    processes, see `add` in `solutions.postgres_saver`.
    """
    # Each lock with the number of turns that wait at it or are inside: with the last one it
    # goes. Removed earlier, it would let a newcomer past those who still wait.
    place = LOCKS.setdefault(thread_id, [asyncio.Lock(), 0])
    place[1] += 1
    try:
        async with place[0]:
            config: Any = {"configurable": {"thread_id": thread_id}}
            final = await graph.ainvoke({"amount": amount}, config)
    finally:
        place[1] -= 1
        if not place[1]:
            del LOCKS[thread_id]
    return int(final["total"])
