"""What marking a notebook comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.feedback import Result

__all__ = ["Marked", "NotMarkable"]


class NotMarkable(Exception):
    """The file cannot be marked; the message is the reason, for a person."""


@dataclass(frozen=True)
class Marked:
    """What one notebook earned.

    Attributes:
        results: By the `grade_id` of each test cell.
        seed: What the checks' inputs were drawn from; the same seed gives the same inputs.
        walls: Which walls held: "room", "landlock", or "without walls".
        seconds: How long each check took, by the clock; imports, which a class shares, left out.
        limit: Seconds that its code had, all in all.
        used_up: Whether they were not enough.
    """

    results: dict[str, Result]
    seed: int
    walls: str
    seconds: dict[str, float]
    limit: float
    used_up: bool

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data: what a report, a journal or another machine needs."""
        return {
            "seed": self.seed,
            "walls": self.walls,
            "seconds": round(sum(self.seconds.values()), 2),
            "limit": self.limit,
            "used_up": self.used_up,
            "tests": {
                test: {**result.as_json(), "seconds": round(self.seconds[test], 2)}
                for test, result in self.results.items()
            },
        }
