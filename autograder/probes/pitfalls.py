"""Probes for `5_choosing/pitfalls`.

Only `begin` runs the student's code; the others read the file, beside none of it.
"""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver


def begin(names: Any, folder: str, user_id: str, count: int) -> list[Any]:
    """Begin some chats of a user; return what came back."""
    return [names.new_chat(folder, user_id) for _ in range(count)]


def files_of(names: Any, path: str, thread_id: str) -> list[str]:
    """Return what the state of a thread has as its `files`, read anew from the database."""
    return [str(file) for file in _values(path, thread_id).get("files", [])]


def texts_of(names: Any, path: str, thread_id: str) -> list[str]:
    """Return the texts of a thread's messages, read anew from the database."""
    return [str(message.text) for message in _values(path, thread_id).get("messages", [])]


def _values(path: str, thread_id: str) -> dict[str, Any]:
    with SqliteSaver.from_conn_string(path) as saver:
        # What the student's code has left here may name anything: nothing of it is called.
        saver.serde = JsonPlusSerializer(allowed_msgpack_modules=None)
        latest = saver.get_tuple({"configurable": {"thread_id": thread_id}})
    return latest.checkpoint["channel_values"] if latest else {}
