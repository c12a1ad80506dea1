"""Probes for the checkpointer of `6_preferences/preferences`."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import START, MessagesState, StateGraph

LEFT_OPEN: list[ExitStack] = []


def open_and_say(
    names: Any, path: str, thread: str, text: str, stay: bool = False
) -> dict[str, Any]:
    """Take one turn of a small graph with the student's checkpointer.

    With *stay*, the `with` block does not end before the process does.
    """
    manager = names.open_checkpointer(path)
    told = {"gave": type(manager).__name__, "is_closed": _is_closed(manager)}
    if not hasattr(manager, "__enter__"):
        return told
    with ExitStack() as stack:
        saver = stack.enter_context(manager)
        told["inside"] = type(saver).__name__
        if isinstance(saver, BaseCheckpointSaver):
            told["texts"] = _say(saver, thread, text)
        if stay:
            LEFT_OPEN.append(stack.pop_all())
    return told


def _say(saver: BaseCheckpointSaver[Any], thread: str, text: str) -> list[str]:
    builder = StateGraph(MessagesState)
    builder.add_node("echo", lambda state: {"messages": [AIMessage("noted")]})
    builder.add_edge(START, "echo")
    graph = builder.compile(checkpointer=saver)
    config: Any = {"configurable": {"thread_id": thread}}
    final = graph.invoke({"messages": [HumanMessage(text)]}, config)
    return [str(message.text) for message in final["messages"]]


def _is_closed(saver: Any) -> bool:
    try:
        saver.conn.execute("SELECT 1")
    except sqlite3.ProgrammingError as error:
        return "closed" in str(error)
    except Exception:
        return False
    return False
