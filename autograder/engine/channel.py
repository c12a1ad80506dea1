"""JSON lines over a socket, with a limit on time and on length."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

__all__ = ["Channel", "Closed", "Garbled", "TimedOut"]

LONGEST = 1 << 20  # bytes in one message
SENDING = 20.0  # seconds, also for a cell of many megabytes


class Closed(Exception):
    """The other side is gone."""


class TimedOut(Exception):
    """The other side did not answer in time."""


class Garbled(Exception):
    """What arrived was longer than a message may be, or was not JSON."""


class Channel:
    """One end of a conversation in JSON lines.

    Args:
        end: A connected stream socket.
        longest: The most bytes that a received message may have.
    """

    def __init__(self, end: socket.socket, longest: int = LONGEST) -> None:
        self.socket = end
        self._longest = longest
        self._buffer = bytearray()

    def send(self, message: dict[str, Any]) -> None:
        """Send one message; raise `Closed` if nobody is there, `TimedOut` if nobody reads."""
        before = self.socket.gettimeout()
        try:
            self.socket.settimeout(SENDING)
            self.socket.sendall(json.dumps(message).encode() + b"\n")
            self.socket.settimeout(before)
        except TimeoutError as error:
            raise TimedOut from error
        except OSError as error:
            raise Closed from error

    def receive(self, seconds: float | None = None) -> dict[str, Any]:
        """Return the next message, waiting at most *seconds* (None: for ever)."""
        end = None if seconds is None else time.monotonic() + seconds
        while b"\n" not in self._buffer:
            if len(self._buffer) > self._longest:
                raise Garbled(f"it is longer than {self._longest} bytes")
            self._buffer += self._more(end)
        line, self._buffer = self._buffer.split(b"\n", 1)
        try:
            message = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Garbled("it is not JSON") from error
        if not isinstance(message, dict):
            raise Garbled("it is not an object")
        return message

    def _more(self, end: float | None) -> bytes:
        left = None if end is None else end - time.monotonic()
        if left is not None and left <= 0:
            raise TimedOut
        self.socket.settimeout(left)
        try:
            data = self.socket.recv(65536)
        except TimeoutError as error:
            raise TimedOut from error
        except OSError as error:
            raise Closed from error
        if not data:
            raise Closed
        return data

    def close(self) -> None:
        """Hang up."""
        self.socket.close()
