"""What the benchmarks of grading measure is what they say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from autograder.benchmarks import bare, meter, other_course, rivals
from autograder.benchmarks.grading import _row
from autograder.benchmarks.meter import Cost
from autograder.benchmarks.sample import Course
from autograder.book import notebooks, tasks
from autograder.cells import answers, fit, is_solution, is_test, read_notebook, solve
from autograder.lessons import submitted_cells
from autograder.task import CheckFailed

ROOT = Path(__file__).parents[1]
BURN = "import time\nwhile time.process_time() < {}: pass"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return Course(ROOT, tmp_path_factory.mktemp("class"), 3)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans on")
def test_what_a_command_leaves_behind_is_counted(tmp_path: Path) -> None:
    """
    The processor time of a process whose parent has ended is in the cost.
    """
    orphan = [sys.executable, "-c", BURN.format(0.5)]
    start = f"import subprocess; subprocess.Popen({orphan!r})"

    cost = meter.measure([sys.executable, "-c", start], tmp_path)

    assert cost.exit_code == 0
    assert cost.processor > 0.5


def test_a_command_that_fails_tells_why(tmp_path: Path) -> None:
    """
    Its exit code and its last words come back.
    """
    cost = meter.measure([sys.executable, "-c", "raise SystemExit('no class')"], tmp_path)

    assert (cost.exit_code, cost.said.strip()) == (1, "no class")


def test_a_submission_costs_what_a_larger_class_costs_more() -> None:
    """
    What a few cost is taken off, and is told as the start.
    """
    few, everybody = Cost(4.0, 3.0, 0, ""), Cost(13.0, 21.0, 0, "")

    row = _row("somebody", few, everybody, 9)

    assert (row.processor, row.rate, row.start) == (2.0, 60.0, 3.0)


def test_both_courses_have_the_same_class(course: Course) -> None:
    """
    Each submission has the same answers for every grader, and a check for each task.
    """
    pairs = list(
        zip(course.notebooks(course.ours), course.notebooks(course.theirs), strict=True)
    )

    assert len(pairs) == 3
    for ours, theirs in (map(read_notebook, pair) for pair in pairs):
        assert [cell.source for cell in ours.cells if is_solution(cell)] == [
            cell.source for cell in theirs.cells if is_solution(cell)
        ]
        assert len(list(filter(is_test, ours.cells))) == len(
            list(filter(is_test, theirs.cells))
        )


def test_the_class_is_not_all_of_one_kind(course: Course) -> None:
    """
    Right and wrong answers take turns, and no two of these are the same.
    """
    answers_of = [
        tuple(cell.source for cell in read_notebook(path).cells if is_solution(cell))
        for path in course.notebooks(course.ours)
    ]

    assert len(set(answers_of)) == 3


def test_bare_the_reference_passes_every_check() -> None:
    """
    What is timed as the students' own code is the work that the checks ask for.
    """
    [path] = [path for path in notebooks(ROOT) if path.stem == "preferences"]
    book = read_notebook(path)
    solved = solve(book, fit(book, answers(ROOT / "solutions" / "preferences.py")))
    cells = submitted_cells(solved, book)
    home = Path.cwd()

    for task in tasks(book).values():
        with bare.BareStudent(cells, seed=7) as student:
            result = task.mark(student)
        assert result.passed, str(result)
        assert student.seconds > 0
        assert not student.folder.exists()
    assert Path.cwd() == home


def test_in_a_kernel_a_check_fails_as_it_does_outside() -> None:
    """
    The other graders' test cells raise for an answer that is none.
    """
    with pytest.raises(CheckFailed, match="PreferenceState"):
        bare.check("preferences", "test_state", {})


def test_where_otter_cannot_be_installed_a_sentence_says_so(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Without a package index there is one line less in the table, and the reason.
    """
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")

    with pytest.raises(
        rivals.NotMeasured, match=r"otter-grader==7\.0\.0 could not be installed"
    ):
        rivals.otter(course, 1)


def test_another_course_is_measured_with_both_graders(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """
    nbgrader's documentation course, by both; then what one has to do with the other.
    """
    other_course.table(2)

    *_, ours, stock, both = capsys.readouterr().out.splitlines()
    assert ours.startswith("autograder grade ")
    assert stock.startswith("nbgrader autograde, stock ")
    assert "times less processor time" in both
