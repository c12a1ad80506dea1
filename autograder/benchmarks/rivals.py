"""What the same class costs with other graders, each as its own documentation has it run."""

from __future__ import annotations

import json
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from autograder.benchmarks.meter import Cost, measure
from autograder.benchmarks.sample import ASSIGNMENT, Course
from autograder.book import tasks
from autograder.cells import read_notebook

__all__ = ["NotMeasured", "bare", "nbclient", "nbgrader", "otter"]

OTTER = "otter-grader==7.0.0"
# As otter's documentation has tests that raise.
OTTER_TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = "{test}"
points = {points}


@test_case()
def test_it(env):
    from autograder.benchmarks.bare import check

    check("preferences", "{test}", env)
"""


class NotMeasured(Exception):
    """It could not be measured; the message says why."""


def bare(course: Course) -> float:
    """Return the processor seconds of the submissions' own code, nothing around it."""
    notebooks = map(str, course.notebooks(course.ours))
    done = _done([sys.executable, "-m", "autograder.benchmarks.bare", *notebooks], course.ours)
    return float(done.said.split()[-1])


def nbgrader(course: Course) -> tuple[Cost, Cost]:
    """Return what `nbgrader autograde` costs for the first submission, and then for all."""
    command = [sys.executable, "-m", "nbgrader"]
    _done([*command, "generate_assignment", ASSIGNMENT], course.theirs)
    grade = [*command, "autograde", ASSIGNMENT, "--force"]
    # It exits with 1 where a submission failed; who took no marks at all is seen by the caller.
    one = measure([*grade, "--student=student-0000"], course.theirs)
    return one, measure(grade, course.theirs)


def nbclient(course: Course) -> Cost:
    """Return what running each notebook in a fresh kernel costs, and nothing of marks."""
    notebooks = map(str, course.notebooks(course.theirs))
    return _done([sys.executable, "-m", __name__, *notebooks], course.theirs)


def otter(course: Course, size: int) -> Cost:
    """Return what `otter run` costs for the first *size* submissions, one after the other.

    Raises:
        NotMeasured: Otter cannot be installed here.
    """
    program = _otter(course.theirs)
    tests = course.theirs / "tests"
    tests.mkdir()
    for test, task in tasks(read_notebook(course.lesson)).items():
        text = OTTER_TEST.format(test=test, points=task.points)
        (tests / f"{test}.py").write_text(text)
    config = course.theirs / "otter_config.json"
    config.write_text(json.dumps({"show_stdout": False}))
    _done(
        [program, "generate", "-t", "tests", "-c", config.name, "--no-environment"],
        course.theirs,
    )
    costs = [
        _done([program, "run", "-a", "autograder.zip", str(path)], course.theirs)
        for path in course.notebooks(course.theirs)[:size]
    ]
    seconds, processor = (sum(getattr(c, of) for c in costs) for of in ("seconds", "processor"))
    return Cost(seconds, processor, 0, "")


def _otter(root: Path) -> str:
    """Install otter in an environment of its own, which sees this one's packages behind its own."""
    folder = root / "otter"
    venv.create(folder, with_pip=True)
    program = folder / "bin" / "python"
    done = measure([str(program), "-m", "pip", "install", "--quiet", OTTER], root)
    if done.exit_code:
        raise NotMeasured(f"{OTTER} could not be installed: {done.said.strip()[-200:]}")
    [packages] = folder.glob("lib/*/site-packages")
    here = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "ours.pth").write_text("\n".join([*here, str(Path(__file__).parents[2])]))
    return str(folder / "bin" / "otter")


def _done(command: Sequence[str], folder: Path) -> Cost:
    cost = measure(list(command), folder)
    if cost.exit_code:
        raise NotMeasured(f"{' '.join(command[:4])} failed: {cost.said[-500:]}")
    return cost


def _run_all(paths: list[str]) -> None:
    from nbclient import NotebookClient

    for path in paths:
        # A submission's failed test is a cell that raised.
        NotebookClient(read_notebook(Path(path)), timeout=60, allow_errors=True).execute()


if __name__ == "__main__":
    _run_all(sys.argv[1:])
