"""Every statement of the lesson has a verdict, and a cell that was run to show it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.book import notebooks
from autograder.cells import is_solution, is_test, read_notebook
from workbook.ledger import VERDICTS, Block, Claim, ledger

ROOT = Path(__file__).parents[1]
BOOK = {path.stem: path for path in notebooks(ROOT)}
LEDGER = ledger()
ENTRIES = [*LEDGER.claims, *LEDGER.blocks]


def name(entry: Claim | Block) -> str:
    return f"{type(entry).__name__.lower()}-{entry.number}"


@cache
def cells(stem: str) -> dict[str, Any]:
    return {cell.id: cell for cell in read_notebook(BOOK[stem]).cells}


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_a_cell_that_was_run_shows_it(entry: Claim | Block) -> None:
    """
    The cell is there, is a lesson's own and not a task, and has been executed.
    """
    cell = cells(entry.notebook).get(entry.cell)

    assert cell is not None, f"{entry.notebook} has no cell {entry.cell}"
    assert cell.cell_type == "code"
    assert not is_solution(cell)
    assert not is_test(cell)
    assert cell.execution_count


@pytest.mark.parametrize("claim", LEDGER.claims, ids=name)
def test_a_claim_is_judged(claim: Claim) -> None:
    """
    Each has a verdict of the four, and today's wording where it is not simply true.
    """
    assert claim.verdict in VERDICTS
    assert claim.says
    assert claim.today
    assert claim.where


def test_a_claim_shown_false_is_asserted() -> None:
    """
    A cell that shows a claim wrong states it: it would fail on the day it becomes right.
    """
    silent = [
        name(claim)
        for claim in LEDGER.claims
        if claim.verdict == "false"
        and not {"assert", "raise AssertionError"}
        & {word for word in ("assert", "raise AssertionError") if word in source(claim)}
    ]

    assert silent == []


def source(claim: Claim) -> str:
    return str(cells(claim.notebook)[claim.cell].source)


def test_the_ledger_is_whole() -> None:
    """
    Ninety claims and more, all seventeen code blocks, none twice.
    """
    said = Counter((claim.where, claim.says) for claim in LEDGER.claims)

    assert len(LEDGER.claims) >= 90
    assert len(LEDGER.blocks) == 17
    assert [claim for claim, count in said.items() if count > 1] == []


def test_every_row_of_the_lessons_tables_is_there() -> None:
    """
    Backends, sessions, scenarios, practices and pitfalls: 4, 5, 6, 6 and 6 rows.
    """
    rows = {claim.where for claim in LEDGER.claims if ", row " in claim.where}
    tables = Counter(where.split(", row ")[0] for where in rows)

    assert tables == {
        "Table of backends": 4,
        "Table of sessions": 5,
        "Table of scenarios": 6,
        "Best practices": 6,
        "Pitfalls": 6,
    }
