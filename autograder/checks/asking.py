"""Ask a server about what a student's code left there, which may be anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from autograder.contract import StudentFault
from autograder.feedback import first_line

__all__ = ["asked"]


@contextmanager
def asked(server: str, *errors: type[Exception]) -> Iterator[None]:
    """Make a fault of the student's of what a server says to a check's own requests.

    Nobody else has used that server since the check began, and the check asks for nothing that
    it would refuse if the code had done what its task says.

    Raises:
        StudentFault: One of *errors* came up.
    """
    try:
        yield
    except errors as error:
        said = first_line(error)
        raise StudentFault(
            f"after your code, {server} answered the check with: {said}"
        ) from None
