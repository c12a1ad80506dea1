"""Kills of `file_saver` in `7_capstone/own_checkpointer`, at each change that a call makes on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from autograder.contract import CodeEnded, CodeRaised, Student, Trial
from autograder.probes import own_checkpointer as probes

__all__ = ["kills"]

MOST = 60  # changes on disk in one call


def kills(student: Student) -> Iterator[Trial]:
    """Kill a `put` and a `put_writes` at each change that they make on disk."""
    places = (str(student.folder / f"killed-{number}") for number in count())
    for what, old in (("the first `put` of a thread", []), ("a later `put`", ["old"])):

        def act(place: str, at: int, old: list[Any] = old) -> None:
            student.run(probes.put, place, "trip-7", old)
            student.run(probes.put_and_die, place, "trip-7", at, "new")

        killed, saw = 0, ""
        for place in _each_kill(student, act, places):
            killed += 1
            if saw := _torn(student, place, old):
                break
        yield Trial(
            f"{what} may be killed at any moment: its checkpoint is there, or not, but whole",
            kept=killed > 0 and not saw,
            saw=f"killed at change {killed} on disk; then {saw or 'there was nothing to kill'}",
            nudge="at which moment has the file its name, and at which its content?",
        )
    yield from _killed_writes(student, places)


def _torn(student: Student, place: str, old: list[Any]) -> str:
    """Say what a killed `put` left that is neither all of its checkpoint nor none."""
    try:
        notes = (student.run(probes.get, place, "trip-7") or {}).get("notes")
        listed = student.run(probes.listed, place, "trip-7", None, None, None)
        student.run(probes.put, place, "trip-7", ["later"])
        later = student.run(probes.get, place, "trip-7")
    except CodeRaised as raised:
        return f"your code raised {raised}"
    whole = listed in (old, [["new", probes.BIG], *old])
    if not whole or [notes] != (listed or [None])[:1]:
        return f"`get_tuple` found {_short(notes)}, `list` {_short(listed)}"
    return "" if later and later["notes"] == "later" else "the next `put` was not the latest"


def _killed_writes(student: Student, places: Iterator[str]) -> Iterator[Trial]:
    made: dict[str, str] = {}

    def act(place: str, at: int) -> None:
        [made[place]], _ = student.run(probes.put, place, "trip-7", ["home"])
        student.run(probes.write_and_die, place, "trip-7", made[place], at)

    killed, saw = 0, ""
    for place in _each_kill(student, act, places):
        killed += 1
        try:
            found = student.run(probes.get, place, "trip-7", made[place]) or {"writes": []}
        except CodeRaised as raised:
            saw = f"your code raised {raised}"
            break
        channels = [channel for _, channel, _ in found["writes"]]
        if channels not in ([], ["stops", "paid"]):
            saw = f"of two writes there were {channels}"
            break
    yield Trial(
        "`put_writes` may be killed at any moment: all of a call's writes are there, or none",
        kept=killed > 0 and not saw,
        saw=f"killed at change {killed} on disk; then {saw or 'there was nothing to kill'}",
        nudge="a task with some of its writes is taken for finished; how many files is one call?",
    )


def _each_kill(
    student: Student, act: Callable[[str, int], None], places: Iterator[str]
) -> Iterator[str]:
    """Kill *act* at its first change on disk, then its second, until it gets through."""
    for at in range(1, MOST):
        place = next(places)
        try:
            act(place, at)
        except CodeEnded as ended:
            if "ended the whole process" not in str(ended):
                raise
            student.restart()
            yield place
        else:
            return


def _short(found: Any) -> str:
    text = repr(found).replace(probes.BIG, "rain ...")
    return text if len(text) <= 120 else f"{text[:110]} ..."
