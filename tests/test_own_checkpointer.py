"""Both savers of the capstone under real conditions; what the suite sees of faults, and what not."""

from __future__ import annotations

import asyncio
import operator
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path
from typing import Annotated, Any, TypedDict

import pytest
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from autograder.probes.own_checkpointer import watching
from solutions.own_checkpointer import FileSaver, TidySqliteSaver
from workbook import conformance, look
from workbook.crash import MomentNotReached, moment, run_function
from workbook.saver_parts import config_of, file_name, ids

BASE = {"put": "17/17", "put_writes": "10/10", "get_tuple": "10/10", "list": "16/16"}
BASE |= {"delete_thread": "5/5"}
MORE = {"prune": "8/8", "copy_thread": "8/8", "delete_for_runs": "7/7"}
BIG = "rain " * 20_000
TRIP = config_of("trip-7", "", None)


class Trip(TypedDict):
    steps: Annotated[list[str], operator.add]


def ask(state: Trip) -> Any:
    return {"steps": [interrupt("Where to?")]}


def trip_graph(saver: Any) -> Any:
    return StateGraph(Trip).add_node(ask).add_edge(START, "ask").compile(checkpointer=saver)


def scores(make: Callable[[], Any]) -> dict[str, str]:
    """Return what the suite says, without what is not there."""
    results = asyncio.run(conformance.report(make)).results
    return {name: conformance.score(each) for name, each in results.items() if each.detected}


def failing(make: Callable[[], Any]) -> list[str]:
    results = asyncio.run(conformance.report(make)).results
    return [name for name, each in results.items() if each.tests_failed]


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[], Path]:
    """Return a path at each call where nothing is."""
    number = count()
    return lambda: tmp_path / f"saver-{next(number)}"


def test_both_pass_the_suite(fresh: Callable[[], Path]) -> None:
    """
    FileSaver has all base capabilities, encrypted or not; TidySqliteSaver has all eight.
    """
    cipher = EncryptedSerializer.from_pycryptodome_aes(key=b"k" * 16)

    assert scores(lambda: FileSaver(fresh())) == BASE
    assert scores(lambda: FileSaver(fresh(), serde=cipher)) == BASE
    assert scores(lambda: TidySqliteSaver.from_conn_string(f"{fresh()}.db")) == BASE | MORE


class ForgetsWrites(FileSaver):
    def put_writes(self, *arguments: Any, **named: Any) -> None:
        """Forget them."""


class OldestFirst(FileSaver):
    def list(self, *arguments: Any, **named: Any) -> Any:
        return reversed([*super().list(*arguments, **named)])


class OneNamespace(FileSaver):
    def list(self, config: Any, **named: Any) -> Any:
        where = config["configurable"]
        return super().list({"configurable": where | {"checkpoint_ns": None}}, **named)


class AlwaysLatest(FileSaver):
    def get_tuple(self, config: Any) -> Any:
        return super().get_tuple(config_of(*ids(config)[:2], None))


class NoParent(FileSaver):
    def _load(self, path: Path) -> Any:
        return super()._load(path)._replace(parent_config=None)


class DeletesNothing(FileSaver):
    def delete_thread(self, thread_id: str) -> None:
        """Leave it."""


@pytest.mark.parametrize(
    ("broken", "seen"),
    [
        (ForgetsWrites, "put_writes"),
        (OldestFirst, "list"),
        (OneNamespace, "list"),
        (AlwaysLatest, "get_tuple"),
        (NoParent, "get_tuple"),
        (DeletesNothing, "delete_thread"),
    ],
)
def test_a_broken_saver_fails_the_capability(
    fresh: Callable[[], Path], broken: type[FileSaver], seen: str
) -> None:
    """
    The suite bites: one wrong line costs the capability that it belongs to.
    """
    assert seen in failing(lambda: broken(fresh()))


class SpoilsItsInput(FileSaver):
    def put(self, config: Any, checkpoint: Any, *rest: Any) -> Any:
        stored = super().put(config, checkpoint, *rest)
        checkpoint["channel_values"].clear()
        return stored


class DeletesByPrefix(FileSaver):
    def delete_thread(self, thread_id: str) -> None:
        for home in self.folder.glob(f"{file_name(thread_id)}*"):
            shutil.rmtree(home)


@pytest.mark.parametrize("broken", [SpoilsItsInput, DeletesByPrefix])
def test_the_suite_is_blind_to_some_faults(
    fresh: Callable[[], Path], broken: type[FileSaver]
) -> None:
    """
    If this fails, the suite has learned: correct section 3 of `own_checkpointer`.
    """
    assert failing(lambda: broken(fresh())) == []


def put(saver: FileSaver, note: Any) -> Any:
    checkpoint = empty_checkpoint() | {"channel_values": {"notes": note}}
    return saver.put(TRIP, checkpoint, {"source": "loop"}, {})


def notes(folder: Path) -> list[Any]:
    found = FileSaver(folder).list(TRIP)
    return [each.checkpoint["channel_values"]["notes"] for each in found]


def put_watched(folder: Path, at: int) -> None:
    """Put a checkpoint; pass a moment at the at-th change on disk."""
    saver = FileSaver(folder)
    with watching(folder, at, partial(moment, "changed")):
        put(saver, BIG)


def delete_watched(folder: Path, at: int) -> None:
    saver = FileSaver(folder)
    with watching(folder, at, partial(moment, "changed")):
        saver.delete_thread("trip-7")


def test_a_put_is_killed_at_each_of_its_moments(fresh: Callable[[], Path]) -> None:
    """
    At whichever change on disk a put is killed, its checkpoint is there as a whole or not.
    """
    for at in count(1):
        folder = fresh()
        put(FileSaver(folder), "home")
        try:
            run_function(put_watched, folder, at, kill_at="changed")
        except MomentNotReached:
            break
        assert notes(folder) in (["home"], [BIG, "home"])
        put(FileSaver(folder), "later")
        assert notes(folder)[0] == "later"

    assert at > 2


def test_a_delete_is_killed_at_each_of_its_moments(fresh: Callable[[], Path]) -> None:
    """
    A thread whose delete was killed is whole or gone, and the next delete tidies up.
    """
    for at in count(1):
        folder = fresh()
        for note in ("one", "two"):
            put(FileSaver(folder), note)
        try:
            run_function(delete_watched, folder, at, kill_at="changed")
        except MomentNotReached:
            break
        assert notes(folder) in ([], ["two", "one"])
        FileSaver(folder).delete_thread("trip-7")
        assert [*folder.iterdir()] == []

    assert at > 2


def write_many(folder: Path, worker: int) -> None:
    """Put 20 checkpoints on one shared thread, each with a write."""
    saver = FileSaver(folder)
    for number in range(20):
        config = put(saver, f"{worker}-{number}")
        saver.put_writes(config, [("steps", number)], f"task-{worker}")
        assert saver.get_tuple(config).pending_writes == [(f"task-{worker}", "steps", number)]


def test_two_processes_write_one_thread(fresh: Callable[[], Path]) -> None:
    """
    Nothing is lost or torn when two processes write to one folder, on one thread, at once.
    """
    folder = fresh()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda worker: run_function(write_many, folder, worker), range(2)))

    wanted = {f"{worker}-{number}" for worker in range(2) for number in range(20)}
    assert set(notes(folder)) == wanted
    assert len(notes(folder)) == 40
    assert [*folder.rglob("*.new")] == []


def test_bytes_reach_the_disk_before_their_name(fresh: Callable[[], Path]) -> None:
    """
    The file is synced, then renamed, then the folders are synced: a power cut tears nothing.
    """
    calls = []

    def listen(frame: Any, event: str, called: Any) -> None:
        if event == "c_call" and called.__name__ in ("fsync", "replace"):
            calls.append(called.__name__)

    saver, checkpoint = FileSaver(fresh()), empty_checkpoint()
    sys.setprofile(listen)
    try:
        saver.put(TRIP, checkpoint, {"source": "loop"}, {})
    finally:
        sys.setprofile(None)

    first = calls.index("fsync")
    assert calls[first:] == ["fsync", "replace", "fsync", "fsync", "fsync"]


def test_no_word_is_readable_with_an_encrypted_serializer(fresh: Callable[[], Path]) -> None:
    """
    Content and metadata are encrypted; the name of a thread is not.
    """
    cipher = EncryptedSerializer.from_pycryptodome_aes(key=b"k" * 16)
    saver = FileSaver(fresh(), serde=cipher)
    config = put(saver, "I land in Lisbon")
    saver.put_writes(config, [("steps", "the museum was closed")], "task-1")

    files = [path for path in saver.folder.rglob("*") if path.is_file()]
    content = b"".join(path.read_bytes() for path in files)

    assert len(files) == 2
    assert [
        word for word in (b"Lisbon", b"museum", b"source", b"steps") if word in content
    ] == []
    assert "trip-7" in str(files[0])


def test_names_of_files_are_harmless_and_different() -> None:
    """
    No id makes a name that is a path, is too long, or is another's on a disk without capitals.
    """
    odd = [
        "",
        ".",
        "..",
        "/",
        "a/b",
        "%2f.",
        "trip-7",
        "Trip-7",
        "trip_7",
        "Ж" * 300,
        "x" * 300,
    ]

    names = [file_name(each) for each in odd]

    assert len({name.casefold() for name in names}) == len(odd)
    assert all(len(name.encode()) <= 100 and Path(name).name == name for name in names)


def test_a_copied_thread_goes_on_by_itself(fresh: Callable[[], Path]) -> None:
    """
    A copy of an interrupted thread, pruned, takes an answer; its source waits on.
    """
    path = f"{fresh()}.db"

    async def main() -> tuple[Any, Any]:
        async with TidySqliteSaver.from_conn_string(path) as saver:
            graph = trip_graph(saver)
            await graph.ainvoke({"steps": ["Lisbon"]}, TRIP)
            await saver.acopy_thread("trip-7", "trip-8")
            await saver.aprune(["trip-8"])
            copy = config_of("trip-8", "", None)
            final = await graph.ainvoke(Command(resume="Porto"), copy)
            return final["steps"], (await graph.aget_state(TRIP)).next

    assert asyncio.run(main()) == (["Lisbon", "Porto"], ("ask",))
    counts = "SELECT thread_id, count(*) AS n FROM checkpoints GROUP BY 1 ORDER BY 1"
    assert look.rows(path, counts)["n"].tolist() == [2, 2]
