"""Probes for `6_preferences/preferences`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from inspect import iscoroutinefunction
from types import SimpleNamespace
from typing import Annotated, Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.store.memory import InMemoryStore
from langgraph.store.sqlite import SqliteStore

FIELDS = {"messages", "user_id", "detected_preferences"}
THREAD: Any = {"configurable": {"thread_id": "probe"}}


def _append(old: list[str], new: list[str]) -> list[str]:
    return [*old, *new]


class PlainState(MessagesState):
    """Stands in where the student's own schema lacks a field: that is another task's."""

    user_id: str
    detected_preferences: Annotated[list[str], _append]


def fields(names: Any) -> list[str]:
    """Return the names of the schema's fields."""
    return sorted(StateGraph(names.PreferenceState).channels)


def two_turns(names: Any, user: str, first: str, second: str) -> dict[str, Any]:
    """Return what the state holds after two turns that detect one preference each.

    The second turn brings nothing but its message: whose conversation it is, the
    state has to know.
    """
    found = iter([first, second])
    builder = StateGraph(names.PreferenceState)
    builder.add_node("detect", lambda _: {"detected_preferences": [next(found)]})
    builder.add_edge(START, "detect")
    graph = builder.compile(checkpointer=InMemorySaver())
    graph.invoke({"messages": [HumanMessage("one")], "user_id": user}, THREAD)
    graph.invoke({"messages": [HumanMessage("two")]}, THREAD)
    after = graph.get_state(THREAD).values
    return {
        "messages": [_text(message) for message in after.get("messages", [])],
        "user_id": after.get("user_id"),
        "detected": list(after.get("detected_preferences", [])),
    }


def _run_node(names: Any, node: Callable[..., Any], store: Any, state: dict[str, Any]) -> Any:
    """Run one node as LangGraph would: whatever it asks for by name, it gets."""
    schema: Any = PlainState
    try:
        if set(StateGraph(names.PreferenceState).channels) >= FIELDS:
            schema = names.PreferenceState
    except Exception:  # noqa: S110  (a broken schema costs its own task's points, not this one's)
        pass
    builder = StateGraph(schema)
    builder.add_node("node", node)
    builder.add_edge(START, "node")
    return builder.compile(store=store).invoke(state)


def detect(names: Any, file: str, user: str, texts: list[str]) -> list[str]:
    """Return what the detecting node reports about a conversation of *texts*."""
    with SqliteStore.from_conn_string(file) as store:
        store.setup()
        state = {"messages": [HumanMessage(text) for text in texts], "user_id": user}
        final = _run_node(names, names.detect_preferences_node, store, state)
    return [str(name) for name in final.get("detected_preferences") or []]


def respond(
    names: Any, user: str, stored: dict[str, list[str]], detected: list[str]
) -> dict[str, Any]:
    """Return the reply to *user* when *stored* has each user's preferences."""
    store = InMemoryStore()
    for owner, preferences in stored.items():
        for preference in preferences:
            store.put((owner, "preferences"), preference, {"detected_from": "an earlier turn"})
    before = _stored(store)
    question = HumanMessage("How does a checkpointer work?")
    state = {"messages": [question], "user_id": user, "detected_preferences": detected}
    messages = _run_node(names, names.respond_node, store, state)["messages"]
    last = messages[-1]
    return {
        "messages": len(messages),
        "role": last.type if isinstance(last, BaseMessage) else str(last),
        "text": _text(last),
        "store_changed": _stored(store) != before,
    }


def _stored(store: InMemoryStore) -> list[tuple[tuple[str, ...], str]]:
    return sorted((item.namespace, item.key) for item in store.search((), limit=1000))


def _text(message: Any) -> str:
    return str(message.text if isinstance(message, BaseMessage) else message)


def open_and_say(names: Any, path: str, thread: str, text: str) -> dict[str, Any]:
    """Take one turn of a small graph with the student's checkpointer."""
    manager = names.open_checkpointer(path)
    if not hasattr(manager, "__enter__"):
        return {"type": type(manager).__name__, "is_manager": False}
    with manager as saver:
        if saver is None:
            return {"type": "None", "is_manager": True}
        builder = StateGraph(MessagesState)
        builder.add_node("echo", lambda state: {"messages": [AIMessage("noted")]})
        builder.add_edge(START, "echo")
        graph = builder.compile(checkpointer=saver)
        config: Any = {"configurable": {"thread_id": thread}}
        final = graph.invoke({"messages": [HumanMessage(text)]}, config)
        texts = [_text(message) for message in final["messages"]]
    return {"type": type(saver).__name__, "is_manager": True, "texts": texts}


class _Watched(InMemoryStore):
    """A store that remembers under which namespaces somebody searched."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.searched: set[tuple[str, ...]] = set()

    def batch(self, ops: Any) -> Any:
        operations = list(ops)
        found = (getattr(operation, "namespace_prefix", None) for operation in operations)
        self.searched |= {tuple(prefix) for prefix in found if prefix is not None}
        return super().batch(operations)


_last = _Watched()


def searched(names: Any) -> list[list[str]]:
    """Return the namespaces that the last `find` or `active` searched."""
    return sorted(list(prefix) for prefix in _last.searched)


def find(
    names: Any, stored: dict[str, dict[str, str]], user: str, query: str, limit: int
) -> Any:
    """Return what the student finds in a store that ranks by meaning."""
    # Only who searches by meaning waits for the model.
    from workbook.embeddings import embed

    index: Any = {"dims": 256, "embed": embed, "fields": ["detected_from"]}
    store = _filled(_Watched(index=index), "detected_from", stored)
    return names.find_preferences(store, user, query, limit)


def active(names: Any, stored: dict[str, dict[str, str]], user: str, now: str) -> Any:
    """Return what the student calls active, given when each preference was detected."""
    store = _filled(_Watched(), "detected_at", stored)
    return names.active_preferences(store, user, datetime.fromisoformat(now))


def _filled(store: _Watched, field: str, stored: dict[str, dict[str, str]]) -> _Watched:
    global _last
    for owner, preferences in stored.items():
        for preference, text in preferences.items():
            value = {"detected_from": "an earlier turn", field: text}
            store.put((owner, "preferences"), preference, value)
    _last = store
    return store


def detected_values(names: Any, user: str, text: str) -> list[dict[str, Any]]:
    """Return the values that the student's own node stores for one message."""
    store = InMemoryStore()
    state = {"messages": [HumanMessage(text)], "user_id": user}
    _run_node(names, names.detect_preferences_node, store, state)
    return [dict(item.value) for item in store.search((user, "preferences"), limit=100)]


def hold(names: Any, user: str, path: str, key: str, ttl: int, text: str, age: int) -> str:
    """Put one message into the student's session as if *age* seconds ago."""
    session = names.open_preference_session(user, path, key, ttl)
    if not callable(getattr(session, "add_items", None)):
        return type(session).__name__
    with _clock(-age):
        _use(session, lambda: session.add_items([{"role": "user", "content": text}]))
    return ""


def recall(names: Any, user: str, path: str, key: str, ttl: int) -> list[str]:
    """Return the texts that the student's session gives back."""
    session = names.open_preference_session(user, path, key, ttl)
    items = _use(session, session.get_items)
    return [str(item.get("content", item)) for item in items]


def clear(names: Any, user: str, path: str, key: str, ttl: int) -> None:
    """Empty the student's session."""
    session = names.open_preference_session(user, path, key, ttl)
    _use(session, session.clear_session)


def _use(session: Any, work: Callable[[], Any]) -> Any:
    """Do one thing with a session; close it where its connection is bound to the loop."""

    async def use() -> Any:
        try:
            return await work()
        finally:
            close = getattr(session, "close", None)
            if iscoroutinefunction(close):
                await close()

    return asyncio.run(use())


@contextmanager
def _clock(shift: int) -> Iterator[None]:
    """Let the cipher believe that it is *shift* seconds later."""
    from cryptography import fernet as module

    fernet: Any = module
    real = fernet.time
    fernet.time = SimpleNamespace(time=lambda: real.time() + shift)
    try:
        yield
    finally:
        fernet.time = real
