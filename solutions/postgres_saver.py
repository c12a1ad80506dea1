"""Reference for `1_checkpointers/postgres_saver`: seven savers opened, and exact totals.

Each `# cell:` comment names the notebook cell it answers.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any, TypedDict

import psycopg
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.state import CompiledStateGraph
from psycopg_pool import ConnectionPool

from workbook.crash import moment

__all__ = [
    "add",
    "any_thread",
    "autocommitted",
    "counter_graph",
    "diary_graph",
    "entered",
    "in_block",
    "pooled",
    "right_url",
    "with_tables",
]

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


def tell(graph: Graph, text: str, thread_id: str = "trip-7") -> list[str]:
    """Take one turn of a diary; return the texts of the whole thread."""
    turn = {"messages": [{"role": "user", "content": text}]}
    final = graph.invoke(turn, {"configurable": {"thread_id": thread_id}})
    return [message.text for message in final["messages"]]


class Total(TypedDict):
    """A total, and what is to be added to it."""

    total: int
    amount: int


def slowly() -> None:
    """Do nothing; a check puts a pause here."""


def count_up(state: Total) -> dict[str, Any]:
    """Add the amount to the total."""
    moment("counting")
    total = state.get("total", 0)
    slowly()
    return {"total": total + state["amount"]}


def counter_graph(saver: Saver) -> Graph:
    """Return a graph that adds `amount` to `total`."""
    builder = StateGraph(Total).add_node("count_up", count_up).add_edge(START, "count_up")
    return builder.compile(checkpointer=saver)


# cell: repair
def entered(path: str, text: str) -> list[str]:
    """Take a turn on an SQLite file, through a saver that was entered."""
    with SqliteSaver.from_conn_string(path) as saver:
        return tell(diary_graph(saver), text)


def in_block(path: str, text: str) -> list[str]:
    """Take a turn on an SQLite file, while the block is open."""
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        return tell(graph, text)


def any_thread(path: str, text: str) -> list[str]:
    """Take a turn through a connection of one's own, which any thread may use."""
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        return tell(diary_graph(SqliteSaver(connection)), text)


# cell: repair_rest
def right_url(url: str, text: str) -> list[str]:
    """Take a turn on PostgreSQL, whichever driver the URL names."""
    # psycopg reads PostgreSQL's own URLs, which know nothing of drivers.
    plain = "postgresql://" + url.split("://", 1)[1]
    with PostgresSaver.from_conn_string(plain) as saver:
        return tell(diary_graph(saver), text)


def with_tables(url: str, text: str) -> list[str]:
    """Take a turn on a PostgreSQL database that may be new."""
    with PostgresSaver.from_conn_string(url) as saver:
        saver.setup()
        return tell(diary_graph(saver), text)


def autocommitted(url: str, text: str) -> list[str]:
    """Take a turn through a connection of one's own, on a database that may be new."""
    with psycopg.connect(url, autocommit=True) as connection:
        saver: Any = PostgresSaver
        saver(connection).setup()
        return tell(diary_graph(saver(connection)), text)


def pooled(url: str, text: str) -> list[str]:
    """Take a turn through a pool."""
    with ConnectionPool(url, kwargs={"autocommit": True, "prepare_threshold": 0}) as pool:
        saver: Any = PostgresSaver
        return tell(diary_graph(saver(pool)), text)


# cell: add
def add(url: str, thread_id: str, amount: int) -> int:
    """Add to the total of a thread, one turn at a time; return the new total.

    Turns of one thread wait for each other, on whichever machine they run. The lock is its
    connection's: it is given back when the block ends, and freed when the process is killed.
    """
    with psycopg.connect(url, autocommit=True) as lock:
        # Two threads may share a number, once in 2**64: then they wait, and nothing is lost.
        lock.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [thread_id])
        with PostgresSaver.from_conn_string(url) as saver:
            final = counter_graph(saver).invoke(
                {"amount": amount}, {"configurable": {"thread_id": thread_id}}
            )
    return int(final["total"])
