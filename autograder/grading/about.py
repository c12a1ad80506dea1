"""What decides the marks of an assignment of another course: files of a student's, and everybody's."""

from __future__ import annotations

import hashlib
from pathlib import Path

from autograder.engine.usage import below
from autograder.grading.handed_in import Submission
from autograder.grading.version import version_of
from autograder.marked import NotMarkable

__all__ = ["about_all", "about_one"]


def about_all(root: Path, course: Path, assignment: str) -> str:
    """Return a digest of what is the same for everybody: the code here, the settings, the tests.

    An assignment may have a lesson of this book in it; then its checks are among the tests.

    Raises:
        OSError: One of them cannot be read.
    """
    source = course / "source" / assignment
    versions = [version_of(path.read_bytes()) for path in sorted(source.glob("*.ipynb"))]
    return _digest([str(root / "nbgrader_config.py"), *_files(source)], "".join(versions))


def about_one(one: Submission) -> str:
    """Return a digest of a student's files.

    Raises:
        NotMarkable: One of them cannot be read.
    """
    try:
        return _digest(_files(one.path.parent), "")
    except OSError as error:
        raise NotMarkable(f"its folder cannot be read ({error.strerror})") from None


def _digest(files: list[str], about: str) -> str:
    """Return a digest of files and of what else decides their marks."""
    digest = hashlib.sha256(about.encode())
    for file in files:
        digest.update(f"{file}\n".encode("utf-8", "surrogatepass"))
        with open(file, "rb") as content:  # noqa: PTH123 (as it was found)
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:24]


def _files(folder: Path) -> list[str]:
    return sorted(entry.path for entry in below(folder) if entry.is_file(follow_symlinks=False))
