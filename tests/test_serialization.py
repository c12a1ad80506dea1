"""The serialization lesson's reference, and what the lesson says of LangGraph's own serializer."""

from __future__ import annotations

import os
import pickle
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, TypedDict

import ormsgpack
import pytest
from langgraph.checkpoint.serde import event_hooks
from langgraph.checkpoint.serde.event_hooks import register_serde_event_listener
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, StateGraph

from solutions.serialization import find_unserializable, safe_serializer
from workbook.crash import run_function


class Cabin(Enum):
    FIRST = "first"


@dataclass
class Fare:
    euros: int
    cabin: Any = Cabin.FIRST


class Trip(TypedDict, total=False):
    fare: Any


TRIP = {"configurable": {"thread_id": "trip-7", "checkpoint_ns": ""}}


def keep(path: str) -> None:
    """Store a trip with the reference's serializer."""

    def plan(state: Trip) -> Trip:
        return {"fare": Fare(120)}

    with closing(sqlite3.connect(path, check_same_thread=False)) as database:
        saver = SqliteSaver(database, serde=safe_serializer(Fare, Cabin))
        graph = StateGraph(Trip).add_node("plan", plan).add_edge(START, "plan")
        graph.compile(checkpointer=saver).invoke({}, TRIP)


def kept(path: str, *own: type) -> Any:
    """Return the fare of the trip, read with the reference's serializer."""
    with closing(sqlite3.connect(path, check_same_thread=False)) as database:
        found = SqliteSaver(database, serde=safe_serializer(*own)).get(TRIP)
    assert found is not None
    return found["channel_values"]["fare"]


def forge(path: str, tag: str, stored: bytes) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE checkpoints SET type = ?, checkpoint = ?", [tag, stored])


def naming(code: int, *told: Any) -> bytes:
    """Return a checkpoint that names what is to be called."""
    value = ormsgpack.Ext(code, ormsgpack.packb(told))
    return ormsgpack.packb({"v": 4, "channel_values": {"fare": [value]}})


def test_own_classes_outlive_a_killed_process(tmp_path: Path) -> None:
    """
    A dataclass and its enum come back whole from what a killed process had written.
    """
    path = str(tmp_path / "trips.db")
    assert run_function(keep, path).killed

    assert kept(path, Fare, Cabin) == Fare(120, Cabin.FIRST)


def test_a_class_that_is_not_allowed_is_named(tmp_path: Path) -> None:
    """
    One class forgotten, inside an allowed one, is an error with its name, each time.
    """
    path = str(tmp_path / "trips.db")
    keep(path)

    for _ in range(2):
        with pytest.raises(
            ValueError, match=r"a stored value names [\w.]*test_serialization\.Cabin;"
        ):
            kept(path, Fare)
    assert kept(path, Fare, Cabin) == Fare(120)


@pytest.mark.parametrize("code", [0, 1, 2, 4, 5])
def test_a_forged_row_is_obeyed_by_default_and_refused_by_the_reference(
    tmp_path: Path, code: int
) -> None:
    """
    The same row makes a folder through the default serializer, and nothing through ours.
    """
    path, folder = str(tmp_path / "trips.db"), tmp_path / "called"
    keep(path)
    given = {0: str(folder), 1: [str(folder)]}.get(code, {"path": str(folder)})
    forge(path, "msgpack", naming(code, "os", "mkdir", given, "model_validate_json"))

    with pytest.raises(ValueError, match="mkdir"):
        kept(path, Fare)
    assert not folder.exists()

    with SqliteSaver.from_conn_string(path) as permissive:
        permissive.serde = JsonPlusSerializer(allowed_msgpack_modules=True)
        permissive.get(TRIP)
    assert folder.exists()


class Maker:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.folder),)


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    """
    A row with the tag pickle is an error, and is not loaded.
    """
    path, folder = str(tmp_path / "trips.db"), tmp_path / "called"
    keep(path)
    forge(path, "pickle", pickle.dumps(Maker(folder)))

    with pytest.raises(NotImplementedError, match="pickle"):
        kept(path, Fare)
    assert not folder.exists()


def test_threads_do_not_hear_of_each_other() -> None:
    """
    While one thread reads forged rows, another reads sound ones with the same serializer.
    """
    serde = safe_serializer(Fare, Cabin)
    sound = serde.dumps_typed([Fare(number) for number in range(20)])
    both = threading.Barrier(2, timeout=30)

    def read(row: tuple[str, bytes]) -> int:
        refused = 0
        both.wait()
        for _ in range(300):
            try:
                serde.loads_typed(row)
            except ValueError:
                refused += 1
        return refused

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(read, [sound, ("msgpack", naming(0, "os", "mkdir", "", ""))]))
    assert counts == [0, 300]


def test_what_is_refused_and_what_changes_is_found_in_a_saver_s_state(tmp_path: Path) -> None:
    """
    What is found is what a saver refuses: without it, the state can be stored.
    """
    state: dict[str, Any] = {
        "fare": {"offers": [Fare(90), Fare(80, {"lock": threading.Lock()})], "days": (1, 2)}
    }
    with SqliteSaver.from_conn_string(str(tmp_path / "trips.db")) as saver:
        saver.serde = JsonPlusSerializer(allowed_msgpack_modules=[Fare, Cabin])
        assert find_unserializable(state, saver.serde) == {
            "fare.offers.1.cabin.lock": "refused",
            "fare.days": "list",
        }
        graph = StateGraph(Trip).add_node("plan", lambda state: {}).add_edge(START, "plan")
        compiled = graph.compile(checkpointer=saver)
        # The error blames the innocent dataclass around the lock.
        with pytest.raises(TypeError, match="serializable: Fare"):
            compiled.invoke(state, TRIP)

        del state["fare"]["offers"][1].cabin["lock"]
        compiled.invoke(state, TRIP)
        assert compiled.get_state(TRIP).values["fare"]["days"] == [1, 2]


def test_a_strict_serializer_is_asked_as_it_is() -> None:
    """
    With a closed list, own classes that are not on it are found.
    """
    state = {"fare": Fare(90), "seats": {1: "7a"}}

    assert find_unserializable(state, safe_serializer(Fare, Cabin)) == {}
    assert find_unserializable(state, JsonPlusSerializer(allowed_msgpack_modules=[Fare])) == {
        "fare.cabin": "str"
    }


def test_an_error_in_reading_is_a_refusal() -> None:
    """
    A serializer that writes a value and will not read it has refused it.
    """
    state = {"fares": [Fare(90), 7]}

    assert find_unserializable(state, safe_serializer(Fare)) == {"fares.0.cabin": "refused"}


def test_no_listener_stays_behind() -> None:
    """
    Whether a row is read, refused or broken, nobody listens to the process afterwards.
    """
    before = list(event_hooks._listeners)
    serde = safe_serializer(Fare)

    serde.loads_typed(serde.dumps_typed([Fare(90, 7)]))
    for row in (naming(0, "os", "mkdir", "", ""), b""):
        with pytest.raises(ValueError, match=r"mkdir|unexpected end"):
            serde.loads_typed(("msgpack", row))
    assert event_hooks._listeners == before


def test_one_bad_leaf_makes_the_whole_checkpoint_a_pickle(tmp_path: Path) -> None:
    """
    With pickle_fallback, SQLite's row has one tag for all that is in it.
    """

    def plan(state: Trip) -> Trip:
        return {"fare": [Maker(tmp_path), 80]}

    with SqliteSaver.from_conn_string(str(tmp_path / "trips.db")) as saver:
        saver.serde = JsonPlusSerializer(pickle_fallback=True)
        graph = StateGraph(Trip).add_node("plan", plan).add_edge(START, "plan")
        graph.compile(checkpointer=saver).invoke({"fare": 7}, TRIP)
        tags = saver.conn.execute("SELECT type FROM checkpoints ORDER BY checkpoint_id")

        assert [tag for (tag,) in tags] == ["msgpack", "msgpack", "pickle"]


def test_a_listener_cannot_refuse() -> None:
    """
    What a listener raises is logged and swallowed, so refusing is up to who reads.
    """

    def refuse(event: Any) -> None:
        raise ValueError(event["name"])

    stop = register_serde_event_listener(refuse)
    try:
        row = ormsgpack.packb(ormsgpack.Ext(0, ormsgpack.packb(("os", "mkdir", "a text"))))
        strict = JsonPlusSerializer(allowed_msgpack_modules=None)
        assert strict.loads_typed(("msgpack", row)) == "a text"
    finally:
        stop()
