"""Probes for `4_protection/encrypted_session`.

Only `rotate` runs the student's code; all others work on the files alone, beside none of it.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from agents import SQLiteSession
from agents.extensions.memory import EncryptedSession
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.store.sqlite import SqliteStore

Items = Any  # a list of dicts, of the SDK's many types
WRITES = ("BEGIN", "COMMIT", "DELETE", "INSERT", "REPLACE", "SAVEPOINT", "UPDATE", "VACUUM")
# As SQLite's makers ship it, whoever built this one. Nobody pulls the plug of a check.
SHIPPED = "PRAGMA secure_delete = OFF; PRAGMA synchronous = OFF;"


class Shipped(SQLiteSession):
    """An SQLiteSession whose SQLite overwrites nothing that it deletes."""

    @staticmethod
    def _configure_connection(conn: sqlite3.Connection) -> None:
        SQLiteSession._configure_connection(conn)
        conn.executescript(SHIPPED)


def sealed(path: str, session_id: str, key: str, ttl: int | None) -> EncryptedSession:
    """Open an EncryptedSession over an SQLiteSession; close the one underneath."""
    lasting: Any = ttl  # None works, and the SDK's own type does not say so
    return EncryptedSession(session_id, Shipped(session_id, path), key, ttl=lasting)


def hold(
    names: Any,
    path: str,
    session_id: str,
    key: str,
    items: Items,
    ages: list[int],
    pop: int = 0,
) -> list[str]:
    """Add items, each as if it had come that many seconds ago; return their tokens.

    The last *pop* of them are taken away again, as a user does who undoes a turn.
    """
    session = sealed(path, session_id, key, None)
    now = int(time.time())
    with closing(session.underlying_session):  # type: ignore[type-var]
        made = [session._wrap(item) for item in items]
        for envelope, item, age in zip(made, items, ages, strict=True):
            token = session.cipher.encrypt_at_time(json.dumps(item).encode(), now - age)
            envelope["payload"] = token.decode()
        asyncio.run(session.underlying_session.add_items(made))  # type: ignore[arg-type]
        for _ in range(pop):
            asyncio.run(session.underlying_session.pop_item())
    return [envelope["payload"] for envelope in made]


def read(names: Any, path: str, session_id: str, key: str, ttl: int | None) -> Items:
    """Return the items that a session opened with this key gives back."""
    session = sealed(path, session_id, key, ttl)
    with closing(session.underlying_session):  # type: ignore[type-var]
        return asyncio.run(session.get_items())


def rotate(names: Any, path: str, kill_at: int, *arguments: Any) -> Any:
    """Call the student's `rotate`; die at statement number *kill_at*, if it comes to that.

    Returns what came, and the numbers of the statements that began outside a transaction: what
    is on disk then is what a kill leaves.
    """
    begun, watched = watch(path, kill_at)
    connect = sqlite3.connect
    sqlite3.connect = watched  # type: ignore[assignment]
    try:
        came = names.rotate(path, *arguments)
        if inspect.iscoroutine(came):
            came = asyncio.run(_awaited(came))
    except ValueError:
        came = "ValueError!"
    finally:
        sqlite3.connect = connect
    return [came, begun]


async def _awaited(came: Any) -> Any:
    return await came


def watch(path: str, kill_at: int) -> tuple[list[int], Callable[..., sqlite3.Connection]]:
    """Return a list that fills, and what stands in for `sqlite3.connect` meanwhile."""
    connect: Any = sqlite3.connect
    begun: list[int] = []
    count = 0

    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)

        def told(sql: str) -> None:
            nonlocal count
            word = sql.lstrip().upper()
            if not word.startswith(WRITES) and "WAL_CHECKPOINT" not in word:
                return
            count += 1
            if not connection.in_transaction:
                begun.append(count)
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

        if path in str(arguments[0] if arguments else options.get("database")):
            connection.set_trace_callback(told)
        return connection

    return begun, connected


_open: list[sqlite3.Connection] = []


def open_files(names: Any, paths: list[str]) -> None:
    """Open databases as an application does that serves others meanwhile, and is idle."""
    for path in paths:
        _open.append(sqlite3.connect(path, isolation_level=None))
        _open[-1].execute("SELECT count(*) FROM sqlite_schema").fetchall()


def count_rows(names: Any, table: str, number: int) -> int:
    """Return how many rows a table has for who has had its file open; -1: it cannot tell."""
    try:
        found = _open[number].execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 (ours)
    except sqlite3.Error:
        return -1
    return int(found)


def close_files(names: Any) -> None:
    """Close what was opened."""
    while _open:
        _open.pop().close()


def forget(names: Any, folder: str, plan: list[Any]) -> None:
    """Delete rows, as whoever is killed before the bytes are cleaned: file, tables, column, owners."""
    for file, tables, column, owners in plan:
        with closing(sqlite3.connect(f"{folder}/{file}")) as db, db:
            db.execute("PRAGMA secure_delete = OFF")
            for table in tables:
                db.executemany(
                    f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608 (ours)
                    [[owner] for owner in owners],
                )


@contextmanager
def _saver(folder: str) -> Iterator[SqliteSaver]:
    with SqliteSaver.from_conn_string(f"{folder}/checkpoints.db") as saver:
        # What the student's code has left here may name anything: nothing of it is called.
        saver.serde = JsonPlusSerializer(allowed_msgpack_modules=None)
        yield saver


def diary(saver: SqliteSaver) -> Any:
    """Return a graph with one node, which replies to each message."""

    def listen(state: Any) -> Any:
        return {"messages": [("ai", f"I know {len(state['messages'])} messages.")]}

    builder = StateGraph(MessagesState).add_node("listen", listen).add_edge(START, "listen")
    return builder.compile(checkpointer=saver)


def use(names: Any, folder: str, plan: dict[str, Any], missing: str = "") -> None:
    """Fill the three files as *plan* says, with a database that overwrites nothing it deletes.

    At the end the one that is *missing* is removed.
    """
    with _saver(folder) as saver:
        saver.conn.executescript(SHIPPED)
        graph = diary(saver)
        for thread_id, metadata, texts in plan.get("threads", []):
            config = {"configurable": {"thread_id": thread_id}, "metadata": metadata}
            for text in texts:
                graph.invoke({"messages": [("user", text)]}, config)
            if len(texts) > 1:
                # Such a checkpoint does not say whose it is.
                late = {"configurable": {"thread_id": thread_id}}
                graph.update_state(late, {"messages": [("user", texts[-1])]})
        for thread_id in plan.get("deleted", []):
            saver.delete_thread(thread_id)
    for session_id, texts in plan.get("sessions", []):
        with closing(Shipped(session_id, f"{folder}/sessions.db")) as session:
            asyncio.run(
                session.add_items([{"role": "user", "content": text} for text in texts])
            )
    with closing(sqlite3.connect(f"{folder}/store.db", isolation_level=None)) as file:
        file.executescript(f"PRAGMA journal_mode = WAL; {SHIPPED}")
        store = SqliteStore(file)
        store.setup()
        for namespace, texts in plan.get("items", []):
            for number, text in enumerate(texts):
                store.put(tuple(namespace), f"key-{number}", {"text": text})
    for each in Path(folder).glob(f"{missing}*") if missing else ():
        each.unlink()


def state(names: Any, folder: str, plan: dict[str, Any]) -> Any:
    """Return what the libraries find of the threads, sessions and items that *plan* names."""
    with _saver(folder) as saver:
        graph = diary(saver)
        threads = {
            thread_id: [
                [m.text for m in each.values.get("messages", [])]
                for each in graph.get_state_history({"configurable": {"thread_id": thread_id}})
            ]
            for thread_id, *_ in plan["threads"]
        }
    sessions = {}
    for session_id, _ in plan["sessions"]:
        with closing(SQLiteSession(session_id, f"{folder}/sessions.db")) as session:
            sessions[session_id] = asyncio.run(session.get_items())
    with SqliteStore.from_conn_string(f"{folder}/store.db") as store:
        items = {
            ".".join(namespace): sorted(
                [item.key, item.value["text"]]
                for item in store.search(tuple(namespace), limit=1000)
                if list(item.namespace) == namespace
            )
            for namespace, _ in plan["items"]
        }
    return [threads, sessions, items]
