"""The ledger of claims: what the lesson says, what is so today, and the cell that shows it.

`notebooks/claims.toml` has three kinds of entries. A `claim` is a statement of the lesson's text
or of a row of its tables; a `block` is one of its code blocks.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from workbook.look import Table

__all__ = ["VERDICTS", "Block", "Claim", "Ledger", "ledger"]

FILE = Path(__file__).parents[1] / "notebooks" / "claims.toml"
LEFT = 'style="text-align: left"'
VERDICTS = ("true", "nuanced", "outdated", "false")


class Words(Table):
    """A table of sentences: on the left, with what is code between backticks shown as code."""

    def _repr_html_(self) -> str:
        head = "".join(f"<th {LEFT}>{escape(str(name))}</th>" for name in self.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td {LEFT}>{_marked(cell)}</td>" for cell in row) + "</tr>"
            for row in self.itertuples(index=False)
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _marked(cell: object) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(str(cell), quote=False))


@dataclass(frozen=True)
class Claim:
    """One statement of the lesson.

    Attributes:
        number: Counts from 1, in the lesson's order.
        where: The lesson's section, or the table and its row.
        says: The statement, in the lesson's words or shortened.
        verdict: One of `VERDICTS`.
        today: What is so with the versions of `requirements.txt`.
        notebook: The stem of the notebook that shows it.
        cell: The id of the code cell that shows it.
    """

    number: int
    where: str
    says: str
    verdict: str
    today: str
    notebook: str
    cell: str


@dataclass(frozen=True)
class Block:
    """One code block of the lesson, and the cell that runs it or its corrected form."""

    number: int
    title: str
    notebook: str
    cell: str


@dataclass(frozen=True)
class Ledger:
    """All claims and code blocks, in the lesson's order."""

    claims: tuple[Claim, ...]
    blocks: tuple[Block, ...]

    @cached_property
    def verdicts(self) -> dict[str, int]:
        """How many claims have each verdict."""
        found = [claim.verdict for claim in self.claims]
        return {verdict: found.count(verdict) for verdict in VERDICTS}

    def table(self, *verdicts: str) -> Words:
        """Return the claims with one of *verdicts*, or all of them, as a table to be shown."""
        rows = [
            (c.number, c.says, c.verdict, c.today, f"{c.notebook} · {c.cell}")
            for c in self.claims
            if not verdicts or c.verdict in verdicts
        ]
        return Words(rows, columns=["", "the lesson says", "verdict", "today", "see it"])

    def code(self) -> Words:
        """Return the lesson's code blocks, and where each is run, as a table to be shown."""
        rows = [(b.number, b.title, f"{b.notebook} · {b.cell}") for b in self.blocks]
        return Words(rows, columns=["", "code block of the lesson", "see it"])


def ledger(file: Path = FILE) -> Ledger:
    """Read the ledger.

    Raises:
        FileNotFoundError: There is none; it is part of the workbook's folder.
    """
    if not file.is_file():
        raise FileNotFoundError(f"{file.name} is missing; it is in the workbook's notebooks/")
    told: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    claims = (Claim(number, **claim) for number, claim in enumerate(told["claim"], 1))
    blocks = (Block(number, **block) for number, block in enumerate(told["block"], 1))
    return Ledger(tuple(claims), tuple(blocks))
