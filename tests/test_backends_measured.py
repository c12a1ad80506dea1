"""The lesson's reference foretells what really comes, and slims a thread that others write to."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite import SqliteSaver

from autograder.checks.backends_measured import _snapshots
from solutions.backends_measured import predict, slim
from workbook import measure
from workbook.crash import run_function


def chat(saver: Any, thread: str = "trip-7", size: int = 1000) -> measure.Chat:
    return measure.Chat(measure.Place("", saver, lambda: 0), size, thread_id=thread)


def bytes_of(path: Path) -> int:
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))


@pytest.fixture
def trips(tmp_path: Path) -> Path:
    path = tmp_path / "trips.db"
    with SqliteSaver.from_conn_string(str(path)) as saver:
        for thread, turns in (("trip-7", 30), ("trip-8", 2)):
            talk = chat(saver, thread)
            for _ in range(turns):
                talk.turn()
    return path


@pytest.mark.parametrize("size", [60, 1000])
def test_the_size_that_the_check_takes_for_true_is_true(size: int) -> None:
    """
    What 40 turns foretell for 250 is what a saver holds after 250, within 0.1 %.
    """
    _, foretold = _snapshots(size, [5, 9, 14], 250)

    kept = InMemorySaver()
    talk = chat(kept, size=size)
    for _ in range(250):
        talk.turn()
    assert measure.memory_bytes(kept) == pytest.approx(foretold, rel=0.001)


def test_a_file_of_snapshots_is_foretold() -> None:
    """
    Measured on disk up to 30 turns, 120 turns are right within 2 %.
    """
    with measure.open_chat("SqliteSaver", size=500) as talk:
        *points, (_, true) = measure.grow(talk, [6, 11, 19, 30, 120])

    law, size = predict(points, 120)

    assert law == "snapshots"
    assert size == pytest.approx(true, rel=0.02)


@pytest.mark.parametrize("name", ["AdvancedSQLiteSession", "RedisSession"])
def test_other_logs_are_logs(name: str) -> None:
    """
    A law from up to 150 turns holds for 1,000, whatever the session.
    """
    points = []
    with measure.open_log(name) as log:
        for until in (20, 60, 100, 150, 1000):
            log.turn(until - log.turns)
            points.append((until, log.place.size()))

    law, size = predict(points[:-1], 1000)

    assert law == "log"
    assert size == pytest.approx(points[-1][1], rel=0.02)


def test_too_few_points_foretell_nothing() -> None:
    """
    Two points fit any law, and the error says that more are needed.
    """
    with pytest.raises(ValueError, match="3 sizes at different turns are needed"):
        predict([(1, 10), (2, 20)], 1000)


def test_a_slim_thread_outlives_its_process(trips: Path) -> None:
    """
    After a SIGKILL of whoever slimmed it the thread is a tenth, and complete.
    """
    before = bytes_of(trips)

    assert run_function(slim, str(trips), "trip-7").killed

    assert bytes_of(trips) * 10 < before
    with SqliteSaver.from_conn_string(str(trips)) as saver:
        talk = chat(saver)
        assert len(talk.read()) == 60
        talk.turn()
        assert len(talk.read()) == 62


def test_slimming_twice_changes_nothing(trips: Path) -> None:
    """
    What is slim already stays as it is, to the row.
    """
    slim(str(trips), "trip-7")
    with closing(sqlite3.connect(trips)) as db:
        once = db.execute("SELECT * FROM checkpoints ORDER BY 1, 3").fetchall()
    slim(str(trips), "trip-7")

    with closing(sqlite3.connect(trips)) as db:
        assert db.execute("SELECT * FROM checkpoints ORDER BY 1, 3").fetchall() == once


def test_others_may_write_meanwhile(trips: Path) -> None:
    """
    Turns of another thread, taken while one is slimmed again and again, are all kept.
    """

    def write() -> int:
        with SqliteSaver.from_conn_string(str(trips)) as saver:
            talk = chat(saver, "trip-9", 100)
            for _ in range(20):
                talk.turn()
            return len(talk.read())

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not writing.done():
            slim(str(trips), "trip-7")
        assert writing.result() == 40


def test_the_saver_itself_does_not_prune() -> None:
    """
    The task would be pointless if `SqliteSaver` had a `prune`.
    """
    with (
        SqliteSaver.from_conn_string(":memory:") as saver,
        pytest.raises(NotImplementedError),
    ):
        saver.prune(["trip-7"])
