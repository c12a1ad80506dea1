"""Probes for `4_protection/serialization`."""

from __future__ import annotations

import dataclasses
import enum
import sqlite3
import threading
from collections import defaultdict, namedtuple
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypedDict
from uuid import UUID

from langchain_core.messages import HumanMessage
from langgraph.checkpoint.serde.event_hooks import register_serde_event_listener
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, StateGraph

Seat = namedtuple("Seat", "row letter")


class Meal(enum.Enum):
    """A class that a student has not seen."""

    FISH = "fish"


@dataclasses.dataclass
class Ticket:
    """Another one, with room for anything."""

    number: int
    meal: Any = None


@dataclasses.dataclass
class Hotel:
    """One that nobody allows."""

    name: str


class Miles(int):
    """A number with a name."""


class Client:
    """What a state should not hold."""


def _local() -> Any:
    @dataclasses.dataclass
    class Draft:
        text: str

    return Draft("soon")


LEAVES: dict[str, Any] = {
    "Client": Client,
    "lock": threading.Lock,
    "function": lambda: _local,
    "generator": lambda: (letter for letter in "trip"),
    "complex number": lambda: 2j,
    "65-bit number": lambda: 2**64,
    "dict with a complex key": lambda: {2j: "window"},
    "exception": lambda: ValueError("no seat"),
    "Miles": lambda: Miles(7),
    "defaultdict": lambda: defaultdict(list, days=[1]),
    "bytearray": lambda: bytearray(b"photo"),
    "set of tuples": lambda: {(1, 2)},
    "dataclass made in a function": _local,
    "Meal": lambda: Meal.FISH,
    "Seat": lambda: Seat(7, "a"),
    "datetime": lambda: datetime(2030, 6, 1, tzinfo=UTC),
    "set": lambda: {"beach"},
    "Decimal": lambda: Decimal("9.90"),
    "UUID": lambda: UUID(int=7),
    "Path": lambda: Path("trips") / "7",
    "message": lambda: HumanMessage("Hello"),
    "None": lambda: None,
    "bytes": lambda: b"photo",
}


class State(TypedDict, total=False):
    """What the threads of the check hold."""

    ticket: Any
    note: Any
    seen: Any


class Raising(JsonPlusSerializer):
    """One that knows some classes, and raises a ValueError when it reads another one."""

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        """Read a value."""
        blocked: list[Any] = []
        stop = register_serde_event_listener(blocked.append)
        try:
            value = super().loads_typed(data)
        finally:
            stop()
        if blocked:
            raise ValueError(f"this serializer knows no {blocked[0]['name']}")
        return value


SERDES: dict[str, Any] = {
    "open": lambda: JsonPlusSerializer(allowed_msgpack_modules=True),
    "strict": lambda: JsonPlusSerializer(allowed_msgpack_modules=[Ticket]),
    "raising": lambda: Raising(allowed_msgpack_modules=[Ticket]),
}


def judge(names: Any, plan: dict[str, Any], serde: str) -> Any:
    """Build the state of *plan*; return what the student finds, and whether it stayed whole."""
    state = {key: _built(value) for key, value in plan.items()}
    before = repr(state)
    found = names.find_unserializable(state, SERDES[serde]())
    kind, whole = type(found).__name__, repr(state) == before
    if isinstance(found, dict):
        told: Any = {_word(key): _word(value) for key, value in found.items()}
        return [told, kind, whole]
    told = [_word(each) for each in found] if isinstance(found, list | set | tuple) else None
    return [told, kind, whole]


def _word(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)[:60]


def _built(plan: Any) -> Any:
    if isinstance(plan, list):
        kind, parts = plan
        if kind == "leaf":
            return LEAVES[parts]()
        if kind == "dict":
            return {key: _built(part) for key, part in parts.items()}
        if kind == "dataclass":
            return Ticket(parts["number"], _built(parts["meal"]))
        made = [_built(part) for part in parts]
        if kind == "named tuple":
            return Seat(*made)
        return tuple(made) if kind == "tuple" else made
    return plan


def _values(number: int) -> dict[str, Any]:
    return {
        "ticket": Ticket(number, Meal.FISH),
        "note": [HumanMessage("Hello"), datetime(2030, 6, 1, tzinfo=UTC), {"beach"}, b"map"],
        "seen": None,
    }


def keep(names: Any, path: str, thread: str, number: int, hotel: bool = False) -> None:
    """Store a thread with the student's serializer, a Hotel in it if asked."""

    def plan(state: State) -> dict[str, Any]:
        return {"ticket": Ticket(number, Hotel("Sol"))} if hotel else _values(number)

    with closing(sqlite3.connect(path, check_same_thread=False)) as database:
        saver = SqliteSaver(database, serde=names.safe_serializer(Ticket, Meal))
        graph = StateGraph(State).add_node("plan", plan).add_edge(START, "plan")
        graph.compile(checkpointer=saver).invoke({}, _thread(thread))
        if not hotel:
            # Each is stored under a tag of its own: null, bytes.
            newest = "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?"
            config = _thread(thread)
            config["configurable"]["checkpoint_id"] = database.execute(
                newest, [thread]
            ).fetchone()[0]
            saver.put_writes(config, [("seen", None), ("note", b"map")], "task-1")


def write(names: Any, path: str, sql: str, parameters: list[Any]) -> None:
    """Change the file with plain SQL; bytes come as `{"hex": text}`."""
    given = [bytes.fromhex(p["hex"]) if isinstance(p, dict) else p for p in parameters]
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(sql, given)


def keep_client(names: Any) -> Any:
    """Say how the student's serializer takes what cannot be stored."""
    serde = names.safe_serializer(Ticket)
    try:
        return ["stored", serde.dumps_typed({"client": Client()})[0]]
    except Exception as error:
        return ["raised", type(error).__name__]


def load(names: Any, path: str, threads: list[str], own: list[str]) -> list[Any]:
    """Read threads one after the other with one serializer; say what came of each.

    That is `["raised", names of its classes, message]`, or `["read", a short text]`.
    """
    classes = [globals()[name] for name in own]
    with closing(sqlite3.connect(path, check_same_thread=False)) as database:
        saver = SqliteSaver(database, serde=names.safe_serializer(*classes))
        return [_outcome(saver, thread) for thread in threads]


def _outcome(saver: Any, thread: str) -> Any:
    try:
        found = saver.get_tuple(_thread(thread))
        values = found.checkpoint["channel_values"]
        pending = [value for _, channel, value in found.pending_writes if channel == "forged"]
        return ["read", repr(pending or {key: values.get(key) for key in _values(0)})[:400]]
    except Exception as error:
        kinds = [kind.__name__ for kind in type(error).__mro__[:-1]]
        return ["raised", kinds, str(error)[:300]]


def wanted(names: Any, number: int) -> str:
    """Return what reading a whole thread says."""
    return repr(_values(number))[:400]


def not_a_serializer(names: Any) -> str:
    """Name what the student returns instead of a serializer; nothing if it is one."""
    made = names.safe_serializer(Ticket)
    whole = all(callable(getattr(made, name, None)) for name in ("dumps_typed", "loads_typed"))
    return "" if whole and not isinstance(made, type) else _kind(made)


def _kind(made: Any) -> str:
    return f"the class {made.__name__}" if isinstance(made, type) else type(made).__name__


def _thread(thread: str) -> Any:
    return {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
