"""What became of each notebook of a class, as every report has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.grading.tally import Told

__all__ = ["ABSENT", "Line", "Marks", "Report"]

ABSENT = "not handed in"


@dataclass(frozen=True)
class Line:
    """What became of one notebook.

    Attributes:
        status: "marked", "refused" (it cannot be marked), "not entered" (nbgrader refused it) or
            "not handed in" (others of the student's were).
        reason: Why it was refused, or nothing.
        points: What it earned by tests; 0 where it was not marked.
        out_of: What it could earn by tests.
        seed: What the inputs were drawn from.
        walls: Which walls held.
        broken: The first promise that each failed test broke, by the test's `grade_id`.
        seconds: How long marking it took, by the clock.
        score: What the gradebook has: marks by hand counted in, late penalties off; nothing where
            it does not know the notebook. Of one that is not marked, it is an earlier mark.
        max_score: What the gradebook could have, cells that a person marks counted in.
        waiting: How many of its cells wait for a person.
    """

    student: str
    notebook: str
    status: str
    reason: str = ""
    points: float = 0
    out_of: float = 0
    seed: int = 0
    walls: str = ""
    broken: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    score: float | None = None
    max_score: float = 0
    waiting: int = 0

    @property
    def differs(self) -> bool:
        """Whether the gradebook has another score for these marks than tests gave."""
        return self.status == "marked" and self.score not in (None, self.points)

    @property
    def earlier(self) -> float | None:
        """The mark that the gradebook has from before, where this file has none."""
        return None if self.status == "marked" else self.score or None


@dataclass(frozen=True)
class Report:
    """A graded class.

    Attributes:
        summary: Sentences: for each notebook, how many and how well; then what else there is.
        students: The pattern of whom this run graded; "*" is everybody.
        folder: Where its files are, seen from where grading was started.
        pages: Whether there are pages for people among them.
    """

    assignment: str
    lines: tuple[Line, ...]
    summary: tuple[str, ...] = ()
    students: str = "*"
    folder: str = "course/grading"
    pages: bool = True

    @property
    def complete(self) -> bool:
        """Whether every notebook that was handed in has its marks in the gradebook."""
        return all(line.status in ("marked", ABSENT) for line in self.lines)


# Each notebook's line, and what marking told of it: the line of the journal.
Marks = Sequence[tuple[Line, Told]]
