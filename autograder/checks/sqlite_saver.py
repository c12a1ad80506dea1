"""What `1_checkpointers/sqlite_saver` must show first: threads in a file.

The kills that a trip survives are in `sqlite_trips`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.sqlite_threads import (
    ADVICE,
    COUNT,
    PRELOAD,
    not_in_the_file,
    shape,
    what_is_there,
)
from autograder.checks.sqlite_trips import check_start_resume
from autograder.contract import CodeRaised, NotPlain, Student, Trial
from autograder.probes import sqlite_saver as probes
from autograder.task import task

__all__ = ["check_say", "check_start_resume"]


@task("say", 4, ("say",), PRELOAD, ADVICE)
def check_say(student: Student) -> Iterator[Trial]:
    """Each thread's messages are kept in the file, apart, and outlive the process."""
    file = f"diary-{student.random.randrange(1000)}.db"
    path = str(student.folder / file)
    lisbon, oslo = (f"trip-{n}" for n in student.random.sample(range(10, 99), 2))

    student.run(probes.note_files)
    texts = student.call("say", path, lisbon, "I land at noon")
    first = ["I land at noon", "I know 1 of your messages."]
    yield Trial(
        "it returns the texts of the thread",
        kept=texts == first,
        saw=f"it returned {texts!r}",
        nudge=_no_texts(texts, first),
    )
    yield Trial(
        "the thread is in the file at `path`, under its thread_id",
        kept=student.rows(file, COUNT, lisbon) > [(0,)],
        saw=what_is_there(student, file, lisbon),
        nudge=not_in_the_file(student, file, lisbon),
    )
    texts = _texts(student.call("say", path, lisbon, "The museum was closed"))
    yield Trial(
        "a second call goes on with the same thread",
        kept=texts[::2] == ["I land at noon", "The museum was closed"]
        and texts[3:] == ["I know 2 of your messages."],
        saw=f"the second call returned {texts!r}",
        nudge="the thread went on; which of its texts does the caller get?"
        if "I know 2 of your messages." in texts
        else "what happens to a file that is already there?",
    )
    texts = _texts(student.call("say", path, oslo, "Snow"))
    yield Trial(
        "another thread knows nothing of it",
        kept=texts == ["Snow", "I know 1 of your messages."],
        saw=f"a new thread returned {texts!r}",
        nudge="is every thread stored, and read, under the id it was given?",
    )
    student.restart()
    texts = _texts(student.call("say", path, lisbon, "Home again"))
    yield Trial(
        "a thread outlives its process",
        kept=texts[-1:] == ["I know 3 of your messages."],
        saw=f"after a kill -9 it returned {texts!r}",
        nudge="what does your code do once in each process, and with what is on disk?",
    )
    yield from _refusals(student, path, file)


def _texts(found: Any) -> list[str]:
    return [str(text) for text in found] if isinstance(found, list) else [repr(found)]


def _no_texts(found: Any, wanted: list[str]) -> str:
    """Say what to try where the first call did not return the thread's texts."""
    kind = found.type if isinstance(found, NotPlain) else type(found).__name__
    if kind == "list" and isinstance(found, NotPlain):
        return "those are message objects; where does a message have its text?"
    if kind == "str":
        return "one text, or a list of the thread's texts?"
    if kind != "list":
        return shape(found, "the messages")
    if found and found == wanted[-len(found) :]:
        return "the whole thread: what was said to the diary, too"
    if found == wanted[::-1]:
        return "oldest first: in which order does the state have them?"
    if found[:1] == wanted[:1]:
        return "whom does the diary take the message to be from? each one has a role"
    return "the final state has all messages of the thread; the caller wants their texts"


def _refusals(student: Student, path: str, file: str) -> Iterator[Trial]:
    before = student.rows(file, "SELECT count(*) FROM checkpoints")
    for nobody in (None, ""):
        told: Any = None
        fault = None
        try:
            told = student.call("say", path, nobody, "Who am I?")
        except CodeRaised as raised:
            if raised.untouched:
                raise
            fault = raised
        stored = student.rows(file, "SELECT count(*) FROM checkpoints") != before
        if fault:
            saw, nudge = f"it raised {fault}", "which exception does the task name?"
        elif stored:
            saw = "it took the message, and the next caller without an id would read it"
            nudge = _NOBODY[nobody]
        else:
            saw, nudge = f"it returned {told!r}", "how will the caller notice the mistake?"
        yield Trial(
            f"the thread_id {nobody!r} is refused with a ValueError",
            kept=fault is not None and "ValueError" in fault.kinds,
            saw=saw,
            nudge=nudge,
        )
    strays = student.rows(file, "SELECT DISTINCT thread_id FROM checkpoints")
    yield Trial(
        "nothing is stored for a refused thread_id",
        kept=student.rows(file, "SELECT count(*) FROM checkpoints") == before,
        saw=f"the file now has the threads {sorted(name for (name,) in strays)}",
        nudge="refuse first, write later",
    )


_NOBODY = {
    None: "look before the saver does: under which id does it keep None?",
    "": "None is not the only id that names nobody",
}
