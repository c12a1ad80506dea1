"""A cell for marking is run as plain Python, or by IPython where it needs IPython's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.contract import CodeRaised
from autograder.engine import Student, WarmProcess

TELL = "def told():\n    return value\n"


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmProcess]:
    process = WarmProcess()
    yield process
    process.close()


def told(warm: WarmProcess, *cells: str) -> object:
    """Run the cells; return what `told` of the last one says, which they define."""
    job = {"cells": [[f"cell-{number}", cell] for number, cell in enumerate([*cells, TELL])]}
    with Student(warm, job) as student:
        return student.call("told")


def failed(warm: WarmProcess, *cells: str) -> dict[str, CodeRaised]:
    """Run the cells; return what each raised that did."""
    job = {"cells": [[f"cell-{number}", cell] for number, cell in enumerate([*cells, TELL])]}
    with Student(warm, job) as student:
        student.restart()
        return student.failed


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (["import math\nvalue = math.floor(2.5)"], 2),
        (["%%capture caught\nprint('said')", "value = 1\nvalue += len(caught.stdout)"], 6),
        (["import asyncio\nvalue = await asyncio.sleep(0, 3)"], 3),
        (["who = 4\nwho", "value = _\nvalue"], 4),
        (["5 + 0", "value = Out[1]\nvalue"], 5),
        (["display('shown')\nvalue = 6"], 6),
        (["value = [get_ipython().user_ns['In'][-1]]\nvalue = len(value) + 6"], 7),
        (["def f():\n    _, last = 1, 8\n    return last", "value = f()\nvalue"], 8),
        (["lines = !echo 9\nvalue = int(lines[0])"], 9),
    ],
    ids=[
        "plain",
        "magic",
        "await",
        "last output",
        "numbered output",
        "display",
        "get_ipython",
        "underscore as a name",
        "shell",
    ],
)
def test_both_ways_a_cell_means_the_same(
    warm: WarmProcess, cells: list[str], value: object
) -> None:
    """
    Whatever a notebook's cell may say, its names are there afterwards.
    """
    assert told(warm, *cells) == value


def test_what_is_imported_from_the_future_holds_for_later_cells(warm: WarmProcess) -> None:
    """
    As in a notebook: annotations of a later cell stay texts.
    """
    later = "class A:\n    x: NotThere\n\n\nvalue = A.__annotations__['x']"

    assert told(warm, "from __future__ import annotations\nvalue = 0", later) == "NotThere"


@pytest.mark.parametrize(
    "more", ["value = 1", "5 + 0", "value = Out"], ids=["", "line", "history"]
)
def test_what_is_imported_from_the_future_does_not_hold_for_earlier_cells(
    warm: WarmProcess, more: str
) -> None:
    """
    However the cells are run, a name that is missing in an annotation is an error there.
    """
    earlier = "x: NotThere = 1"

    raised = failed(warm, earlier, "from __future__ import annotations\nvalue = 0", more)

    assert raised["cell-0"].type == "NameError"


def test_a_cell_that_raises_names_its_line_and_the_next_one_runs(warm: WarmProcess) -> None:
    """
    The error is told with the cell's own line, in plain cells and in others.
    """
    raised = failed(warm, "value = 1\nvalue = 1 / 0", "%time value = 2\nvalue = {}['key']")

    assert {
        cell: (error.type, error.line and error.line.text) for cell, error in raised.items()
    } == {
        "cell-0": ("ZeroDivisionError", "value = 1 / 0"),
        "cell-1": ("KeyError", "value = {}['key']"),
    }


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("def f(:\n    pass", "SyntaxError"), ("value = 1\nraise SystemExit", "SystemExit")],
)
def test_a_cell_that_is_no_python_or_exits_is_told(
    warm: WarmProcess, cell: str, kind: str
) -> None:
    """
    It costs that cell, not the process.
    """
    raised = failed(warm, cell, "value = 1\nvalue")

    assert [error.type for error in raised.values()] == [kind]
