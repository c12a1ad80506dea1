"""Marks beside the gradebook's scores: a test is passed or not, and nbgrader says what that is worth.

An instructor may have changed the points in nbgrader's Create Assignment, or taken out a test.
"""

from __future__ import annotations

from typing import Any

from autograder.grading.gradebook import Score

__all__ = ["as_in", "difference"]

Told = dict[str, Any]  # a line of the journal, with `tests`


def difference(scores: dict[str, Score], told: Told) -> str:
    """Say how the gradebook's *scores* of a notebook are not those of its marks, or nothing."""
    both = told["tests"].keys() & scores.keys()
    if not both:
        return "the gradebook has none of its tests"
    others = [
        test
        for test in both
        if scores[test][0] != (scores[test][1] if told["tests"][test]["earned"] else 0)
    ]
    return f"the gradebook has other points for {', '.join(sorted(others))}" if others else ""


def as_in(scores: dict[str, Score], told: Told) -> Told:
    """Return what was told, with the gradebook's points, and without tests that count for nothing.

    Where points are no whole numbers, which no report can draw, it stays as it was.
    """
    worth = {test: scores[test][1] or 0 for test in told["tests"] if test in scores}
    if any(points % 1 for points in worth.values()):
        return told
    tests = {
        test: {**told["tests"][test], **_points(told["tests"][test], int(points))}
        for test, points in worth.items()
        if points
    }
    return {**told, "tests": tests}


def _points(test: dict[str, Any], points: int) -> dict[str, int]:
    return {"points": points, "earned": points if test["earned"] else 0}
