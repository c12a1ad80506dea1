"""Every lesson keeps the house rules, and its solved form passes all its own checks."""

from __future__ import annotations

import ast
import json
import re
import shutil
import statistics
from pathlib import Path
from typing import Any

import pytest

from autograder.book import execute, failed_tests, notebooks, tasks
from autograder.cells import answers, fit, is_solution, is_test, read_notebook, solve

ROOT = Path(__file__).parents[1]
BOOK = notebooks(ROOT)
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:home|root|tmp|usr|work|Users|var|dev/shm)/")

pytestmark = pytest.mark.parametrize("path", BOOK, ids=lambda path: path.stem)


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def lines(cell: Any) -> int:
    return len(cell.source.splitlines())


def words(cell: Any) -> int:
    """Count what a reader reads: no markup, no hint until it is opened."""
    text = re.sub(r"(?s)<details>.*?</details>|<[^>]+>|[*#>|`_-]", " ", cell.source)
    return len(text.split())


def test_every_cell_was_run_in_order(path: Path) -> None:
    """
    Outputs are those of one run from top to bottom; nbval skips cells without a count.
    """
    cells = code(read_notebook(path))

    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


def test_cells_are_short_and_named(path: Path) -> None:
    """
    A reader meets small cells, and a maintainer finds them by a readable id.
    """
    notebook = read_notebook(path)
    cells = code(notebook)
    ids = [cell.id for cell in notebook.cells]

    assert {
        c.id: lines(c) for c in cells if lines(c) > (30 if "%%writefile" in c.source else 20)
    } == {}
    assert statistics.median(map(lines, cells)) <= 7
    assert len(notebook.cells) <= 60
    assert len(set(ids)) == len(ids)
    assert [i for i in ids if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", i)] == []


def test_prose_is_short_but_there(path: Path) -> None:
    """
    Nobody reads a wall of text, and code without a word is not a lesson.
    """
    notebook = read_notebook(path)
    total = sum(map(words, prose(notebook)))
    ratio = total / sum(map(lines, code(notebook)))

    assert {cell.id: words(cell) for cell in prose(notebook) if words(cell) > 120} == {}
    assert 5 <= ratio <= 12, f"{ratio:.1f} words for each line of code"


def test_nothing_of_this_machine_is_in_it(path: Path) -> None:
    """
    No path, shell call or installation: the notebook is the same for every reader.
    """
    notebook = read_notebook(path)
    text = path.read_text()

    assert path.stat().st_size <= 200_000
    assert (
        MACHINE_PATH.findall(json.dumps([cell.get("outputs", []) for cell in notebook.cells]))
        == []
    )
    assert MACHINE_PATH.findall(text) == []
    assert [
        c.id
        for c in code(notebook)
        if re.search(r"^\s*(!|%pip|%conda|%%bash)", c.source, re.MULTILINE)
    ] == []


def test_every_task_is_complete(path: Path) -> None:
    """
    Each solution cell is a stub with two hints before it, and every check can be reached.
    """
    notebook = read_notebook(path)
    hints = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            hints += cell.source.count("<details><summary>Hint ")
        elif is_solution(cell):
            assert hints == 2, f"{cell.id} has {hints} hints before it"
            assert "raise NotImplementedError\n" in cell.source + "\n"
            hints = 0
        elif is_test(cell):
            assert "raises-exception" in cell.metadata.tags
            assert cell.metadata.nbgrader.grade_id.startswith("test_")
            assert "globals()" in cell.source

    for test_id, task in tasks(notebook).items():
        [points] = [
            c.metadata.nbgrader.points
            for c in notebook.cells
            if is_test(c) and c.metadata.nbgrader.grade_id == test_id
        ]
        assert task.points == points
        assert f"test_{task.name}" == test_id


def test_an_untouched_stub_is_not_started(path: Path) -> None:
    """
    Who has written nothing is told so, in every check, and has no point.
    """
    notebook = read_notebook(path)

    told = failed_tests(notebook)

    assert sorted(told) == sorted(tasks(notebook))
    assert [test_id for test_id, text in told.items() if "○ not started" not in text] == []


def test_every_stem_lines_up(path: Path) -> None:
    """
    A notebook has its answers, its checks and its gallery under the same name.
    """
    notebook = read_notebook(path)
    stubs = {cell.metadata.nbgrader.grade_id for cell in notebook.cells if is_solution(cell)}

    assert (ROOT / "autograder" / "checks" / f"{path.stem}.py").is_file()
    assert (ROOT / "tests" / "gallery" / path.stem).is_dir()
    assert set(answers(ROOT / "solutions" / f"{path.stem}.py")) == stubs
    for cell in notebook.cells:
        if is_solution(cell):
            ast.parse(cell.source)


def test_the_solved_form_passes_every_check(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    With the reference answers in its stubs the notebook runs, and every check passes.
    """
    # The committed form is run on a disk; this one spares it, where there is room in memory.
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30:
        monkeypatch.setenv("TMPDIR", str(memory))
    notebook = read_notebook(path)
    reference = fit(notebook, answers(ROOT / "solutions" / f"{path.stem}.py"))

    solved = execute(solve(notebook, reference), tmp_path)

    assert failed_tests(solved) == {}
    assert [
        cell.id
        for cell in solved.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error" or output.get("name") == "stderr"
    ] == []
