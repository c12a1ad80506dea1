"""What a child says of the student's code: values, errors and prints, as plain data."""

from __future__ import annotations

import io
import json
import sysconfig
import traceback
import warnings
from pathlib import Path
from typing import Any

__all__ = ["Printed", "describe", "plain", "warn_plainly"]

# Code below these folders is a library's or ours; the rest is the student's.
_NOT_THEIRS = (
    *{sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")},
    str(Path(__file__).parents[1]),
    "<check>",
    "<frozen",
)
PRINTED = 2000  # characters


class Printed(io.TextIOBase):
    """Keeps the end of what is printed; a flood costs no memory."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Take what somebody prints."""
        self.text = (self.text + text[-PRINTED:])[-PRINTED:]
        return len(text)

    def writable(self) -> bool:
        """Say that one can print here."""
        return True

    def clear(self) -> None:
        """Forget what was printed."""
        self.text = ""


def plain(value: Any) -> Any:
    """Return *value* if JSON can carry it, else a description of it."""
    try:
        json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        held = value if isinstance(value, list | tuple | set | frozenset) else ()
        holds = sorted({type(each).__name__ for each in held})
        return {"not plain": [type(value).__name__, holds]}
    return value


def warn_plainly() -> None:
    """Have a forgotten `await` told each time, and no warning told with a line of ours."""
    warnings.filterwarnings("always", "coroutine .* was never awaited", RuntimeWarning)
    warnings.formatwarning = _formatted


def _formatted(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    *_: object,
    **__: object,
) -> str:
    told = f"{category.__name__}: {message}\n"
    return told if filename.startswith(_NOT_THEIRS) else f"{filename}:{lineno}: {told}"


def describe(error: BaseException) -> dict[str, Any]:
    """Say what was raised and on which line of the student's own."""
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if not frame.filename.startswith(_NOT_THEIRS)]
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        theirs = [traceback.FrameSummary(error.filename, error.lineno, "")]
    line = theirs[-1] if theirs else None
    return {
        "kinds": [kind.__name__ for kind in type(error).__mro__[:-1]],
        "message": str(error).strip().split("\n")[0][:300],
        "line": line and [line.filename, line.lineno, line.name, line.line],
        # Libraries raise NotImplementedError too; only the stub's own means "untouched".
        "untouched": isinstance(error, NotImplementedError)
        and bool(frames and line is frames[-1]),
    }
