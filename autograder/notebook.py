"""Run a check from inside the notebook whose functions it is about.

The functions travel to a warm process that can really be killed; the notebook's
own kernel never runs them for a check, so nothing they do can harm it.
"""

from __future__ import annotations

import base64
import pickle
from collections.abc import Mapping
from typing import Any

import cloudpickle

from autograder.contract import StudentFault
from autograder.engine import Student, WarmProcess
from autograder.engine.channel import Closed, TimedOut
from autograder.task import Result, Task

__all__ = ["mark"]

_warm: WarmProcess | None = None


class _CannotTravel(StudentFault):
    """Something in the notebook cannot be moved to another process."""


def mark(task: Task, names: Mapping[str, Any]) -> Result:
    """Return what *task* finds out about the functions among *names*."""
    try:
        job = {"pickle": _packed(task.needs, names)}
        with Student(_warm_process(task.preload), job) as student:
            return task.mark(student)
    except _CannotTravel as fault:
        return Result(task.name, task.points, (), fault, _OPEN_INSIDE)
    except (Closed, TimedOut) as error:
        _discard()
        raise RuntimeError(
            "the process that runs checks ended unexpectedly; run this cell once more"
        ) from error


_OPEN_INSIDE = (
    "open files, connections and savers inside the function, where each process has its own"
)


def _packed(needs: tuple[str, ...], names: Mapping[str, Any]) -> str:
    """Pickle what the check needs; what is not defined stays out, and is missed later."""
    wanted = {name: names[name] for name in needs if name in names}
    try:
        return base64.b64encode(cloudpickle.dumps(wanted)).decode()
    except (TypeError, pickle.PicklingError, RecursionError) as error:
        raise _CannotTravel(_culprit(wanted, error)) from error


def _culprit(wanted: Mapping[str, Any], error: BaseException) -> str:
    for name, value in wanted.items():
        try:
            cloudpickle.dumps(value)
        except Exception as own:
            told = str(own).split("\n")[0]
            return f"`{name}` uses something that only this process has: {told}"
    return f"your functions use something that only this process has: {error}"


def _warm_process(preload: tuple[str, ...]) -> WarmProcess:
    global _warm
    if _warm is None or not _warm.is_alive:
        _warm = WarmProcess()
    _warm.load(preload)
    return _warm


def _discard() -> None:
    global _warm
    _warm = None
