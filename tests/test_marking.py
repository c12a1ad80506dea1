"""A mark is what was observed, whatever the submitted file looks like."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.book import notebooks
from autograder.cells import answers, fit, is_solution, is_test, nbformat, read_notebook, solve
from autograder.engine.doctor import examine
from autograder.engine.walls import Walls
from autograder.grading.classroom import mark_bytes
from autograder.lessons import submitted_cells
from autograder.marking import Grader

ROOT = Path(__file__).parents[1]
STUB = read_notebook(ROOT / "notebooks" / "0_start_here" / "start_here.ipynb")
RIGHT = solve(STUB, fit(STUB, answers(ROOT / "solutions" / "start_here.py")))
STYLES = sorted((ROOT / "tests" / "gallery" / "preferences" / "right").glob("*.py"))
TRUSTING = examine().level == "none"  # a machine without walls tests all the rest


def mark(notebook: Any, seed: int = 7) -> dict[str, Any]:
    content = notebook if isinstance(notebook, bytes) else nbformat.writes(notebook).encode()
    return mark_bytes(content, seed, trusting=TRUSTING)


def earned(told: dict[str, Any]) -> int:
    return sum(test["earned"] for test in told["tests"].values())


def solution(notebook: Any) -> Any:
    return next(cell for cell in notebook.cells if is_solution(cell))


def solved(path: Path) -> Any:
    """Return a lesson with the reference's answers."""
    lesson = read_notebook(path)
    return solve(lesson, fit(lesson, answers(ROOT / "solutions" / f"{path.stem}.py")))


def added(source: str) -> Any:
    return nbformat.from_dict(
        {
            "cell_type": "code",
            "id": "mine",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
    )


def notebook_of(sources: list[str]) -> Any:
    cells = [{**added(source), "id": f"cell-{n}"} for n, source in enumerate(sources)]
    return nbformat.from_dict(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    )


@pytest.fixture
def right() -> Any:
    """A notebook with the reference answers, to be changed."""
    return copy.deepcopy(RIGHT)


def test_right_and_untouched(right: Any) -> None:
    """
    The reference has all points and the stub none, and the seed is recorded.
    """
    assert earned(mark(right)) == 2
    assert earned(mark(STUB)) == 0
    assert mark(right, seed=11)["seed"] == 11


@pytest.mark.parametrize("path", notebooks(ROOT), ids=lambda path: path.stem)
def test_every_lessons_reference_gets_all_marks_behind_walls(
    path: Path, grader: Grader
) -> None:
    """
    What an honest answer needs, the walls leave it: servers, temporary files, processes.
    """
    results = grader.mark(solved(path), 7).results

    assert {test: str(result) for test, result in results.items() if not result.passed} == {}


@pytest.fixture(scope="module")
def alone() -> Iterator[Grader]:
    """A grader with the walls that stand where namespaces are forbidden, as in a container."""
    found = examine(Walls(room=False))
    if found.level == "none":
        pytest.skip(f"not on this machine: {found.remark}")
    made = Grader(trusting=True)
    made.processes.walls = Walls(room=False)
    yield made
    made.close()


@pytest.mark.parametrize("path", notebooks(ROOT), ids=lambda path: path.stem)
def test_every_lessons_reference_gets_all_marks_with_landlock_alone(
    path: Path, alone: Grader
) -> None:
    """
    So it is without a room, where the system's files are there and may not be read.
    """
    marked = alone.mark(solved(path), 7)

    assert marked.walls == "landlock"
    lost = {test: str(result) for test, result in marked.results.items() if not result.passed}
    assert lost == {}


@pytest.mark.parametrize("answer", STYLES, ids=lambda path: path.stem)
def test_every_style_gets_all_marks_behind_walls(answer: Path, grader: Grader) -> None:
    """
    Also where tasks about values alone share a process, as they do here and in no notebook.
    """
    [path] = [path for path in notebooks(ROOT) if path.stem == answer.parents[1].name]
    lesson = read_notebook(path)
    reference = fit(lesson, answers(ROOT / "solutions" / f"{path.stem}.py"))

    results = grader.mark(solve(lesson, {**reference, **answers(answer)}), 7).results

    assert {test: str(result) for test, result in results.items() if not result.passed} == {}


def test_a_helper_in_a_cell_of_ones_own_counts(right: Any) -> None:
    """
    What a student adds is run, where it stands.
    """
    where = right.cells.index(solution(right))
    body = solution(right).source
    solution(right).source = body.replace("def sign_in", "def write_and_read") + (
        "\n\ndef sign_in(path, name):\n    return helper(path, name)\n"
    )
    right.cells.insert(
        where + 1, added("def helper(path, name):\n    return write_and_read(path, name)")
    )

    assert earned(mark(right)) == 2


def test_the_lessons_own_demonstrations_are_not_run(right: Any) -> None:
    """
    Only set-up, answers and what was added: nobody waits for the lesson's processes.
    """
    cells = submitted_cells(right, STUB)

    assert "counts-in-memory" not in [name for name, _ in cells]
    assert "sign_in" in [name for name, _ in cells]


def test_a_deleted_set_up_cell_is_put_back(right: Any) -> None:
    """
    What the lesson imported is there, whoever deleted it.
    """
    right.cells = [cell for cell in right.cells if "setup" not in cell.metadata.get("tags", [])]

    assert submitted_cells(right, STUB)[0][0] == "setup"
    assert earned(mark(right)) == 2


def test_a_deleted_or_edited_test_cell_changes_nothing(right: Any) -> None:
    """
    The checks are the lesson's; the submission's test cells are not run.
    """
    edited = copy.deepcopy(right)
    next(cell for cell in edited.cells if is_test(cell)).source = "raise SystemExit"
    right.cells = [cell for cell in right.cells if not is_test(cell)]

    assert earned(mark(edited)) == earned(mark(right)) == 2


def test_a_doubled_answer_counts_as_python_reads_it(right: Any) -> None:
    """
    Of two cells with the same task the later one holds.
    """
    twice = copy.deepcopy(solution(right))
    twice["id"] = "twice"
    twice.source = "def sign_in(path, name):\n    return []"
    right.cells.append(twice)

    assert earned(mark(right)) == 0


def test_ipython_is_understood(right: Any) -> None:
    """
    Magics, shell-free, and a top-level await do not cost the cell.
    """
    solution(right).source = (
        "%config InteractiveShell.ast_node_interactivity = 'all'\n"
        "import asyncio\nawait asyncio.sleep(0)\n" + solution(right).source
    )

    assert earned(mark(right)) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a Jupyter notebook"),
        (b"{", "not a Jupyter notebook"),
        (b"\xff\xfe\x00", "not a Jupyter notebook"),
        (b"[" * 100_000, "not a Jupyter notebook"),
        (b'{"cells": 1, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "not a"),
        (
            b'{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
            "no cell of any",
        ),
    ],
    ids=["empty", "cut off", "binary", "deep", "wrong shape", "another notebook"],
)
def test_a_file_that_cannot_be_marked_is_told_why(content: bytes, reason: str) -> None:
    """
    A sentence instead of a mark, and no exception.
    """
    assert reason in mark(content)["refused"]


def older(notebook: Any) -> bytes:
    """The notebook as version 4.2 had it: cells without ids."""
    plain = json.loads(nbformat.writes(notebook))
    plain["nbformat_minor"] = 2
    for cell in plain["cells"]:
        del cell["id"]
    return json.dumps(plain).encode()


def windows(notebook: Any) -> bytes:
    """The notebook as an editor on Windows leaves it: CR LF, and a byte order mark."""
    ended = copy.deepcopy(notebook)
    for cell in ended.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    return b"\xef\xbb\xbf" + nbformat.writes(ended).encode()


@pytest.mark.parametrize("form", [older, windows])
def test_other_forms_of_the_file_are_the_same_submission(right: Any, form: Any) -> None:
    """
    An older notebook version, Windows line ends and a byte order mark cost nothing.
    """
    assert earned(mark(form(right))) == 2


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    made = Grader(trusting=TRUSTING)
    yield made
    made.close()


def text_of(output: Any) -> str:
    return output.get("text") or output.get("ename") or output["data"]["text/plain"]


def test_another_courses_notebook_runs_cell_by_cell(grader: Grader, tmp_path: Path) -> None:
    """
    Values, prints, errors and files are as in a kernel; the data beside it can be read.
    """
    (tmp_path / "data.csv").write_text("1,2")
    cells = [
        "x = 20",
        "print('hello')\nx + 1",
        "open('data.csv').read()",
        "1 / 0",
        "import asyncio\nawait asyncio.sleep(0)\nx",
    ]
    notebook = notebook_of(cells)

    grader.run(notebook, tmp_path, 10)

    shown = [[text_of(output) for output in cell.outputs] for cell in notebook.cells]
    assert shown == [[], ["hello\n", "21"], ["'1,2'"], ["ZeroDivisionError"], ["20"]]


def test_a_cell_that_never_ends_is_interrupted_and_the_next_one_runs(
    grader: Grader, tmp_path: Path
) -> None:
    """
    As with Jupyter's stop button, what was computed before is still there.
    """
    cells = ["x = 1", "while True: pass", "x"]
    notebook = notebook_of(cells)

    grader.run(notebook, tmp_path, 1)

    assert notebook.cells[1].outputs[-1]["ename"] == "KeyboardInterrupt"
    assert notebook.cells[2].outputs[0]["data"]["text/plain"] == "1"


SENDS = """
import gc, json
[channel] = [x for x in gc.get_objects() if type(x).__name__ == "Channel" and x.socket.fileno() > 0]
channel.socket.sendall(json.dumps({told!r}).encode() + b"\\n")
"""


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"outputs": 5},
        {"outputs": [5]},
        {"outputs": [{"output_type": "stream", "name": "stdout"}]},
        {"outputs": [{"output_type": "unheard of"}]},
        {"outputs": [{"output_type": "error", "ename": "", "evalue": "", "traceback": [1]}]},
    ],
    ids=str,
)
def test_a_cell_that_answers_for_itself_is_told(
    told: dict[str, Any], grader: Grader, tmp_path: Path
) -> None:
    """
    What is no output of a notebook ends that submission, and nothing else.
    """
    notebook = notebook_of([SENDS.format(told=told), "1 + 1"])

    grader.run(notebook, tmp_path, 5)

    assert "cannot be used" in notebook.cells[0].outputs[0]["evalue"]
    assert notebook.cells[1].outputs[0]["ename"] == "CodeEnded"


def test_odd_outputs_can_be_stored(grader: Grader, tmp_path: Path) -> None:
    """
    Half characters, errors without end and values without bottom make a sound notebook.
    """
    deep = "x = 1\nfor _ in range(600):\n    x = {'a': x}\n"
    cells = [
        "print('\\ud800')",
        "for _ in range(3000): display(1)",
        "raise ValueError('x' * 10**6)",
    ]
    cells.append(f"{deep}display({{'application/json': x}}, raw=True)")
    notebook = notebook_of(cells)

    grader.run(notebook, tmp_path, 20)

    nbformat.validate(notebook)
    assert len(nbformat.writes(notebook).encode()) < 300_000
    assert notebook.cells[0].outputs[0]["text"] == "\N{REPLACEMENT CHARACTER}\n"
    assert [cell.outputs[-1]["output_type"] for cell in notebook.cells[2:]] == ["error"] * 2


def test_an_interrupt_that_comes_too_late_is_nobodys(grader: Grader, tmp_path: Path) -> None:
    """
    A cell that ends just when its time does costs the cells below it nothing.
    """
    notebook = notebook_of(["import time\ntime.sleep(0.0995)"] * 60)

    grader.run(notebook, tmp_path, 0.1)

    ended = {output.get("ename") for cell in notebook.cells for output in cell.outputs}
    assert "CodeEnded" not in ended


def test_a_cell_that_ends_the_process_is_told(grader: Grader, tmp_path: Path) -> None:
    """
    The cells below it say that they were not run.
    """
    cells = ["import os\nos._exit(0)", "1 + 1"]
    notebook = notebook_of(cells)

    grader.run(notebook, tmp_path, 5)

    assert [cell.outputs[0]["ename"] for cell in notebook.cells] == ["CodeEnded", "CodeEnded"]


def test_a_name_in_common_makes_no_lesson_of_a_notebook() -> None:
    """
    Another course may call its cells as the book does; its tests are none of the book's checks.
    """
    strange = nbformat.from_dict(STUB)
    for cell in filter(is_test, strange.cells):
        cell.source = "assert sign_in"

    assert Grader.knows(STUB)
    assert not Grader.knows(strange)
