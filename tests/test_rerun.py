"""What a reader is told whose cell fails because cells ran before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from workbook.rerun import ABOVE, AGAIN

SETUP = "import workbook\nrows = []"
ADD = "rows.append(1)"
ONE = "assert len(rows) == 1"
BOTH = f"{ADD}\n{ONE}"
CHECK = (
    "from autograder.task import CheckFailed\nif rows:\n    raise CheckFailed('✗ a promise')"
)


class Kernel:
    """A kernel as a reader uses it: cells in any order, as often as they like."""

    def __init__(self, folder: Path) -> None:
        self._client = NotebookClient(
            new_notebook(),
            allow_errors=True,
            timeout=60,
            resources={"metadata": {"path": str(folder)}},
        )
        self.open = self._client.setup_kernel

    def run(self, source: str) -> tuple[str, str]:
        """Run a cell; return the class of its error, or nothing, and what it printed."""
        cell: Any = new_code_cell(source)
        self._client.nb.cells.append(cell)
        self._client.execute_cell(cell, len(self._client.nb.cells) - 1)
        outputs: list[nbformat.NotebookNode] = cell.outputs
        errors = [each.ename for each in outputs if each.output_type == "error"]
        texts = [each.text for each in outputs if each.output_type == "stream"]
        return "".join(errors), "".join(texts).strip()


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    kernel = Kernel(tmp_path)
    with kernel.open():
        assert kernel.run(SETUP) == ("", "")
        yield kernel


def test_a_cell_that_fails_the_second_time_says_so(kernel: Kernel) -> None:
    """
    The first run is silent; the second ends with how to start afresh.
    """
    assert kernel.run(BOTH) == ("", "")
    assert kernel.run(BOTH) == ("AssertionError", AGAIN)
    assert kernel.run(BOTH) == ("AssertionError", AGAIN)


def test_a_cell_below_one_that_ran_twice_says_so(kernel: Kernel) -> None:
    """
    An assertion fails where an earlier cell did its work once too often.
    """
    kernel.run(ADD)
    kernel.run(ADD)

    assert kernel.run(ONE) == ("AssertionError", ABOVE)
    assert kernel.run("rows[7]") == ("IndexError", "")


def test_what_fails_for_its_own_reasons_is_left_alone(kernel: Kernel) -> None:
    """
    A first error, one mended and run again, one in a cell that was edited: no word.
    """
    kernel.run(ADD)

    assert kernel.run("assert not rows") == ("AssertionError", "")
    assert kernel.run("assert not rows") == ("AssertionError", "")
    assert kernel.run("rows[7]") == ("IndexError", "")
    assert kernel.run("assert rows") == ("", "")
    assert kernel.run("rows = (") == ("SyntaxError", "")


def test_a_check_may_be_run_again(kernel: Kernel) -> None:
    """
    It fails with its own words, and counts as no cell that ran more than once.
    """
    assert [kernel.run(CHECK)[0] for _ in range(2)] == ["", ""]
    assert kernel.run("assert rows") == ("AssertionError", "")
    kernel.run(ADD)

    assert kernel.run(CHECK) == ("CheckFailed", "")
