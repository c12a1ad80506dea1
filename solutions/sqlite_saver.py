"""Reference for `1_checkpointers/sqlite_saver`: keep threads in a file, survive a kill.

Each `# cell:` comment names the notebook cell it answers.
"""

from __future__ import annotations

import operator
from typing import Annotated, Any, TypedDict

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.errors import EmptyInputError
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.state import CompiledStateGraph

from workbook.crash import moment

__all__ = ["diary_graph", "resume", "say", "start", "trip_graph"]

Graph = CompiledStateGraph[Any, Any, Any, Any]
Saver = BaseCheckpointSaver[Any]


def listen(state: MessagesState) -> dict[str, Any]:
    """Reply with what can be seen: how many messages came from the traveller."""
    count = sum(message.type == "human" for message in state["messages"])
    return {"messages": [{"role": "assistant", "content": f"I know {count} of your messages."}]}


def diary_graph(saver: Saver) -> Graph:
    """Return a graph with one node that replies to each message."""
    builder = StateGraph(MessagesState).add_node("listen", listen).add_edge(START, "listen")
    return builder.compile(checkpointer=saver)


class Trip(TypedDict):
    """The steps of a trip taken so far."""

    steps: Annotated[list[str], operator.add]


def plan(state: Trip) -> dict[str, Any]:
    """Take the first step of a trip."""
    moment("plan")
    return {"steps": ["planned"]}


def book(state: Trip) -> dict[str, Any]:
    """Take the second step of a trip."""
    moment("book")
    return {"steps": ["booked"]}


def pay(state: Trip) -> dict[str, Any]:
    """Take the last step of a trip, the one that must not happen twice."""
    moment("pay")
    return {"steps": ["paid"]}


def trip_graph(saver: Saver) -> Graph:
    """Return the graph plan → book → pay."""
    builder = StateGraph(Trip).add_sequence([plan, book, pay]).add_edge(START, "plan")
    return builder.compile(checkpointer=saver)


# cell: say
def say(path: str, thread_id: str, text: str) -> list[str]:
    """Take one turn of the diary kept at *path*; return the texts of the whole thread."""
    # SqliteSaver would store None under the text "None", and all who forget share it.
    if not thread_id:
        raise ValueError("a thread_id is needed: without one, strangers would share a thread")
    with SqliteSaver.from_conn_string(path) as saver:
        turn = {"messages": [{"role": "user", "content": text}]}
        final = diary_graph(saver).invoke(turn, {"configurable": {"thread_id": thread_id}})
    return [message.text for message in final["messages"]]


# cell: start_resume
def start(path: str, thread_id: str) -> list[str]:
    """Take a trip, each step saved before the next one begins; return its steps."""
    thread: RunnableConfig = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        # The default, "async", saves while the next step runs: too late for a kill.
        final = trip_graph(saver).invoke({"steps": []}, thread, durability="sync")
    return list(final["steps"])


def resume(path: str, thread_id: str) -> list[str]:
    """Finish the trip on a thread without repeating a saved step; return its steps.

    Do not guard this with `get_state(...).next`: it is also empty where a step's
    result was saved but the step after it was not yet scheduled.
    """
    thread: RunnableConfig = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        try:
            # None means "carry on". Any other input would begin the trip again.
            final = trip_graph(saver).invoke(None, thread, durability="sync")
        except EmptyInputError as error:
            raise LookupError(f"no trip on thread {thread_id!r}; begin with start()") from error
    return list(final["steps"])
