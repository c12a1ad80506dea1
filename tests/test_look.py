"""What is shown is what is on disk, looking changes nothing, and pictures do not vary."""

from __future__ import annotations

import operator
import re
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, TypedDict

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from workbook import look
from workbook.crash import run
from workbook.look import (
    NotADatabase,
    dump,
    files,
    find_bytes,
    history,
    rows,
    tables,
)

THREAD: Any = {"configurable": {"thread_id": "trip-7"}}


@pytest.fixture
def trips(tmp_path: Path) -> Path:
    path = tmp_path / "trips.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE trips (city TEXT, days INTEGER, ticket BLOB)")
        database.execute("INSERT INTO trips VALUES ('Lima', 7, zeroblob(477))")
        database.execute("INSERT INTO trips VALUES ('Oslo', NULL, x'00')")
        database.execute("INSERT INTO trips VALUES (?, 1, NULL)", ["Rome " * 100])
        database.execute('CREATE TABLE "odd ""name" (a, b)')
        database.execute("CREATE VIEW cities AS SELECT city FROM trips")
        database.commit()
    return path


def in_folder(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def test_tables_are_listed_with_their_size_and_columns(trips: Path) -> None:
    """
    Views and SQLite's own tables are left out.
    """
    assert tables(trips).to_dict("records") == [
        {"table": 'odd "name', "rows": 0, "columns": "a, b"},
        {"table": "trips", "rows": 3, "columns": "city, days, ticket"},
    ]


def test_rows_are_short_enough_to_read(trips: Path) -> None:
    """
    A blob is its size, a long text is cut, and a number beside a NULL stays what it is.
    """
    shown = rows(trips, "trips")

    assert shown.values.tolist() == [
        ["Lima", 7, "<477 bytes>"],
        ["Oslo", None, "<1 byte>"],
        [("Rome " * 100)[:47] + "…", 1, None],
    ]


def test_a_question_takes_parameters_and_a_limit(trips: Path) -> None:
    """
    Tables, views and SELECTs are asked alike.
    """
    assert rows(trips, "SELECT city FROM trips WHERE days = ?", 7).city.tolist() == ["Lima"]
    assert len(rows(trips, "cities", limit=2)) == 2
    assert len(rows(trips, "cities", limit=None)) == 3


def test_a_table_shows_no_index_and_no_cuts_of_pandas(trips: Path) -> None:
    """
    Text and HTML both.
    """
    shown = rows(trips, "SELECT city, days FROM trips LIMIT 1")

    assert repr(shown).split() == ["city", "days", "Lima", "7"]
    assert shown._repr_html_().count("<th>") == 2
    assert "…" in repr(rows(trips, "trips"))
    assert "..." not in repr(rows(trips, "trips"))


def test_a_wrong_table_is_told_with_the_right_ones(trips: Path) -> None:
    """
    The message lists what there is.
    """
    with pytest.raises(
        ValueError, match=r"no table 'trip'; its tables: cities, odd \"name, trips$"
    ):
        rows(trips, "trip")


@pytest.mark.parametrize(
    ("question", "trouble"),
    [
        ("SELECT town FROM trips", "no such column: town"),
        ("SELECT ?", "number of bindings"),
        ("WITH x AS (SELECT 1) DELETE FROM trips", "readonly"),
    ],
)
def test_a_question_sqlite_refuses_is_told_in_its_words(
    trips: Path, question: str, trouble: str
) -> None:
    """
    Writing is among what it refuses.
    """
    with pytest.raises(ValueError, match=trouble) as failure:
        rows(trips, question)

    assert not isinstance(failure.value, NotADatabase)


def test_what_is_no_database_is_told_and_not_made(tmp_path: Path) -> None:
    """
    A missing file, a folder, and a file of another kind.
    """
    (tmp_path / "notes.txt").write_text("Lima is lovely in June. " * 50)

    with pytest.raises(FileNotFoundError, match="run what writes it first"):
        tables(tmp_path / "missing.db")
    with pytest.raises(NotADatabase, match="is a folder; name the database file in it"):
        tables(tmp_path)
    with pytest.raises(NotADatabase, match=r"notes\.txt is not a sound SQLite database"):
        tables(tmp_path / "notes.txt")

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_locked_database_is_told_instead_of_waited_for(trips: Path) -> None:
    """
    The message says who has to let go.
    """
    with closing(sqlite3.connect(trips)) as writer:
        writer.execute("BEGIN EXCLUSIVE")

        with pytest.raises(TimeoutError, match=r"trips\.db is locked by who writes it"):
            tables(trips)


def test_rows_still_in_the_log_are_seen_and_left_there(trips: Path) -> None:
    """
    The main file alone does not know them yet.
    """
    with closing(sqlite3.connect(trips)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO trips VALUES ('Quito', 2, NULL)")
        writer.commit()
        before = trips.read_bytes(), trips.with_name("trips.db-wal").read_bytes()

        assert "Quito" in rows(trips, "trips").city.tolist()
        assert find_bytes(trips, "Quito") == {
            "trips.db": 0,
            "trips.db-wal": 1,
            "trips.db-shm": 0,
        }
        assert files(trips).file.tolist() == ["trips.db", "trips.db-wal", "trips.db-shm"]
        assert files(trips).bytes.tolist()[:2] == [len(content) for content in before]

        after = trips.read_bytes(), trips.with_name("trips.db-wal").read_bytes()
    assert before == after


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_looking_at_a_closed_database_leaves_no_trace(trips: Path, mode: str) -> None:
    """
    The same files with the same bytes, whatever the journal.
    """
    with closing(sqlite3.connect(trips)) as writer:
        writer.execute(f"PRAGMA journal_mode={mode}")
    before = in_folder(trips)

    tables(trips)
    rows(trips, "trips")
    files(trips)
    dump(trips, "Lima")

    assert in_folder(trips) == before


def test_what_a_killed_graph_saved_can_be_seen(tmp_path: Path) -> None:
    """
    Tables of a real SqliteSaver, and the traveller's words in clear in its log.
    """
    program = tmp_path / "trip.py"
    program.write_text(
        "from langgraph.checkpoint.sqlite import SqliteSaver\n"
        "from langgraph.graph import START, MessagesState, StateGraph\n"
        "from workbook.crash import moment\n"
        "def book(state): moment('booking')\n"
        "with SqliteSaver.from_conn_string('trips.db') as saver:\n"
        "    builder = StateGraph(MessagesState).add_node(book).add_edge(START, 'book')\n"
        "    trip = {'messages': [('user', 'my passport is X1234')]}\n"
        "    thread = {'configurable': {'thread_id': 'trip-7'}}\n"
        "    builder.compile(checkpointer=saver).invoke(trip, thread, durability='sync')\n"
    )
    assert run(program, kill_at="booking").killed
    path = tmp_path / "trips.db"

    assert tables(path)[["table", "rows"]].values.tolist()[0] == ["checkpoints", 2]
    assert set(rows(path, "checkpoints").thread_id) == {"trip-7"}
    assert find_bytes(path, "X1234")["trips.db-wal"] > 0
    assert "X1234" in dump(path, "X1234")


def test_a_dump_shows_bytes_beside_their_text(tmp_path: Path) -> None:
    """
    As much of the context as asked for; what is not ASCII is a dot.
    """
    path = tmp_path / "notes.bin"
    path.write_bytes(b"\x00" * 30 + b"Lima, Oslo, Lima\n\xff")

    assert repr(dump(path, "Lima", context=6)) == (
        "notes.bin, the first of 2:\n"
        "  00 00 00 00 00 00 4c 69 6d 61 2c 20 4f 73 6c 6f  ······Lima, Oslo"
    )
    assert repr(dump(path, b"Lima\n", context=1)) == (
        "notes.bin, the first of 1:\n  20 4c 69 6d 61 0a ff                              Lima··"
    )
    assert dump(path, "Rome") == "'Rome' is nowhere in notes.bin"


def test_an_empty_needle_is_refused(trips: Path) -> None:
    """
    It would be found everywhere.
    """
    with pytest.raises(ValueError, match="an empty needle is everywhere"):
        find_bytes(trips, b"")


class Trip(TypedDict):
    steps: Annotated[list[str], operator.add]


def plan(state: Trip) -> Trip:
    return {"steps": ["plan"]}


def book(state: Trip) -> Trip:
    return {"steps": ["book"]}


def ask(state: Trip) -> Trip:
    return {"steps": [interrupt("shall I pay?")]}


def pay(state: Trip) -> Trip:
    raise ConnectionError("the bank is down")


def graph_of(*steps: Any, saver: Any = None) -> Any:
    builder = StateGraph(Trip).add_sequence(steps).add_edge(START, steps[0].__name__)
    return builder.compile(checkpointer=saver or InMemorySaver())


def forked() -> Any:
    """A finished run, replayed from before `book`, then changed before `plan`."""
    graph = graph_of(plan, book)
    graph.invoke({"steps": []}, THREAD)
    before_end, before_book, before_plan = list(graph.get_state_history(THREAD))[:3]
    assert (before_end.next, before_book.next) == ((), ("book",))
    graph.invoke(None, before_book.config)
    graph.update_state(before_plan.config, {"steps": ["rest"]})
    return graph


def test_a_straight_thread_is_one_branch(tmp_path: Path) -> None:
    """
    Read from a real SqliteSaver, oldest first.
    """
    with SqliteSaver.from_conn_string(str(tmp_path / "trips.db")) as saver:
        graph = graph_of(plan, book, saver=saver)
        graph.invoke({"steps": []}, THREAD)

        assert repr(history(graph, THREAD)) == (
            "Thread trip-7: 4 checkpoints\n"
            "  step -1  input   next: start\n"
            "  step  0  loop    next: plan\n"
            "  step  1  loop    next: book\n"
            "  step  2  loop    end  <- latest"
        )


def test_replays_and_changes_are_branches_of_their_own() -> None:
    """
    Each hangs under the step it leaves from.
    """
    assert repr(history(forked(), THREAD)) == (
        "Thread trip-7: 7 checkpoints, 2 forks\n"
        "  step -1  input   next: start\n"
        "  step  0  loop    next: plan\n"
        "  step  1  loop    next: book\n"
        "  step  2  loop    end\n"
        "  fork from step 1:\n"
        "      step  2  fork    next: book\n"
        "      step  3  loop    end\n"
        "  fork from step 0:\n"
        "      step  1  update  next: plan  <- latest"
    )


def test_a_picture_is_the_same_for_every_run_of_the_same_shape() -> None:
    """
    No id and no time gets into it.
    """
    first, second = history(forked(), THREAD), history(forked(), THREAD)

    assert first._repr_svg_() == second._repr_svg_()
    assert not re.search(r"[0-9a-f]{8}-|\d\d:\d\d", str(first._repr_svg_()))


def test_a_picture_is_sound_and_can_be_read_aloud() -> None:
    """
    It parses, has its title and description first, and tells branches apart without colour.
    """
    picture = ET.fromstring(history(forked(), THREAD)._repr_svg_() or "")
    tags = [element.tag.rpartition("}")[2] for element in picture.iter()]
    dashes = {path.get("stroke-dasharray") for path in picture.iter() if "path" in path.tag}

    assert tags[:3] == ["svg", "title", "desc"]
    assert picture[0].text == "Thread trip-7: 7 checkpoints, 2 forks"
    assert "fork from step 1:; step  2  fork" in str(picture[1].text)
    assert [tags.count(shape) for shape in ("rect", "circle", "polygon")] == [2, 4, 2]
    assert len(dashes) == 3


def test_a_name_cannot_break_the_picture() -> None:
    """
    Angle brackets are text, and a long name is cut where it is drawn only.
    """

    def long_name(state: Trip) -> None: ...

    long_name.__name__ = "look_for_<cheap>_hotels"
    graph = graph_of(long_name)
    thread: Any = {"configurable": {"thread_id": "trip <7>"}}
    graph.invoke({"steps": []}, thread)

    picture = history(graph, thread)._repr_svg_() or ""

    texts = [text.text for text in ET.fromstring(picture).iter() if text.text]
    assert "next: look_for_<…" in texts
    assert "next: look_for_<cheap>_hotels" in texts
    assert "Thread trip <7>: 3 checkpoints" in texts


def test_a_graph_that_waits_says_for_what() -> None:
    """
    And once it was answered, goes on in the same branch.
    """
    graph = graph_of(plan, ask)
    graph.invoke({"steps": []}, THREAD)
    assert repr(history(graph, THREAD)).endswith("step  1  loop    waits: ask  <- latest")

    graph.invoke(Command(resume="yes"), THREAD)
    assert repr(history(graph, THREAD)).endswith("step  2  loop    end  <- latest")


def test_a_failed_step_is_told() -> None:
    """
    The checkpoint before it is where the thread stands.
    """
    graph = graph_of(plan, pay)
    with pytest.raises(ConnectionError):
        graph.invoke({"steps": []}, THREAD)

    assert repr(history(graph, THREAD)).endswith("step  1  loop    failed: pay  <- latest")


def test_an_empty_thread_says_so_in_words() -> None:
    """
    There is no picture, so a notebook shows the sentence.
    """
    empty = history(graph_of(plan), THREAD)

    assert empty._repr_svg_() is None
    assert repr(empty) == ("Thread trip-7: no checkpoint yet; invoke the graph on it first")


def test_a_history_fetched_by_async_code_is_drawn_alike() -> None:
    """
    A list of snapshots does as well as the graph; a checkpoint in the config is no limit.
    """
    graph = forked()
    fetched = list(graph.get_state_history(THREAD))

    assert repr(history(fetched, fetched[3].config)) == repr(history(graph, THREAD))
    assert repr(history(graph, fetched[3].config)) == repr(history(graph, THREAD))


LOCKED = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN EXCLUSIVE")
    print("free")
except sqlite3.OperationalError as error:
    print(error)
"""


def test_looking_drops_no_lock_of_an_open_connection(tmp_path: Path) -> None:
    """
    A process that closes any descriptor of a file loses its locks there: look opens none.
    """
    path = tmp_path / "trips.db"
    command = [sys.executable, "-c", LOCKED, str(path)]
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("CREATE TABLE trips (name)")
        holder.execute("BEGIN IMMEDIATE")

        look.find_bytes(path, "trips")
        look.dump(path, "trips")
        look.tables(path)
        look.rows(path, "trips")

        said = subprocess.run(command, capture_output=True, text=True).stdout
    assert said == "database is locked\n"
    assert subprocess.run(command, capture_output=True, text=True).stdout == "free\n"
