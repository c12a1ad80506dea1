"""What the protocol says when it refuses: a status, a code, a sentence."""

from __future__ import annotations

__all__ = ["Refused"]


class Refused(Exception):
    """An answer other than success.

    Args:
        status: The HTTP status.
        code: The protocol's word for it, such as `NotFound`.
        message: A sentence for the client's user.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.body = status, {"code": code, "message": message}
