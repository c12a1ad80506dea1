"""Grade a whole class: submissions on all cores, one writer to the gradebook, nothing twice.

A submission is a file's bytes, and marking it a pure function of them and of a seed, so it may
run in any process. What came out is written to a journal first, a line each; then nbgrader's
own converter enters it into the gradebook, with our `Execute` reading from the journal. Killed
at any moment and started again, this goes on where it was.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from autograder.cells import nbformat
from autograder.journal import Journal
from autograder.marking import Grader, NotMarkable

__all__ = ["Submission", "mark_all", "mark_bytes", "submissions"]

LARGEST = 20 << 20  # bytes of one notebook
ENDS = "marking it ended the process that marked it, also when it was alone"


@dataclass(frozen=True)
class Submission:
    """A notebook that somebody handed in."""

    student: str
    assignment: str
    notebook: str
    path: Path

    def read(self) -> bytes:
        """Return the file's bytes.

        Raises:
            NotMarkable: It is no regular file, or too large.
        """
        if self.path.is_symlink() or not self.path.is_file():
            raise NotMarkable("it is a link or a folder, not a file")
        size = self.path.stat().st_size
        if size > LARGEST:
            raise NotMarkable(
                f"the file has {size >> 20} megabytes; {LARGEST >> 20} is the most. "
                "Clear its outputs and hand it in again"
            )
        return self.path.read_bytes()


def submissions(
    folder: Path, assignment: str, names: Iterable[str], students: str = "*"
) -> list[Submission]:
    """Return what was handed in for the notebooks *names* of an assignment, by student."""
    return [
        Submission(path.parts[-3], assignment, path.stem, path)
        for name in names
        for path in sorted(folder.glob(f"{students}/{assignment}/{name}.ipynb"))
    ]


def mark_bytes(content: bytes, seed: int, *, trusting: bool = False) -> dict[str, Any]:
    """Mark a notebook given as bytes; return plain data: its marks, or why there are none."""
    try:
        notebook = _parsed(content)
        return _grader(trusting).mark(notebook, seed).as_json()
    except NotMarkable as reason:
        return {"refused": str(reason), "seed": seed}


@cache
def _grader(trusting: bool) -> Grader:
    return Grader(trusting=trusting)


def _parsed(content: bytes) -> Any:
    try:
        notebook = nbformat.reads(content.decode("utf-8-sig"), as_version=4)
        if not all(map(_is_sound, notebook.cells)):
            raise ValueError("a cell of it has not the form of a cell")
    except nbformat.ValidationError as error:
        raise NotMarkable(f"it is not a sound Jupyter notebook ({_short(error)})") from None
    except Exception as error:  # nbformat raises whatever its own code ran into
        raise NotMarkable(f"it is not a Jupyter notebook ({_short(error)})") from None
    return notebook


def _is_sound(cell: Any) -> bool:
    """Say whether what marking reads of a cell is there, and of the right type."""
    told = cell.metadata
    return (
        isinstance(cell.source, str)
        and isinstance(cell.cell_type, str)
        and isinstance(cell.get("id", ""), str)
        and isinstance(told.get("nbgrader", {}), dict)
        and isinstance(told.get("tags", []), list)
    )


def _short(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:120]


def key_of(submission: Submission, content: bytes) -> str:
    """Return what makes a mark of this very file, by the checks as they are, unique."""
    digest = hashlib.sha256(content + _version().encode())
    return f"{submission.student}/{submission.notebook}/{digest.hexdigest()[:24]}"


@cache
def _version() -> str:
    """Return a digest of everything that decides a mark."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*here.glob("*.py"), *here.glob("*/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def mark_all(
    handed_in: list[Submission], journal: Journal, *, workers: int, trusting: bool = False
) -> Iterator[tuple[Submission, dict[str, Any]]]:
    """Mark what the journal does not have yet; yield each submission with its line, as it comes."""
    waiting: list[tuple[Submission, str, bytes]] = []
    for submission in handed_in:
        try:
            content = submission.read()
        except NotMarkable as reason:
            key = f"{submission.student}/{submission.notebook}/unreadable"
            yield submission, {"key": key, "refused": str(reason)}
            continue
        key = key_of(submission, content)
        if key in journal.lines:
            yield submission, journal.lines[key]
        else:
            waiting.append((submission, key, content))
    for submission, key, told in _spread(waiting, workers, trusting):
        journal.add(
            key, {"student": submission.student, "notebook": submission.notebook, **told}
        )
        yield submission, journal.lines[key]


def _spread(
    waiting: list[tuple[Submission, str, bytes]], workers: int, trusting: bool
) -> Iterator[tuple[Submission, str, dict[str, Any]]]:
    """Mark on *workers* processes; who ends one of them is found out, and costs nobody else."""
    left = {key: (submission, content) for submission, key, content in waiting}
    suspects: list[str] = []
    while left:
        # Those who were at work when a process died are marked one at a time.
        group = suspects[:1] or list(left)
        crew = _Crew(1 if suspects else min(workers, len(group)), trusting)
        for key, told in crew.mark({key: left[key][1] for key in group}):
            yield left.pop(key)[0], key, told
        if suspects and suspects[0] in left:
            yield left.pop(suspects[0])[0], suspects[0], {"refused": ENDS}
        suspects = [key for key in (suspects[1:] or crew.at_work) if key in left]


class _Crew:
    """Processes that mark, until all is done or one of them dies."""

    def __init__(self, size: int, trusting: bool) -> None:
        self._size, self._trusting = size, trusting
        self.at_work: list[str] = []

    def mark(self, jobs: dict[str, bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each key with its marks; if a process dies, stop, and tell who was `at_work`."""
        todo, running = list(jobs), dict[Future[dict[str, Any]], str]()
        with ProcessPoolExecutor(self._size, mp_context=get_context("spawn")) as pool:
            try:
                while todo or running:
                    while todo and len(running) < self._size:
                        key = todo.pop(0)
                        seed = secrets.randbits(48)
                        job = pool.submit(mark_bytes, jobs[key], seed, trusting=self._trusting)
                        running[job] = key
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for job in done:
                        told = job.result()
                        yield running.pop(job), told
            except BrokenProcessPool:
                self.at_work = list(running.values())
