"""Reference for `1_checkpointers/history`: undo a turn, pay exactly once, upgrade old threads.

Each `# cell:` comment names the notebook cell it answers. What stands above the first one
is the lesson's own: a bank, a bill, two versions of a trip.
"""

from __future__ import annotations

import operator
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Annotated, Any, TypedDict

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.errors import EmptyInputError
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Overwrite, interrupt

from solutions.sqlite_saver import Trip, book, diary_graph, plan
from workbook.crash import moment

__all__ = [
    "bank_pay",
    "charge",
    "diary_graph",
    "settle",
    "trip_v1",
    "trip_v3",
    "undo",
    "upgrade",
]

Graph = CompiledStateGraph[Any, Any, Any, Any]
Saver = BaseCheckpointSaver[Any]
PAYMENTS = (
    "CREATE TABLE IF NOT EXISTS payments (receipt INTEGER PRIMARY KEY, key UNIQUE, euros)"
)


def thread(thread_id: str) -> RunnableConfig:
    """Return the config that names a thread."""
    return {"configurable": {"thread_id": thread_id}}


def bank_pay(path: str, key: str, euros: int) -> int:
    """Pay at the bank in the file *path*, once for each *key*; return the receipt's number.

    Raises:
        ValueError: The key was used before, for another number of euros.
    """
    moment("pay")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(PAYMENTS)
        db.execute("INSERT OR IGNORE INTO payments (key, euros) VALUES (?, ?)", [key, euros])
        found = "SELECT receipt, euros FROM payments WHERE key = ?"
        receipt, paid = db.execute(found, [key]).fetchone()
    moment("paid")
    if paid != euros:
        raise ValueError(f"the key {key!r} stands for {paid} euros, not {euros}")
    return int(receipt)


class Bill(TypedDict):
    """Prices in euros, the receipts of those that are paid, and the bank's file."""

    bank: str
    prices: list[int]
    receipts: Annotated[list[int], operator.add]


def unpaid(state: Bill) -> str:
    """Return where to go: to `charge` while a price has no receipt, then to the end."""
    return "charge" if len(state["receipts"]) < len(state["prices"]) else END


def bill_graph(saver: Saver, charge: Callable[..., Any]) -> Graph:
    """Return a graph that runs the node *charge* once for each price."""
    builder = StateGraph(Bill).add_node("charge", charge)
    builder.add_conditional_edges(START, unpaid, ["charge", END])
    builder.add_conditional_edges("charge", unpaid, ["charge", END])
    return builder.compile(checkpointer=saver)


class TripV1(Trip):
    """Version 1: a route in one text."""

    route: str


class TripV3(Trip):
    """Version 3: the route split in two."""

    version: int
    origin: str
    destination: str


def version(schema: type[Any], asking: str, question: str) -> Callable[[Saver], Graph]:
    """Return a function that makes the graph plan → *asking* → book on a saver."""

    def ask(state: dict[str, Any]) -> dict[str, Any]:
        moment("ask")
        return {"steps": ["answer: " + interrupt(question.format(**state))]}

    def graph(saver: Saver) -> Graph:
        nodes: list[Any] = [plan, (asking, ask), book]
        builder = StateGraph(schema).add_sequence(nodes)
        return builder.set_entry_point("plan").compile(checkpointer=saver)

    return graph


trip_v1 = version(TripV1, "approve", "Book {route}?")
trip_v3 = version(TripV3, "confirm", "Book {origin} to {destination}?")


# cell: undo
def undo(path: str, thread_id: str) -> list[str]:
    """Take back the latest turn of a diary; return the texts that are left.

    Raises:
        LookupError: The thread has no turn to take back.
    """
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = graph.get_state(thread(thread_id))
        if not state.values.get("messages"):
            raise LookupError(f"there is no turn to undo on thread {thread_id!r}")
        # Up the branch: the flat history would find a turn that was taken back before.
        while state.parent_config and (state.metadata or {}).get("source") != "input":
            state = graph.get_state(state.parent_config)
        if state.parent_config:
            graph.update_state(state.parent_config, {"messages": []}, as_node="listen")
        else:
            nothing = {"messages": Overwrite([])}
            graph.update_state(thread(thread_id), nothing, as_node="listen")
        left = graph.get_state(thread(thread_id)).values["messages"]
    return [message.text for message in left]


# cell: charge
def charge(state: Bill, config: RunnableConfig) -> dict[str, list[int]]:
    """Pay the next price that has no receipt; return its receipt."""
    number = len(state["receipts"])
    # From what is saved, so that a node that runs again finds the key of its first try.
    key = f"{config['configurable']['thread_id']}/{number}"
    return {"receipts": [bank_pay(state["bank"], key, state["prices"][number])]}


def settle(path: str, thread_id: str, bank: str, prices: list[int]) -> list[int]:
    """Pay a thread's bill, or finish paying it; return all receipts.

    Raises:
        ValueError: The bank has a payment of another amount under the same key.
    """
    with SqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        try:
            final = graph.invoke(None, thread(thread_id), durability="sync")
        except EmptyInputError:
            bill = {"bank": bank, "prices": prices, "receipts": []}
            final = graph.invoke(bill, thread(thread_id), durability="sync")
    return list(final["receipts"])


# cell: upgrade
def upgrade(path: str) -> list[str]:
    """Bring the version 1 threads in a file to version 3; return their ids, sorted.

    Raises:
        ValueError: A thread was killed between two steps; let version 1 finish that first.
    """
    node_before = {("plan",): START, ("approve",): "plan", ("book",): "confirm", (): "book"}
    upgraded = []
    with SqliteSaver.from_conn_string(path) as saver:
        old, new = trip_v1(saver), trip_v3(saver)
        ids = {each.config["configurable"]["thread_id"] for each in saver.list(None)}
        for thread_id in sorted(ids):
            if new.get_state(thread(thread_id)).values.get("version"):
                continue
            state = old.get_state(thread(thread_id))
            if state.next not in node_before or (state.tasks and not state.next):
                raise ValueError(
                    f"thread {thread_id!r} is between two steps; run it with version 1"
                )
            origin, destination = state.values["route"].split(" to ")
            split = {"version": 3, "origin": origin, "destination": destination}
            # Without `steps`: an update passes the reducer, which would double them.
            new.update_state(thread(thread_id), split, as_node=node_before[state.next])
            upgraded.append(thread_id)
    return upgraded
