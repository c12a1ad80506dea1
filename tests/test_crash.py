"""A kill is a real SIGKILL at the moment named, and whatever else happens is told plainly."""

from __future__ import annotations

import os
import select
import signal
import sqlite3
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from workbook.crash import (
    CannotTravel,
    MomentNotReached,
    ProgramFailed,
    moment,
    run,
    run_function,
)

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(program: str) -> Path:
        path = tmp_path / "trip.py"
        path.write_text(textwrap.dedent(program))
        return path

    return write


TRIP = """
    import atexit, sys
    from pathlib import Path
    from workbook.crash import moment

    atexit.register(Path("closed.txt").touch)
    try:
        for city in sys.argv[1:]:
            print("going to", city)
            moment("arrived")
        moment("home")
    finally:
        Path("cleaned.txt").touch()
"""


def test_a_moment_does_nothing_in_a_program_nobody_watches() -> None:
    """
    The process goes on after it.
    """
    moment("arrived")


def test_a_program_runs_in_its_own_folder_and_tells_what_it_passed(write: Write) -> None:
    """
    Arguments, printed text, moments in their order, and files beside the program.
    """
    program = write(TRIP)

    ended = run(program, "Lima", 7)

    assert (ended.killed, ended.exit_code) == (False, 0)
    assert ended.moments == ("arrived", "arrived", "home")
    assert ended.output == "going to Lima\ngoing to 7"
    assert (program.parent / "closed.txt").exists()


def test_a_kill_lets_nothing_be_cleaned_up(write: Write) -> None:
    """
    Neither `finally` nor `atexit` runs, and what was printed before is kept.
    """
    program = write(TRIP)

    ended = run(program, "Lima", "Oslo", kill_at="arrived")

    assert (ended.killed, ended.exit_code) == (True, -signal.SIGKILL)
    assert (ended.moments, ended.output) == (("arrived",), "going to Lima")
    assert list(program.parent.glob("*.txt")) == []


def test_a_kill_can_wait_for_the_second_passing(write: Write) -> None:
    """
    "arrived:2" dies in Oslo, not in Lima.
    """
    ended = run(write(TRIP), "Lima", "Oslo", "Rome", kill_at="arrived:2")

    assert ended.killed
    assert ended.output == "going to Lima\ngoing to Oslo"


def test_a_kill_loses_what_was_not_committed(write: Write) -> None:
    """
    SQLite gives back the committed row and not the other one.
    """
    program = write("""
        import sqlite3
        from workbook.crash import moment

        trips = sqlite3.connect("trips.db")
        trips.execute("CREATE TABLE trips (city TEXT)")
        trips.execute("INSERT INTO trips VALUES ('Lima')")
        trips.commit()
        trips.execute("INSERT INTO trips VALUES ('Oslo')")
        moment("before commit")
        trips.commit()
    """)

    assert run(program, kill_at="before commit").killed

    trips = sqlite3.connect(program.with_name("trips.db"))
    assert trips.execute("SELECT city FROM trips").fetchall() == [("Lima",)]
    trips.close()


def test_a_moment_that_never_came_is_an_error(write: Write) -> None:
    """
    The message names the program, the moment, and the moments it did pass.
    """
    with pytest.raises(MomentNotReached) as failure:
        run(write(TRIP), "Lima", kill_at="arrived:2")

    assert str(failure.value) == (
        "trip.py never came to moment('arrived:2'); it passed 'arrived', 'home' "
        "and ended with exit code 0"
    )


def test_a_program_that_fails_before_its_moment_says_why(write: Write) -> None:
    """
    The exception it died of is in the message.
    """
    with pytest.raises(
        MomentNotReached, match="passed no moment and ended with exit code 1: Z"
    ):
        run(write("1 / 0"), kill_at="arrived")


def test_a_failed_program_is_told_by_its_exception_without_notes(write: Write) -> None:
    """
    LangGraph's notes hold random ids and come after the line that matters.
    """
    program = write("""
        error = ConnectionError("the booking service is down")
        error.add_note("During task with name 'book' and id '8f2a'")
        raise error
    """)

    with pytest.raises(ProgramFailed) as failure:
        run(program)

    assert str(failure.value) == (
        "trip.py ended with exit code 1: ConnectionError: the booking service is down"
    )


def test_a_kill_nobody_asked_for_is_a_failure(write: Write) -> None:
    """
    A program the system kills, for want of memory say, did not do its work.
    """
    with pytest.raises(ProgramFailed, match="exit code -9"):
        run(write("import os; os.kill(os.getpid(), 9)"))


def test_a_missing_program_is_named() -> None:
    """
    Nothing is started.
    """
    with pytest.raises(FileNotFoundError, match=r"no program nowhere\.py; write it first"):
        run("nowhere.py")


def test_a_program_that_hangs_is_killed_with_all_it_started(
    write: Write, tmp_path: Path
) -> None:
    """
    The end of a pipe shows that nobody holds its other end any more.
    """
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    program = write("""
        import os, signal
        writer = os.open("alive", os.O_WRONLY)
        os.fork()
        os.write(writer, b"up ")
        signal.pause()
    """)

    with pytest.raises(TimeoutError, match=r"trip\.py was still running after 2 seconds"):
        run(program, timeout=2)

    select.select([alive], [], [], 10)
    assert os.read(alive, 100) == b"up up "
    select.select([alive], [], [], 10)
    assert os.read(alive, 100) == b""
    os.close(alive)


def test_a_function_runs_elsewhere_and_its_process_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Same folder, another process, no `atexit`; values and prints come back.
    """
    monkeypatch.chdir(tmp_path)

    def visit(city: str) -> dict[str, object]:
        import atexit

        atexit.register(Path("closed.txt").touch)
        Path("visited.txt").write_text(city)
        print("hello from", city)
        moment("arrived")
        return {"city": city, "process": os.getpid()}

    ended = run_function(visit, "Lima")

    assert (ended.killed, ended.exit_code) == (True, -signal.SIGKILL)
    assert (ended.output, ended.moments) == ("hello from Lima", ("arrived",))
    assert ended.result["city"] == "Lima"
    assert ended.result["process"] != os.getpid()
    assert [path.name for path in tmp_path.iterdir()] == ["visited.txt"]

    assert not run_function(visit, "Oslo", kill_after=False).killed
    assert (tmp_path / "closed.txt").exists()


def test_a_function_can_die_at_a_moment_of_its_own() -> None:
    """
    It never returns, so there is no result.
    """

    def visit() -> str:
        moment("leaving")
        moment("arrived")
        return "a stamp in the passport"

    ended = run_function(visit, kill_at="arrived")

    assert (ended.killed, ended.moments, ended.result) == (True, ("leaving", "arrived"), None)


def test_a_function_that_misses_its_moment_returned() -> None:
    """
    The message says so, and does not speak of the kill that came after.
    """

    def visit() -> None: ...

    with pytest.raises(
        MomentNotReached, match=r"visit\(\) never .* passed no moment and returned$"
    ):
        run_function(visit, kill_at="arrived")


@pytest.mark.parametrize("kill_at", [None, "arrived"])
def test_an_unwritten_function_is_still_not_implemented(kill_at: str | None) -> None:
    """
    A student's stub surfaces as what it is, with no chain of ours behind it.
    """

    def visit() -> None:
        raise NotImplementedError("write visit() first")

    with pytest.raises(NotImplementedError, match=r"^write visit\(\) first$") as failure:
        run_function(visit, kill_at=kill_at)

    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__
    assert len(failure.traceback) == 2


def test_an_error_that_cannot_be_rebuilt_keeps_its_name_and_words() -> None:
    """
    Its class wants more than a message, so another type has to carry it.
    """

    class VisaError(Exception):
        def __init__(self, city: str, days: int) -> None:
            super().__init__(f"{city}: {days} days too late")

    def visit() -> None:
        raise VisaError("Lima", 3)

    with pytest.raises(RuntimeError, match=r"^VisaError: Lima: 3 days too late$"):
        run_function(visit)


def test_an_open_connection_cannot_travel() -> None:
    """
    The message names the function, the culprit and the way out, in both directions.
    """
    trips = sqlite3.connect(":memory:")

    def count() -> int:
        return trips.total_changes

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(":memory:")

    with pytest.raises(CannotTravel) as outward:
        run_function(count)
    with pytest.raises(CannotTravel) as homeward:
        run_function(connect)
    trips.close()

    assert str(outward.value) == (
        "count() uses a sqlite3.Connection, which cannot leave this process; "
        "open it inside the function"
    )
    assert str(homeward.value) == (
        "connect() returned a sqlite3.Connection, which cannot leave its process; "
        "return plain data"
    )


def test_a_function_that_ends_its_process_is_a_failure() -> None:
    """
    There is no result to pretend with.
    """
    with pytest.raises(ProgramFailed, match=r"the process of _exit\(\) ended with exit code 3"):
        run_function(os._exit, 3)


def test_functions_and_classes_of_a_notebook_travel_and_their_graph_resumes(
    write: Write,
) -> None:
    """
    Defined in `__main__`, killed between two steps, finished from disk by the next process.
    """
    program = write("""
        import operator
        from typing import Annotated, TypedDict
        from langgraph.checkpoint.sqlite import SqliteSaver
        from langgraph.graph import START, StateGraph
        from workbook.crash import moment, run_function

        class Trip(TypedDict):
            steps: Annotated[list[str], operator.add]

        def plan(state: Trip) -> Trip:
            return {"steps": ["plan"]}

        def book(state: Trip) -> Trip:
            moment("booking")
            return {"steps": ["book"]}

        def travel(start):
            with SqliteSaver.from_conn_string("trips.db") as saver:
                builder = StateGraph(Trip).add_sequence([plan, book]).add_edge(START, "plan")
                graph = builder.compile(checkpointer=saver)
                thread = {"configurable": {"thread_id": "trip-7"}}
                return graph.invoke(start, thread, durability="sync")

        print(run_function(travel, {"steps": []}, kill_at="booking").killed)
        print(run_function(travel, None).result)
    """)

    assert run(program).output == "True\n{'steps': ['plan', 'book']}"


def test_a_class_inside_a_function_finds_its_globals(write: Write) -> None:
    """
    What only the body of the inner class uses travels along.
    """
    program = write("""
        from typing import Annotated, TypedDict
        from workbook.crash import run_function

        def fields():
            class Trip(TypedDict):
                stops: Annotated[list, "in order"]
            return list(Trip.__annotations__)

        print(run_function(fields).result)
    """)

    assert run(program).output == "['stops']"


def test_nothing_is_left_in_the_temporary_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Not after a kill, and not after a function's call.
    """
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    run(write(TRIP), "Lima", kill_at="arrived")
    run_function(os.getcwd)

    assert list(scratch.iterdir()) == []


def test_marking_moments_costs_a_program_no_heavy_import(write: Write) -> None:
    """
    What only `run_function` needs is not loaded for `moment`.
    """
    program = write("""
        import sys
        import workbook.crash
        print(sys.modules.keys() & {"cloudpickle", "IPython", "langgraph", "pandas"})
    """)

    assert run(program).output == "set()"


def test_a_system_without_sigkill_is_told_in_one_sentence(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Windows has none.
    """
    monkeypatch.delattr(signal, "SIGKILL")

    with pytest.raises(OSError, match="no SIGKILL; use Linux, macOS or WSL"):
        run(write(TRIP))
