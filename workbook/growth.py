"""How stored bytes grow with a conversation: fit a law to a few sizes, and foretell more.

A session is a log and grows with the turns. A checkpointer keeps snapshots and grows with
their square: each turn keeps the whole conversation once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Law", "fit", "human"]

Points = Sequence[tuple[int, float]]
UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "KB"))


@dataclass(frozen=True)
class Law:
    """`square`·T² + `line`·T + `base` bytes after T turns.

    Attributes:
        error: How far the law is from the worst of the points it was fitted to, as a part of
            that point's size.
    """

    square: float
    line: float
    base: float
    error: float

    def at(self, turns: float) -> float:
        """Return how many bytes the law foretells after that many turns."""
        return self.square * turns**2 + self.line * turns + self.base

    def __str__(self) -> str:
        """Return the law in words; two digits of each number."""
        grows = f"{human(self.line)} a turn"
        if not self.square:
            return grows
        return f"{human(self.square)} a turn² + {grows}"


def fit(points: Points, power: int) -> Law:
    """Return the law with T² (*power* 2) or without (1) that comes nearest to *points*.

    It does not tell which of the two is true: with one more number to choose, T² always comes
    nearer.

    Args:
        points: Pairs of turns and bytes.
        power: 1 or 2.

    Raises:
        ValueError: There are too few different turns, or the power is neither 1 nor 2.
    """
    if power not in (1, 2):
        raise ValueError(f"a law with T to the power {power} is not known here; take 1 or 2")
    turns, sizes = (np.array(side, dtype=float) for side in zip(*points, strict=True))
    if len(set(turns.tolist())) <= power:
        raise ValueError(
            f"{power + 1} sizes at different turns are needed, and there are "
            f"{len(set(turns.tolist()))}; measure more"
        )
    # Each power in units of the last turn: the numbers stay near 1, and rounding small.
    last = turns.max()
    columns = np.vander(turns / last, power + 1)
    found = np.linalg.lstsq(columns, sizes, rcond=None)[0] / last ** np.arange(power, -1, -1)
    square, line, base = ([0.0] * (2 - power)) + [float(number) for number in found]
    law = Law(square, line, base, 0.0)
    error = max(abs(law.at(turn) / size - 1) for turn, size in points)
    return Law(square, line, base, error)


def human(size: float) -> str:
    """Return a size in bytes as people say it: two digits and a unit, of 1,000 to the next."""
    for one, unit in UNITS:
        # 995 KB is 1.0 MB when two digits are left of it.
        if abs(size) >= 0.995 * one:
            return f"{_two_digits(size / one)} {unit}"
    return f"{size:.0f} bytes"


def _two_digits(number: float) -> str:
    if abs(number) < 9.95:
        return f"{number:.1f}"
    rounded = float(f"{number:.1e}")
    return f"{rounded:,.0f}"
