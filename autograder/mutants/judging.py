"""How much do a lesson's checks see? Put every mutant of its reference to them, and tell which live.

    python -m autograder.mutants notebooks/PART/NAME.ipynb

A mutant that no check tells from the reference is either as good as it, or a hole in a check. Those
that a person has judged as good are in `tests/mutants/NAME.toml`, each with a reason; any other
survivor, and any that is listed and does not survive, is an error.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from autograder.book import notebooks, tasks
from autograder.cells import answers, fit, grading_cells, read_notebook
from autograder.engine import Student, WarmProcess
from autograder.feedback import Result
from autograder.task import Task

if TYPE_CHECKING:
    from autograder.mutants.making import Change

__all__ = ["Lesson", "Name", "Verdict", "judge", "listed", "main", "mutants"]


class Name(NamedTuple):
    """What tells a mutant from the others of its lesson, wherever in the cell it stands."""

    cell: str
    before: str
    after: str


@dataclass(frozen=True)
class Verdict:
    """What the checks said to one mutant.

    Attributes:
        cell: The `grade_id` of the cell that was changed.
        change: How.
        caught: The result of the first check that it failed, or None: it survived.
    """

    cell: str
    change: Change
    caught: Result | None

    @property
    def name(self) -> Name:
        """What the list of the judged calls it."""
        return Name(self.cell, self.change.before, self.change.after)

    def __str__(self) -> str:
        """Write it as a row of the table."""
        place = f"{self.cell}:{self.change.line}"
        return f"{place:22} {self.change!s:60} {_told(self.caught)}"


class Lesson:
    """A lesson's reference, and the checks that each of its cells concerns.

    Args:
        notebook: The path of the lesson's notebook; its answers are in `solutions/`, under the
            same name.
    """

    def __init__(self, notebook: Path) -> None:
        self.path, self.root = notebook, notebook.resolve().parents[2]
        self.book = read_notebook(notebook)
        solution = self.root / "solutions" / f"{notebook.stem}.py"
        self.reference = fit(self.book, answers(solution))
        self.tasks = tasks(self.book)

    def job(self, cell: str, source: str) -> dict[str, Any]:
        """Return what a process has to run: the reference, *source* for one of its cells."""
        return {"cells": grading_cells(self.book, {**self.reference, cell: source})}

    def concerned(self, cell: str) -> list[Task]:
        """Return the checks that need a name which the cell defines, its own first."""
        names = set(_defined(self.reference[cell]))
        found = [task for task in self.tasks.values() if names & set(task.needs)]
        return sorted(found, key=lambda task: (task.name != cell, len(task.needs)))


def mutants(lesson: Lesson) -> Iterator[tuple[str, Change]]:
    """Yield every mutant of a lesson's reference, with the cell it belongs to.

    Raises:
        ModuleNotFoundError: mutmut is not installed; it belongs to the extra `test`.
    """
    from autograder.mutants.making import changes

    for cell, source in lesson.reference.items():
        for change in changes(source):
            yield cell, change


def judge(lesson: Lesson, cell: str, change: Change, warm: WarmProcess) -> Verdict:
    """Put one mutant to the checks, up to the first that catches it."""
    for task in lesson.concerned(cell):
        warm.load(task.preload)
        with Student(warm, lesson.job(cell, change.source)) as student:
            result = task.mark(student)
        if not result.passed:
            return Verdict(cell, change, result)
    return Verdict(cell, change, None)


def listed(lesson: Lesson) -> dict[Name, str]:
    """Return the reason for each mutant that a person has judged as good as the reference."""
    path = lesson.root / "tests" / "mutants" / f"{lesson.path.stem}.toml"
    groups = tomllib.loads(path.read_text("utf-8"))["same"] if path.exists() else []
    return {Name(**mutant): group["reason"] for group in groups for mutant in group["mutants"]}


def main(arguments: list[str] | None = None) -> int:
    """Judge the lessons named, or all; return 1 where the list and what survives differ."""
    parser = argparse.ArgumentParser(
        prog="python -m autograder.mutants",
        description="Put mutants of a reference to its checks.",
    )
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: the whole book")
    chosen = parser.parse_args(arguments).notebooks or notebooks(Path())
    differ = 0
    for path in chosen:
        try:
            lesson = Lesson(path)
        except (OSError, ValueError, KeyError) as error:
            print(f"{path} is no lesson with a reference: {error}", file=sys.stderr)
            differ += 1
            continue
        try:
            differ += not _agrees(lesson)
        except ModuleNotFoundError as missing:
            print(f"{missing.name} is not installed: pip install '.[test]'", file=sys.stderr)
            return 1
    return min(differ, 1)


def _agrees(lesson: Lesson) -> bool:
    verdicts = []
    print(f"{'cell and line':22} {'change':60} caught by")
    with closing(WarmProcess()) as warm:
        for cell, change in mutants(lesson):
            verdicts.append(judge(lesson, cell, change, warm))
            print(verdicts[-1], flush=True)
    known = listed(lesson)
    alive = {verdict.name for verdict in verdicts if verdict.caught is None}
    print(
        f"{lesson.path.stem}: {len(verdicts)} mutants, {len(verdicts) - len(alive)} caught, "
        f"{len(alive & set(known))} as good, {len(alive - set(known))} to judge, "
        f"{len(set(known) - alive)} listed and caught"
    )
    for name in sorted(alive - set(known)):
        print(f"to judge: {{ {_as_toml(name)} }},", file=sys.stderr)
    for name in sorted(set(known) - alive):
        print(f"listed, but no survivor: {{ {_as_toml(name)} }}", file=sys.stderr)
    return alive == set(known)


def _as_toml(name: Name) -> str:
    parts = name._asdict().items()
    return ", ".join(f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in parts)


def _defined(source: str) -> Iterator[str]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        else:
            yield from (each.id for each in ast.walk(node) if isinstance(each, ast.Name))


def _told(caught: Result | None) -> str:
    if caught is None:
        return "SURVIVED"
    broken = [trial.promise for trial in caught.trials if not trial.kept]
    return f"{caught.task}: {broken[0] if broken else str(caught.fault)[:80]}"
