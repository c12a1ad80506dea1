"""What `tally` of `1_checkpointers/async_sqlite_saver` must show: totals that are exact."""

from __future__ import annotations

import asyncio
import copyreg
from collections.abc import Iterator
from typing import Any
from weakref import WeakValueDictionary

from autograder.contract import Student, Trial
from autograder.probes import async_sqlite_tally as probes
from autograder.task import task

__all__ = ["check_tally"]

# A notebook's functions travel with the globals they use. Locks, and what refers to them
# weakly, belong to this process and its loop; another one begins with new ones.
copyreg.pickle(asyncio.Lock, lambda lock: (asyncio.Lock, ()))
copyreg.pickle(WeakValueDictionary, lambda locks: (WeakValueDictionary, ()))

PRELOAD = ("langgraph.checkpoint.sqlite.aio", "langgraph.graph", "workbook.crash")
NEEDS = ("tally", "on")
ADVICE = {
    "does not support the asynchronous context": "that is a lock for threads of the system; which one pauses a function?",
    "Synchronous calls to AsyncSqliteSaver": "inside a loop, which call goes with this saver?",
    "can't be used in 'await' expression": "the check awaits `tally`; which `def` does it need?",
    "Lock is not acquired": "who gives back a lock that he does not have?",
    "Checkpointer requires one or more": "the config names the thread: {'configurable': {'thread_id': ...}}",
    "KeyError": "the thread may be new to your dictionary",
    "'coroutine'": "which of your calls needs an `await`?",
    "future is required": "`tally` is awaited; which `def` does it need?",
}
# A number below 128 is one byte of msgpack, so plain SQL can read it.
TOTAL = """SELECT hex(value) FROM writes WHERE thread_id = ? AND channel = 'total'
           ORDER BY checkpoint_id DESC LIMIT 1"""
MANY = 20
LATER = 6
VISITORS = 40


@task("tally", 5, NEEDS, PRELOAD, ADVICE)
def check_tally(student: Student) -> Iterator[Trial]:
    """No amount is lost, strangers do not wait, and no lock stays behind."""
    file = f"totals-{student.random.randrange(1000)}.db"
    path = str(student.folder / file)
    first, other, *more = (f"trip-{n}" for n in student.random.sample(range(10, 99), 7))

    totals = student.run(probes.one_by_one, path, [(first, 2), (first, 3), (other, 1)])
    yield Trial(
        "it returns the new total",
        kept=totals[:2] == [2, 5],
        saw=f"after adding 2 and 3 it returned {totals[:2]}",
        nudge=_no_total(totals),
    )
    yield Trial(
        "each thread has a total of its own",
        kept=totals[2] == 1 and _total(student, file, first) == 5,
        saw=f"a new thread's first total is {totals[2]!r}",
        nudge="which thread does your config name?",
    )
    total = 5
    for promise, at_once, later in (
        (f"{MANY} turns of one thread add 1, all at once", MANY, 0),
        ("turns that come while others wait add 1 each", 3, LATER),
    ):
        said, most = student.run(probes.crowd, path, first, at_once, later, seconds=12)
        before, total = total, _total(student, file, first)
        yield Trial(
            promise,
            kept=sorted(map(str, said)) == _strings(before, total, at_once + later),
            saw=f"{at_once + later} came: the total was {before} and is now {total}"
            f"{_together(most)}{_first_words(said)}",
            nudge=_crowded(said, later),
        )
    said = student.run(probes.meet, path, more[:2], seconds=10)
    yield Trial(
        "two threads can be in their nodes at the same time",
        kept=said == [1, 1],
        saw=f"two threads said {said}",
        nudge="whose turns share a lock? one for all is too much",
    )
    yield from _accidents(student, path, more[2:])
    kept = student.run(
        probes.locks_kept, path, [f"{first}-{n}" for n in range(VISITORS)], seconds=10
    )
    yield Trial(
        "the lock of a thread that nobody uses is not kept",
        kept=kept < VISITORS // 4,
        saw=f"after {VISITORS} travellers had come and gone, {kept} more locks were there",
        nudge="who still refers to a lock when its last turn is over?",
    )


def _accidents(student: Student, path: str, threads: list[str]) -> Iterator[Trial]:
    for what, probe, thread, wanted in (
        ("an error in the node", probes.fail, threads[0], "ConnectionError: the node failed"),
        ("a cancellation in the node", probes.cancel_inside, threads[1], "cancelled"),
        ("a cancellation while it waits", probes.cancel_waiting, threads[2], "cancelled"),
    ):
        came, *after = student.run(probe, path, thread, seconds=14)
        yield Trial(
            f"{what} reaches the caller",
            kept=came == wanted,
            saw=f"it should have been “{wanted}”, and the caller got {came!r}",
            nudge="how does the caller learn that nothing was added?",
        )
        yield Trial(
            f"after {what} the other turns are counted, one at a time",
            kept=after == [1, 2][: len(after)],
            saw=f"the next turns said {after}; it should have been {[1, 2][: len(after)]}",
            nudge=_after(what, after),
        )


def _after(what: str, after: list[Any]) -> str:
    if after == [1, 1]:
        return "which turn holds the lock at that moment, and which one gives it back?"
    return f"who gives the lock back after {what}?"


def _no_total(totals: list[Any]) -> str:
    if totals[0] is None:
        return "what does the caller get?"
    if not isinstance(totals[0], int):
        return "which field of the final state is asked for?"
    if totals[:2] == [2, 3]:
        return "the amount, or the total? and does the second turn go on with the thread?"
    return "how often is each amount added?"


def _crowded(said: list[Any], later: int) -> str:
    if any(isinstance(each, str) for each in said):
        return "what becomes of a turn that comes while another is in the node?"
    if later:
        return "who came late got past the queue: when does a lock leave the dictionary?"
    return "what keeps a second turn out while the first has read and not yet written?"


def _together(most: int) -> str:
    return f"; at one moment {most} of them were in the node" if most > 1 else ""


def _first_words(said: list[Any]) -> str:
    words = next((each for each in said if isinstance(each, str)), None)
    return f"; one said “{words}”" if words else ""


def _strings(before: int, total: int, turns: int) -> list[str]:
    """Return what *turns* turns say if none is lost; nothing if the stored total is another."""
    if total != before + turns:
        return []
    return sorted(map(str, range(before + 1, total + 1)))


def _total(student: Student, file: str, thread_id: str) -> int:
    found = student.rows(file, TOTAL, thread_id)
    return int(found[0][0], 16) if found and len(found[0][0]) == 2 else 0
