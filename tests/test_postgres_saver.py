"""The PostgreSQL lesson's references: savers that open, totals that survive crowds and kills."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from langgraph.checkpoint.postgres import PostgresSaver

from solutions import postgres_saver as reference
from workbook import services
from workbook.crash import run_function

ON_SQLITE = [reference.entered, reference.in_block, reference.any_thread]
MAKE_TABLES = [reference.with_tables, reference.autocommitted]
NEED_TABLES = [reference.right_url, reference.pooled]


@pytest.fixture
def new() -> str:
    """A PostgreSQL database in which nothing is."""
    return services.new_database(services.postgres())


@pytest.fixture
def ready(new: str) -> str:
    """A PostgreSQL database with tables for checkpoints."""
    with PostgresSaver.from_conn_string(new) as saver:
        saver.setup()
    return new


def goes_on(turn: Callable[[str, str], list[str]], place: str) -> list[str]:
    """Take a turn in a process that is killed afterwards, and one in this process."""
    assert run_function(turn, place, "I land at noon").killed
    return turn(place, "Home again")[::2]


@pytest.mark.parametrize("turn", ON_SQLITE)
def test_a_repaired_sqlite_saver_outlives_its_process(turn: Any, tmp_path: Path) -> None:
    """
    Each of the three ways to open a file goes on with the thread of a killed process.
    """
    assert goes_on(turn, str(tmp_path / "trips.db")) == ["I land at noon", "Home again"]


@pytest.mark.parametrize("turn", MAKE_TABLES)
def test_a_repaired_postgres_saver_makes_its_tables(turn: Any, new: str) -> None:
    """
    On a new database the first turn works, and the second goes on.
    """
    assert goes_on(turn, new) == ["I land at noon", "Home again"]


@pytest.mark.parametrize("turn", NEED_TABLES)
def test_a_repaired_postgres_saver_uses_tables_that_are_there(turn: Any, ready: str) -> None:
    """
    Neither the pool nor SQLAlchemy's form of the URL stands in the way.
    """
    place = ready.replace("postgresql", "postgresql+asyncpg", 1)
    assert goes_on(turn, place if turn is reference.right_url else ready) == [
        "I land at noon",
        "Home again",
    ]


def test_amounts_added_at_once_are_all_counted(ready: str) -> None:
    """
    Twenty additions from four processes to one thread give twenty.
    """

    def five(url: str) -> None:
        for _ in range(5):
            reference.add(url, "trip-7", 1)

    with ThreadPoolExecutor(4) as processes:
        list(processes.map(lambda _: run_function(five, ready), range(4)))

    assert reference.add(ready, "trip-7", 0) == 20


def test_a_killed_addition_frees_its_thread(ready: str) -> None:
    """
    A process that dies inside the node has added nothing and blocks nobody.
    """
    reference.add(ready, "trip-7", 2)

    assert run_function(reference.add, ready, "trip-7", 100, kill_at="counting").killed

    assert reference.add(ready, "trip-7", 3) == 5


def test_a_locked_thread_makes_only_itself_wait(ready: str) -> None:
    """
    Whoever holds one thread's lock does not stop another thread.
    """
    with psycopg.connect(ready, autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(hashtextextended('trip-7', 0))")

        assert reference.add(ready, "trip-8", 1) == 1
