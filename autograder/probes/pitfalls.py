"""Probes for `5_choosing/pitfalls`."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.sqlite import SqliteSaver


def begin(names: Any, folder: str, user_id: str, count: int) -> list[Any]:
    """Begin some chats of a user; return what came back."""
    return [names.new_chat(folder, user_id) for _ in range(count)]


def files_of(names: Any, path: str, thread_id: str) -> list[str]:
    """Return what the state of a thread has as its `files`, read anew from the database."""
    with SqliteSaver.from_conn_string(path) as saver:
        latest = saver.get_tuple({"configurable": {"thread_id": thread_id}})
    values = latest.checkpoint["channel_values"] if latest else {}
    return [str(file) for file in values.get("files", [])]


def texts_of(names: Any, path: str, thread_id: str) -> list[str]:
    """Return the texts of a thread's messages, read anew from the database."""
    with SqliteSaver.from_conn_string(path) as saver:
        latest = saver.get_tuple({"configurable": {"thread_id": thread_id}})
    values = latest.checkpoint["channel_values"] if latest else {}
    return [str(message.text) for message in values.get("messages", [])]
