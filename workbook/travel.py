"""Send a function to another process, and its answer back.

Functions and classes of a notebook travel by value, those of modules by name.
"""

from __future__ import annotations

import dis
import os
import pickle
import re
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CannotTravel", "answer_call", "name_of", "pack", "pack_call", "unpack_answer"]


class CannotTravel(TypeError):
    """Something a function uses, or returns, exists only inside its own process."""


def name_of(function: Callable[..., Any]) -> str:
    """Return what to call a function in a sentence."""
    return f"{getattr(function, '__name__', type(function).__name__)}()"


def pack_call(function: Callable[..., Any], arguments: tuple[object, ...]) -> bytes:
    """Return the call as bytes; raises `CannotTravel`."""
    call = pack(
        (function, arguments),
        f"{name_of(function)} uses {{}}, which cannot leave this process; open it inside "
        "the function",
    )
    # The far side must find the modules we found before it can read the call.
    return pickle.dumps(sys.path) + call


def unpack_answer(answer: bytes) -> tuple[Exception | None, Any]:
    """Return what the function raised and what it returned; both `None` without an answer."""
    if not answer:
        return None, None
    error, result = pickle.loads(answer)  # noqa: S301 (our own child made it)
    return error, result


def pack(value: object, complaint: str) -> bytes:
    """Return *value* as bytes; raises `CannotTravel`, where `{}` in *complaint* is the culprit."""
    # Here, because programs that only mark moments should not wait for it.
    import cloudpickle

    _see_class_bodies(cloudpickle.cloudpickle)
    try:
        packed: bytes = cloudpickle.dumps(value)
    except Exception as error:
        found = re.search(r"'([\w.]+)' object", str(error))
        culprit = f"a {found[1]}" if found else f"something else ({error})"
        raise CannotTravel(complaint.format(culprit)) from None
    return packed


def _pack_error(error: Exception) -> bytes:
    # Libraries put random ids into notes, and some errors hold what cannot travel.
    error.__notes__ = []
    try:
        packed = pack((error, None), "")
        pickle.loads(packed)  # noqa: S301 (made one line above)
    except Exception:
        return pickle.dumps((RuntimeError(f"{type(error).__name__}: {error}"), None))
    return packed


def _answer() -> bytes:
    sys.path[:] = pickle.load(sys.stdin.buffer)  # noqa: S301 (our own parent made it)
    function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301
    complaint = f"{name_of(function)} returned {{}}, which cannot leave its process; "
    try:
        return pack((None, function(*arguments)), complaint + "return plain data")
    except Exception as error:
        return _pack_error(error)


def answer_call(answer_to: int, kill_after: bool) -> None:
    """Do the call on stdin, write the answer to a file descriptor, and be killed."""
    answer = _answer()
    with os.fdopen(answer_to, "wb") as file:
        file.write(answer)
    if kill_after:
        os.kill(os.getpid(), signal.SIGKILL)


def _see_class_bodies(cloudpickle: Any) -> None:
    """Let the globals travel that only the body of a class inside a function uses.

    cloudpickle 3.1 looks for the instruction that functions read a global with; a class's
    body has another one.
    """
    reads_a_name = dis.opmap["LOAD_NAME"]
    if reads_a_name not in cloudpickle.GLOBAL_OPS:
        cloudpickle.GLOBAL_OPS = (*cloudpickle.GLOBAL_OPS, reads_a_name)
