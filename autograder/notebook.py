"""Run a check from inside the notebook whose functions it is about.

The functions travel to a warm process that can really be killed; the notebook's
own kernel never runs them for a check, so nothing they do can harm it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from autograder.contract import StudentFault
from autograder.engine import Student, WarmProcess
from autograder.engine.channel import Closed, TimedOut
from autograder.feedback import Result
from autograder.task import Task
from workbook.travel import CannotTravel, pack

__all__ = ["mark"]

OPEN_INSIDE = (
    "open files, connections and savers inside the function, where each process has its own"
)

_warm: WarmProcess | None = None


def mark(task: Task, names: Mapping[str, Any]) -> Result:
    """Return what *task* finds out about the functions among *names*."""
    try:
        job = {"pickle": _packed(task.needs, names)}
    except StudentFault as fault:
        return Result(task.name, task.points, (), fault, OPEN_INSIDE)
    try:
        return _mark(task, job)
    except (Closed, TimedOut):
        # The warm process is gone, as after a suspend or an out-of-memory kill.
        _discard()
        return _mark(task, job)


def _mark(task: Task, job: dict[str, Any]) -> Result:
    with Student(_warm_process(task.preload), job) as student:
        return task.mark(student)


def _packed(needs: tuple[str, ...], names: Mapping[str, Any]) -> str:
    """Pickle what the check needs; what is not defined stays out, and is missed later."""
    wanted = {name: names[name] for name in needs if name in names}
    try:
        return base64.b64encode(pack(wanted, "your functions use {}")).decode()
    except CannotTravel as error:
        raise StudentFault(
            f"{_culprit(wanted) or error}; only this process has that"
        ) from error


def _culprit(wanted: Mapping[str, Any]) -> str:
    """Say which of the names, and which global that it uses, holds what cannot travel."""
    for name, value in wanted.items():
        try:
            pack(value, "")
        except CannotTravel:
            code, scope = getattr(value, "__code__", None), getattr(value, "__globals__", {})
            used = {
                word: scope[word] for word in getattr(code, "co_names", ()) if word in scope
            }
            return _holds(name, used) or _holds(name, {name: value})
    return ""


def _holds(function: str, used: Mapping[str, Any]) -> str:
    for name, value in used.items():
        try:
            pack(value, f"`{function}` uses `{name}`, which holds {{}}")
        except CannotTravel as error:
            return str(error)
    return ""


def _warm_process(preload: tuple[str, ...]) -> WarmProcess:
    global _warm
    if _warm is None or not _warm.is_alive:
        _warm = WarmProcess()
    _warm.load(preload)
    return _warm


def _discard() -> None:
    global _warm
    _warm = None
