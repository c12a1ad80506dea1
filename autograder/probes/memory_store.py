"""Probes for `3_memory_store/memory_store`."""

from __future__ import annotations

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import BaseMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.store.base import BaseStore, GetOp, SearchOp
from langgraph.store.memory import InMemoryStore
from langgraph.store.sqlite import SqliteStore

Value = dict[str, Any]
ALL = 1_000_000
PATIENCE = 2  # seconds for which a reader waits for the other one


def told(names: Any, memories: list[list[Any]], users: list[str]) -> list[Any]:
    """Return what each of *users* recalls, after all *memories* went into a new store.

    A memory is a user, a key and a value. What is no plain dict is described.
    """
    store = InMemoryStore()
    for user, key, value in memories:
        names.remember(store, user, key, value)
    return [_described(names.recall(store, user)) for user in users]


def _described(found: Any) -> Any:
    if not isinstance(found, dict):
        kinds = {type(each).__name__ for each in found} if isinstance(found, list) else set()
        return {"type": type(found).__name__, "holds": sorted(kinds)}
    plain = {str(key): value for key, value in found.items() if isinstance(value, dict)}
    if len(plain) < len(found):
        return {"type": "dict", "holds": sorted({type(v).__name__ for v in found.values()})}
    return {"type": "", "memories": plain}


@contextmanager
def _empty(path: str) -> Iterator[SqliteStore]:
    """Give an empty store in a file, where others can see what is put into it."""
    with SqliteStore.from_conn_string(path) as store:
        store.setup()
        store.conn.execute("DELETE FROM store")
        yield store


def elsewhere(names: Any, path: str, user: str, key: str, value: Value) -> int:
    """Remember in the store of a file; return how much another store makes the user recall."""
    with _empty(path) as store:
        names.remember(store, user, key, value)
    again = names.recall(InMemoryStore(), user)
    return len(again) if isinstance(again, dict) else -1


def put_in(names: Any, path: str, user: str) -> None:
    """Remember something of this user alone in the store of a file."""
    with _empty(path) as store:
        names.remember(store, user, "probe", {"text": "probe"})


def how_many(names: Any, user: str, count: int) -> list[int]:
    """Return how many of *count* memories come back, and how many of them are right."""
    store = InMemoryStore()
    wanted = {f"memory-{number}": {"number": number} for number in range(count)}
    for key, value in wanted.items():
        names.remember(store, user, key, value)
    found = names.recall(store, user)
    return [len(found), sum(found.get(key) == value for key, value in wanted.items())]


def refused(names: Any, verb: str, user: Any) -> list[Any]:
    """Return what an empty user id raises, with its bases, and how many items were stored."""
    store = InMemoryStore()
    kinds: list[str] = []
    try:
        if verb == "remember":
            names.remember(store, user, "seat", {"side": "window"})
        else:
            names.recall(store, user)
    except Exception as error:
        kinds = [kind.__name__ for kind in type(error).__mro__[:-1]]
    return [kinds, len(store.search((), limit=ALL))]


def untied(names: Any, user: str) -> list[Any]:
    """Return what is recalled after a change to the value given, and to the value got."""
    store = InMemoryStore()
    value = {"side": "window", "tags": ["sea"]}
    names.remember(store, user, "seat", value)
    value["note"] = "by the giver"
    value["tags"].append("by the giver")  # type: ignore[attr-defined]
    given = names.recall(store, user)
    copy = {key: {**each, "tags": list(each["tags"])} for key, each in given.items()}
    given["seat"]["note"] = "by the reader"
    given["seat"]["tags"].append("by the reader")
    given["spare"] = {"side": "aisle"}
    return [copy, names.recall(store, user)]


@dataclass(frozen=True)
class Guest:
    """Who is asking, as the server says."""

    user_id: str


class Visit(MessagesState):
    """A conversation, and what the client claims about its user."""

    user_id: str


_shelves: dict[str, SqliteStore] = {}
_savers: dict[str, InMemorySaver] = defaultdict(InMemorySaver)


def _graph(
    names: Any, store: BaseStore, saver: InMemorySaver
) -> CompiledStateGraph[Any, Any, Any, Any]:
    builder = StateGraph(Visit, context_schema=Guest)
    # The student may annotate with a schema of their own; what counts is what arrives.
    builder.add_node("concierge", names.concierge, input_schema=Visit)
    return builder.add_edge(START, "concierge").compile(checkpointer=saver, store=store)


def visit(
    names: Any, shelf: str, user: str, thread: str, text: str, claimed: str = ""
) -> dict[str, Any]:
    """Take one turn: *user* is the context's, *claimed* what input and config say."""
    graph = _graph(names, _shelf(shelf), _savers[shelf])
    claim = {"user_id": claimed} if claimed else {}
    config: Any = {"configurable": {"thread_id": thread, **claim}}
    before = len(graph.get_state(config).values.get("messages", []))
    turn = {"messages": [{"role": "user", "content": text}], **claim}
    final = graph.invoke(turn, config, context=Guest(user))
    new = final["messages"][before + 1 :]
    return {
        "new": len(new),
        "role": new[-1].type if new else "",
        "text": _text(new[-1]) if new else "",
    }


def _shelf(path: str) -> SqliteStore:
    """Return the store of a file, where others can see what is put into it."""
    if path not in _shelves:
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        _shelves[path] = SqliteStore(connection)
        _shelves[path].setup()
    return _shelves[path]


def _text(message: BaseMessage) -> str:
    return str(message.text)


class Meeting(InMemoryStore):
    """Lets nobody go on from a first reading before two have read."""

    def __init__(self) -> None:
        """Expect two readers."""
        super().__init__()
        self.barrier, self.readers = threading.Barrier(2), set[int]()
        self.lock = threading.Lock()

    def batch(self, ops: Any) -> Any:
        """Do as `InMemoryStore` does, and wait for the other one."""
        operations, here = list(ops), threading.get_ident()
        reads = any(isinstance(operation, GetOp | SearchOp) for operation in operations)
        # InMemoryStore must not be searched while somebody else puts.
        with self.lock:
            answers = super().batch(operations)
            waits = reads and here not in self.readers and len(self.readers) < 2
            if waits:
                self.readers.add(here)
        if waits:
            # Who holds a lock while reading meets nobody, and is right to.
            with suppress(threading.BrokenBarrierError):
                self.barrier.wait(PATIENCE)
        return answers


def together(names: Any, user: str, texts: list[str], last: str) -> list[Any]:
    """Return the reply to *last*, after two conversations of one user at the same moment.

    And how many items the store then has.
    """
    store, saver = Meeting(), InMemorySaver()
    graph = _graph(names, store, saver)

    def say(text: str) -> str:
        config: Any = {"configurable": {"thread_id": text}}
        turn = {"messages": [{"role": "user", "content": text}]}
        return _text(graph.invoke(turn, config, context=Guest(user))["messages"][-1])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(say, texts))
    # From now on there is one conversation at a time.
    store.readers = {-1, -2}
    return [say(last), len(store.search((), limit=ALL))]
