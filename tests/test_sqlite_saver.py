"""The SQLite lesson's reference keeps its promises under a real SIGKILL."""

from __future__ import annotations

from pathlib import Path

import pytest

from solutions.sqlite_saver import resume, say, start
from workbook.crash import run_function


@pytest.mark.parametrize(
    ("killed_in", "again"),
    [("plan", ("plan", "book", "pay")), ("book", ("book", "pay")), ("pay", ("pay",))],
)
def test_a_killed_trip_is_finished_without_repeating_a_step(
    tmp_path: Path, killed_in: str, again: tuple[str, ...]
) -> None:
    """
    Wherever the process dies, only the step it died in and those after it run.
    """
    path = str(tmp_path / "trips.db")
    assert run_function(start, path, "trip-7", kill_at=killed_in).killed

    finished = run_function(resume, path, "trip-7")

    assert finished.moments == again
    assert finished.result == ["planned", "booked", "paid"]


def test_resuming_a_finished_trip_changes_nothing(tmp_path: Path) -> None:
    """
    Resuming twice returns the same steps and runs none of them.
    """
    path = str(tmp_path / "trips.db")
    steps = start(path, "trip-7")

    assert run_function(resume, path, "trip-7").moments == ()
    assert resume(path, "trip-7") == steps


def test_a_trip_that_never_began_is_named(tmp_path: Path) -> None:
    """
    The error names the thread and says what to do instead.
    """
    with pytest.raises(LookupError, match=r"no trip on thread 'trip-8'; begin with start\(\)"):
        resume(str(tmp_path / "trips.db"), "trip-8")


@pytest.mark.parametrize("nobody", [None, ""])
def test_a_diary_without_a_thread_is_refused(tmp_path: Path, nobody: str) -> None:
    """
    Without a thread_id nothing is read and nothing is written.
    """
    path = tmp_path / "diary.db"

    with pytest.raises(ValueError, match="a thread_id is needed"):
        say(str(path), nobody, "Hello?")

    assert not path.exists()


def test_threads_of_one_diary_stay_apart(tmp_path: Path) -> None:
    """
    Each thread goes on by itself, in the same file.
    """
    path = str(tmp_path / "diary.db")
    say(path, "trip-7", "I land at noon")
    say(path, "trip-8", "Snow")

    assert say(path, "trip-7", "Home again")[::2] == ["I land at noon", "Home again"]
