"""Probes for `6_preferences/preferences`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace
from typing import Annotated, Any

from langchain_core.messages import BaseMessage, HumanMessage
from langgraph.channels import BinaryOperatorAggregate
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.message import add_messages
from langgraph.store.base import GetOp, PutOp, SearchOp
from langgraph.store.memory import InMemoryStore
from langgraph.store.sqlite import SqliteStore

THREAD: Any = {"configurable": {"thread_id": "probe"}}


def _append(old: list[str], new: list[str]) -> list[str]:
    return [*old, *new]


class PlainState(MessagesState):
    """Stands in where the student's own schema is at fault: that is another task's."""

    user_id: str
    detected_preferences: Annotated[list[str], _append]


@dataclass
class PlainObject:
    """Stands in for a schema whose fields are attributes."""

    messages: Annotated[list[Any], add_messages] = field(default_factory=list)
    user_id: str = ""
    detected_preferences: Annotated[list[str], _append] = field(default_factory=list)


def fields(names: Any) -> dict[str, bool]:
    """Return the schema's fields, and whether each has a reducer."""
    channels = StateGraph(names.PreferenceState).channels
    return {name: isinstance(kind, BinaryOperatorAggregate) for name, kind in channels.items()}


def two_turns(names: Any, user: str, first: str, second: str) -> dict[str, Any]:
    """Return what the state holds after two turns that detect one preference each.

    The second turn brings nothing but its message: whose conversation it is, the
    state has to know. A third one names the user once more.
    """
    found = iter([[first], [second], []])
    builder = StateGraph(names.PreferenceState)
    builder.add_node("detect", lambda _: {"detected_preferences": next(found)})
    builder.add_edge(START, "detect")
    graph = builder.compile(checkpointer=InMemorySaver())
    graph.invoke({"messages": [HumanMessage("one")], "user_id": user}, THREAD)
    graph.invoke({"messages": [HumanMessage("two")]}, THREAD)
    after = graph.get_state(THREAD).values
    graph.invoke({"messages": [], "user_id": user}, THREAD)
    detected = _listed(after.get("detected_preferences"))
    return {
        "messages": [_text(message) for message in _listed(after.get("messages"))],
        "user_id": str(after.get("user_id")),
        "user_id_again": str(graph.get_state(THREAD).values.get("user_id")),
        "detected": [_text(name) for name in detected],
        "kinds": sorted({type(name).__name__ for name in detected}),
    }


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    return [] if value is None else [value]


@lru_cache(maxsize=1)
def _schema(theirs: Any) -> Any:
    """Return *theirs* if it does its part, else one that does, in the same style."""
    with suppress(Exception):  # what is wrong with a schema costs its own task's points
        told = two_turns(SimpleNamespace(PreferenceState=theirs), "user", "a", "b")
        kept = told["messages"], told["user_id_again"], sorted(told["detected"])
        if kept == (["one", "two"], "user", ["a", "b"]):
            return theirs
    return (
        PlainObject
        if hasattr(theirs, "__dataclass_fields__") or hasattr(theirs, "model_fields")
        else PlainState
    )


def _run_node(names: Any, node: Callable[..., Any], store: Any, state: dict[str, Any]) -> Any:
    """Run one node as LangGraph would: whatever it asks for by name, it gets."""
    schema: Any = PlainState
    given: Any = None
    with suppress(Exception):  # not defined, or not hashable
        given = names.PreferenceState
        schema = _schema(given)
    builder = StateGraph(schema)
    # A node's own annotation may name the schema that is at fault, and nodes to go to next.
    inputs = None if schema is given else schema
    builder.add_node("node", node, input_schema=inputs, destinations=())
    builder.add_edge(START, "node")
    return builder.compile(store=store).invoke(state)


@contextmanager
def _puts_in_memory() -> Iterator[list[PutOp]]:
    """Yield a list that grows by what is put into stores in memory."""
    seen: list[PutOp] = []
    memory: Any = InMemoryStore
    batch = memory.batch

    def watched(self: Any, ops: Any) -> Any:
        operations = list(ops)
        seen.extend(operation for operation in operations if isinstance(operation, PutOp))
        return batch(self, operations)

    memory.batch = watched
    try:
        yield seen
    finally:
        memory.batch = batch


def detect(
    names: Any, file: str, user: str, texts: list[str], earlier: list[str]
) -> dict[str, Any]:
    """Return what the detecting node reports about a conversation of *texts*.

    And how much it put into a store in memory, when the one it was given is a file's.
    """
    with SqliteStore.from_conn_string(file) as store, _puts_in_memory() as puts:
        store.setup()
        state = {"messages": [HumanMessage(text) for text in texts], "user_id": user}
        state |= {"detected_preferences": earlier} if earlier else {}
        final = _run_node(names, names.detect_preferences_node, store, state)
    found = _listed(final.get("detected_preferences"))
    return {"found": [_text(name) for name in found], "in_memory": len(puts)}


def respond(
    names: Any, user: str, stored: dict[str, list[str]], detected: list[str], trips: list[str]
) -> dict[str, Any]:
    """Return the reply to *user* when *stored* has each user's preferences.

    The store has *trips* of the same user, too, which are no preferences.
    """
    store = _Watched()
    for trip in trips:
        store.put((user, "trips"), trip, {"to": "Lisbon"})
    for owner, preferences in stored.items():
        for preference in preferences:
            store.put((owner, "preferences"), preference, {"detected_from": "an earlier turn"})
    before = _stored(store)
    question = HumanMessage("How does a checkpointer work?")
    state = {"messages": [question], "user_id": user, "detected_preferences": detected}
    store.searched.clear()
    messages = _run_node(names, names.respond_node, store, state)["messages"]
    asked, after = list(store.searched), _stored(store)
    return {
        "messages": len(messages),
        "role": _role(messages[-1]),
        "text": _text(messages[-1]),
        "asked": asked,
        "lost": len(set(before) - set(after)),
        "added": len(set(after) - set(before)),
    }


def _stored(store: InMemoryStore) -> list[tuple[tuple[str, ...], str]]:
    return sorted((item.namespace, item.key) for item in store.search((), limit=1000))


def _role(message: Any) -> str:
    if isinstance(message, tuple | list):
        return str(message[0])
    if isinstance(message, dict):
        return str(message.get("role", message.get("type")))
    return message.type if isinstance(message, BaseMessage) else str(message)


def _text(message: Any) -> str:
    if isinstance(message, tuple):
        return str(message[-1])
    if isinstance(message, dict):
        return str(message.get("content"))
    return str(message.text if isinstance(message, BaseMessage) else message)


class _Watched(InMemoryStore):
    """Remembers where it was asked to look."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.searched: list[list[str]] = []

    def batch(self, ops: Iterable[Any]) -> list[Any]:
        operations = list(ops)
        for operation in operations:
            if isinstance(operation, SearchOp):
                self.searched.append(list(operation.namespace_prefix))
            elif isinstance(operation, GetOp):
                self.searched.append(list(operation.namespace))
        return super().batch(operations)


def detected_values(names: Any, user: str, text: str) -> list[dict[str, Any]]:
    """Return the values that the student's own node stores for one message."""
    store = InMemoryStore()
    state = {"messages": [HumanMessage(text)], "user_id": user}
    _run_node(names, names.detect_preferences_node, store, state)
    found = store.search((), limit=100)
    return [{key: _plain(value) for key, value in item.value.items()} for item in found]


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | None) else repr(value)
