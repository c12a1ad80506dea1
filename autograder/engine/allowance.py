"""How long a whole submission may take; each of its calls has a limit of its own besides."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.engine.channel import TimedOut
from autograder.engine.usage import TooMuch

__all__ = ["LIMIT", "Allowance"]

LIMIT = 120.0  # seconds; the lesson whose answers take longest needs 7


class Allowance:
    """Seconds by the clock for which a submission's code may be waited for, in all its calls.

    What the grader itself does in between is not counted.
    """

    def __init__(self, seconds: float = math.inf) -> None:
        self.seconds = self.left = seconds

    @property
    def used_up(self) -> bool:
        """Whether nobody waits for the code any more."""
        return self.left <= 0

    @contextmanager
    def waiting(self, seconds: float) -> Iterator[float]:
        """Give how long to wait where *seconds* are asked for; count how long it was.

        Raises:
            TooMuch: Nothing is left, now or before.
        """
        if self.used_up:
            raise TooMuch(self._told())
        began = time.monotonic()
        try:
            yield min(seconds, self.left)
        except TimedOut:
            if time.monotonic() - began >= self.left:
                raise TooMuch(self._told()) from None
            raise
        finally:
            self.left -= time.monotonic() - began

    def _told(self) -> str:
        return f"used up the {self.seconds:g} seconds that a whole submission has"
