"""Reference for `5_choosing/pitfalls`: chats with an owner, and an audit of any checkpoint file.

Each `# cell:` comment names the notebook cell it answers.
"""

from __future__ import annotations

import json
import operator
import re
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.state import CompiledStateGraph

__all__ = ["audit", "chat_graph", "my_chats", "new_chat", "safe_chat"]


class Chat(MessagesState):
    """The messages of a chat, and the paths of its files."""

    files: Annotated[list[str], operator.add]


def answer(state: Chat) -> dict[str, Any]:
    """Reply with what can be seen."""
    said = sum(message.type == "human" for message in state["messages"])
    text = f"I know {said} of your messages and {len(state['files'])} of your files."
    return {"messages": [{"role": "assistant", "content": text}]}


def chat_graph(saver: BaseCheckpointSaver[Any]) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Return a graph with one node that replies to each message."""
    return StateGraph(Chat).add_node(answer).add_edge(START, "answer").compile(saver)


# cell: safe_chat
def new_chat(folder: str, user_id: str) -> str:
    """Begin a chat of this user's; return its thread id.

    Raises:
        ValueError: Nobody is logged in.
    """
    if not isinstance(user_id, str) or not user_id:
        raise ValueError("a chat needs a user who is logged in")
    thread_id = secrets.token_urlsafe(16)
    # A table, because `saver.list(None, filter=...)` reads all checkpoints of everybody
    # (langgraph-checkpoint-sqlite 3.1), and because a chat without a turn has none.
    with closing(sqlite3.connect(Path(folder, "chats.db"))) as db, db:
        db.execute(
            "CREATE TABLE IF NOT EXISTS chats (thread_id TEXT PRIMARY KEY, user_id TEXT)"
        )
        db.execute("INSERT INTO chats VALUES (?, ?)", [thread_id, user_id])
    return thread_id


def my_chats(folder: str, user_id: str) -> list[str]:
    """Return the thread ids of this user's chats, oldest first."""
    with closing(sqlite3.connect(Path(folder, "chats.db"))) as db:
        db.execute(
            "CREATE TABLE IF NOT EXISTS chats (thread_id TEXT PRIMARY KEY, user_id TEXT)"
        )
        found = db.execute(
            "SELECT thread_id FROM chats WHERE user_id = ? ORDER BY rowid", [user_id]
        )
        return [thread_id for (thread_id,) in found]


def safe_chat(
    folder: str, user_id: str, thread_id: str, text: str, upload: str | None = None
) -> str:
    """Take a turn of one of this user's chats; return the reply's text.

    Raises:
        PermissionError: The user has no such chat. The words are the same for a chat of
            somebody else's, so that nobody learns which ids exist.
    """
    if thread_id not in my_chats(folder, user_id):
        raise PermissionError("you have no such chat")
    files = []
    if upload is not None:
        # A name of its own: two uploads never share a file, nor does deleting one touch another.
        files.append(f"{secrets.token_hex(16)}.txt")
        Path(folder, files[0]).write_text(upload, "utf-8")
    turn = {"messages": [{"role": "user", "content": text}], "files": files}
    with SqliteSaver.from_conn_string(str(Path(folder, "chats.db"))) as saver:
        final = chat_graph(saver).invoke(
            turn, {"configurable": {"thread_id": thread_id}}, durability="sync"
        )
    return str(final["messages"][-1].text)


# cell: audit
def audit(path: str, largest: int, secret: str, address: str) -> dict[str, list[str]]:
    """Return the faults of a checkpoint file: thread ids by fault, sorted.

    A checkpoint may have *largest* bytes; *secret* and *address* are regular expressions.

    Raises:
        FileNotFoundError: There is no such file.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f"there is no checkpoint file {path}")
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT thread_id, checkpoint, metadata FROM checkpoints")
        checkpoints = found.fetchall()
        writes = db.execute("SELECT thread_id, value FROM writes").fetchall()
    users: dict[str, set[str]] = {}
    big: dict[str, int] = {}
    for thread_id, checkpoint, metadata in checkpoints:
        users.setdefault(thread_id, set()).add(json.loads(metadata).get("user_id"))
        big[thread_id] = big.get(thread_id, 0) + (len(checkpoint) > largest)
    notes = [(thread_id, metadata) for thread_id, _, metadata in checkpoints]
    stored = [*writes, *notes, *((thread_id, value) for thread_id, value, _ in checkpoints)]
    faults = {
        "nobody": {each for each in users if not each or each.endswith("None")},
        "shared": {each for each, names in users.items() if len(names - {None}) > 1},
        "bulky": {each for each, count in big.items() if count > 1},
        "secret": {each for each, value in stored if re.search(secret.encode(), value)},
        "address": {each for each, note in notes if re.search(address.encode(), note)},
    }
    return {fault: sorted(threads) for fault, threads in faults.items()}
