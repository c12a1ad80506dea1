"""What passes through nbgrader's exchange, and what cannot.

In an nbgrader_config.py:

    c.Exchange.root = exchange_of(course)
    c.ExchangeFactory.release_feedback = "autograder.exchange.ReleaseFeedback"
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

__all__ = ["ReleaseFeedback", "exchange_of"]

VARIABLE = "NBGRADER_EXCHANGE"
NO_EXCHANGE = (
    "{} names {}, which is no folder that you can write to. Set it to the course/exchange of "
    "your instructor's folder; if it is that already, each folder above must be enterable."
)

# What `nbgrader submit` leaves beside a notebook: when, and under which name feedback comes back.
NEEDED = ("timestamp.txt", "submission_secret.txt")
LEFT_OUT = (
    "Not released: the feedback of %s. What they handed in did not come by `nbgrader submit`, "
    "so `nbgrader fetch_feedback` would not find it; give it to them from %s yourself"
)


def exchange_of(course: Path) -> str:
    """Return the exchange of the course in this folder, or the one that the variable names.

    A student's own copy of the workbook has no exchange: they name the instructor's. Where what
    is named cannot be used, a sentence on stderr says so, and nbgrader stops when it needs it.
    """
    named = os.environ.get(VARIABLE, "")
    return _named(named) if named else str(course / "exchange")


@cache
def _named(named: str) -> str:
    # nbgrader reads its configuration twice, and makes of an error there a line in its log.
    # These functions of `os` raise nothing, whoever is named and whatever is closed.
    folder = os.path.abspath(os.path.expanduser(named))  # noqa: PTH100, PTH111
    if not (os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)):  # noqa: PTH112
        print(NO_EXCHANGE.format(VARIABLE, named), file=sys.stderr)
    return folder


class ReleaseFeedback(ExchangeReleaseFeedback):  # type: ignore[misc]
    """nbgrader's `release_feedback`, which one notebook placed by hand does not stop."""

    def copy_files(self) -> None:
        """Release what a student can fetch; name the others."""
        by_hand = self._by_hand()
        if by_hand:
            told = os.path.relpath(Path(self.src_path).parents[1])
            self.log.warning(LEFT_OUT, ", ".join(by_hand), told)
        before = self.coursedir.student_id_exclude
        # Formgrader goes on with the same object.
        self.coursedir.student_id_exclude = ",".join(filter(None, [before, *by_hand]))
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = before

    def _by_hand(self) -> list[str]:
        pattern = Path(self.src_path)
        folders = pattern.parent.parent.glob(f"{pattern.parent.name}/{pattern.name}")
        return sorted(
            folder.parent.name
            for folder in folders
            if not all((folder / name).is_file() for name in NEEDED)
        )
