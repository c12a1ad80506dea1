"""What a class has handed in: files that nobody has looked at yet."""

from __future__ import annotations

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
            NotMarkable: It is not there, no regular file, too large, or may not be read.
        """
        try:
            next(self.path.parent.iterdir(), None)
        except OSError as error:
            raise NotMarkable(f"its folder cannot be read ({error.strerror})") from None
        try:
            return self._content()
        except PermissionError as error:
            raise NotMarkable(f"the file cannot be read ({error.strerror})") from None

    def _content(self) -> bytes:
        if not _may_be_there(self.path):
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


def submissions(folder: Path, assignment: str, names: Iterable[str]) -> list[Submission]:
    """Return what was handed in for the notebooks *names* of an assignment, by student.

    A notebook that is not there is among them where one of another name is, or none at all.

    Raises:
        OSError: The folder cannot be read.
    """
    wanted = {f"{name}.ipynb": name for name in names}
    found = []
    for student in sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []:
        place = folder / student / assignment
        if not _may_be_there(place):
            continue
        there = _notebooks(place)
        is_right = there and there <= set(wanted)
        found += [
            Submission(student, assignment, name, place / file)
            for file, name in wanted.items()
            if file in there or not is_right
        ]
    return found


def _may_be_there(place: Path) -> bool:
    """Say whether something was handed in; where nobody may look, there may be."""
    try:
        place.lstat()
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def _notebooks(place: Path) -> set[str]:
    try:
        return {path.name for path in place.iterdir() if path.name.endswith(".ipynb")}
    except OSError:  # reading one of them says why
        return set()


def _not_there(path: Path) -> str:
    others = sorted(_notebooks(path.parent))
    if not others:
        return f"there is no {path.name}; its folder has no notebook"
    told = f"its folder has {', '.join(others[:5])}"
    return f"there is no {path.name}; {told}. If it has another name, rename it"
