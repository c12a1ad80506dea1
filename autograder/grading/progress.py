"""How far a class is, how fast it goes, and how long it will take: a line of the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tqdm import tqdm

from autograder.grading.classroom import Submission
from autograder.grading.journal import Journal

__all__ = ["with_progress"]

BAR = "{percentage:3.0f}%|{bar}| {n} of {total} notebooks, {rate_noinv_fmt}, {remaining} left"

Marked = Iterator[tuple[Submission, dict[str, Any]]]


def with_progress(marked: Marked, count: int, journal: Journal) -> Marked:
    """Show a bar while *marked* goes on; what *journal* has by now took no time, and is no rate."""
    before = dict(journal.lines)
    # Without a terminal, as in a log, a bar would be noise.
    with tqdm(total=count, unit=" notebooks", smoothing=0, bar_format=BAR, disable=None) as bar:
        for submission, told in marked:
            if not bar.disable and before.get(told["key"]) is told:
                bar.initial += 1
            bar.update()
            yield submission, told
