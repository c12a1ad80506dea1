"""What a class has handed in: files that nobody has looked at yet."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.marked import NotMarkable

__all__ = ["Submission", "submissions"]

LARGEST = 20 << 20  # bytes of one notebook


@dataclass(frozen=True)
class Submission:
    """A notebook that somebody handed in."""

    student: str
    assignment: str
    notebook: str
    path: Path

    def read(self) -> bytes:
        """Return the file's bytes.

        Raises:
            NotMarkable: It is not there, no regular file, or too large.
        """
        if not os.path.lexists(self.path):
            raise NotMarkable(_not_there(self.path))
        if self.path.is_symlink() or not self.path.is_file():
            raise NotMarkable("it is a link or a folder, not a file")
        size = self.path.stat().st_size
        if size > LARGEST:
            raise NotMarkable(
                f"the file has {size >> 20} megabytes; {LARGEST >> 20} is the most. "
                "Clear its outputs and hand it in again"
            )
        return self.path.read_bytes()


def submissions(
    folder: Path, assignment: str, names: Iterable[str], students: str = "*"
) -> list[Submission]:
    """Return what was handed in for the notebooks *names* of an assignment, by student.

    A notebook that is not there is among them where one of another name is, or none at all.
    """
    wanted = {f"{name}.ipynb": name for name in names}
    found = []
    for place in sorted(folder.glob(f"{students}/{glob.escape(assignment)}")):
        there = {path.name for path in place.glob("*.ipynb")} if place.is_dir() else set()
        is_right = there and there <= set(wanted)
        found += [
            Submission(place.parent.name, assignment, name, place / file)
            for file, name in wanted.items()
            if file in there or not is_right
        ]
    return found


def _not_there(path: Path) -> str:
    others = sorted(other.name for other in path.parent.glob("*.ipynb"))
    told = f"its folder has {', '.join(others[:5])}" if others else "its folder has no notebook"
    return f"there is no {path.name}; {told}. If it has another name, rename it"
