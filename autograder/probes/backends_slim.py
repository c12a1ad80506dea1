"""Probes for `slim` of `5_choosing/backends_measured`: threads made, asked and taken further.

All of them work on the file alone, beside none of the student's code.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypedDict

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from workbook import measure

LONG = 36  # turns of the long thread


class Trip(TypedDict):
    """Steps of a trip, those of a graph inside a graph included."""

    steps: Annotated[list[str], operator.add]


_ran: list[str] = []


@contextmanager
def _saver(path: str) -> Iterator[SqliteSaver]:
    with SqliteSaver.from_conn_string(path) as saver:
        # What the student's code has left here may name anything: nothing of it is called.
        saver.serde = JsonPlusSerializer(allowed_msgpack_modules=None)
        yield saver


@contextmanager
def _chat(path: str, thread: str, size: int) -> Iterator[measure.Chat]:
    with _saver(path) as saver:
        place = measure.Place("SqliteSaver", saver, lambda: 0)
        yield measure.Chat(place, size, thread_id=thread)


def prepare(names: Any, path: str, long: str, other: str, size: int) -> list[str]:
    """Fill the file; return the texts of the long thread, which goes on from its middle."""
    with _chat(path, long, size) as chat:
        for _ in range(LONG):
            chat.turn()
        past = [state.config for state in chat.graph.get_state_history(chat.config)]
        # A fork: its checkpoints are the latest, and their step is not the highest.
        chat.graph.invoke({"messages": [("user", "Oslo, then")]}, past[len(past) // 2])
    with _chat(path, other, 50) as chat:
        for _ in range(3):
            chat.turn()
    return texts(names, path, long)


def texts(names: Any, path: str, thread: str) -> list[str]:
    """Return the texts of a thread's messages, or the one error that reading it ends in."""
    try:
        with _chat(path, thread, 50) as chat:
            return [str(message.text) for message in chat.read()]
    except Exception as error:  # whatever LangGraph makes of what is left
        return [f"{type(error).__name__}: {error}"]


def go_on(names: Any, path: str, thread: str) -> int | str:
    """Take a turn; return how many messages there are, or what went wrong."""
    try:
        with _chat(path, thread, 100) as chat:
            chat.turn()
            return len(chat.read())
    except Exception as error:  # as above
        return f"no more: {type(error).__name__}: {error}; it had"


def ask(names: Any, path: str, thread: str, answer: str, inside: bool) -> Any:
    """Run a graph up to its question, or give the answer; perhaps in a graph inside it.

    Returns its steps, what went wrong, and which nodes before the question ran.
    """
    given: Any = Command(resume=answer) if answer else {"steps": ["planned"]}
    config: Any = {"configurable": {"thread_id": thread}}
    _ran.clear()
    try:
        with _saver(path) as saver:
            graph = _nested(saver) if inside else _parallel(saver)
            final = graph.invoke(given, config, durability="sync")
    except Exception as error:  # as above
        return [[], f"{type(error).__name__}: {error}", list(_ran)]
    return [final.get("steps", []), "", list(_ran)]


def _parallel(saver: Any) -> Any:
    plan = StateGraph(Trip).add_node("book", _book).add_node("confirm", _confirm)
    return plan.add_edge(START, "book").add_edge(START, "confirm").compile(saver)


def _nested(saver: Any) -> Any:
    inner = StateGraph(Trip).add_sequence([("book", _book), ("confirm", _confirm)])
    plan = StateGraph(Trip).add_node("travel", inner.add_edge(START, "book").compile())
    return plan.add_edge(START, "travel").compile(saver)


def _book(state: Any) -> dict[str, list[str]]:
    _ran.append("book")
    return {"steps": ["booked"]}


def _confirm(state: Any) -> dict[str, list[str]]:
    return {"steps": [interrupt("Shall I pay?")]}
