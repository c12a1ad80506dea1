"""Checkpoint files whose faults are known, for an audit to find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from autograder.contract import Student
from autograder.probes import pitfalls_audit as probes

__all__ = ["ADDRESS", "SECRET", "Plan", "planted"]

SECRET = r"sk-[a-z0-9]{12}"  # noqa: S105 (what the planted ones look like)
ADDRESS = r"[\w.+-]+@[\w-]+\.[\w.]+"


@dataclass(frozen=True)
class Plan:
    """What lies in a file: for each fault, the ids of its threads and how they have it."""

    largest: int
    faults: dict[str, dict[str, str]]

    @property
    def wanted(self) -> dict[str, list[str]]:
        """What an audit finds."""
        return {fault: sorted(threads) for fault, threads in self.faults.items()}


@contextmanager
def planted(student: Student, file: str, largest: int, faults: Iterable[str]) -> Iterator[Plan]:
    """Write a file with these faults; it stays open, as by its program, until the block ends."""
    given = (str(student.folder / file), student.random.randrange(10**9), largest, list(faults))
    try:
        yield Plan(largest, student.aside(probes.plant, *given))
    finally:
        student.aside(probes.let_go)
