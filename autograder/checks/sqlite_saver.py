"""What `1_checkpointers/sqlite_saver` must show: threads in a file, and a kill survived."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.contract import CodeEnded, CodeRaised, Student, Trial
from autograder.probes import sqlite_saver as probes
from autograder.task import task

__all__ = ["check_say", "check_start_resume"]

PRELOAD = ("langgraph.checkpoint.sqlite", "langgraph.graph", "workbook.crash")
ADVICE = {
    "Invalid checkpointer": "from_conn_string() gives a context manager; who enters it?",
    "context manager protocol": "from_conn_string() gives what `with` needs; did you enter its result?",
    "Cannot operate on a closed database": "the graph is used after its `with` block has ended",
    "created in a thread": "a graph works in several threads; what does sqlite3.connect need?",
    "does not support async methods": "say is called without await; which calls have no `a` in front?",
    "Checkpointer requires one or more": "the config names the thread: {'configurable': {'thread_id': ...}}",
    "EmptyInputError": "nothing was on disk to carry on with; which durability writes before the next step?",
    "not subscriptable": "invoke() returns the final state, a dict",
}
DISK_SECONDS = 0.15


@task("say", 4, ("say",), PRELOAD, ADVICE)
def check_say(student: Student) -> Iterator[Trial]:
    """Each thread's messages are kept in the file, apart, and outlive the process."""
    file = f"diary-{student.random.randrange(1000)}.db"
    path = str(student.folder / file)
    lisbon, oslo = (f"trip-{n}" for n in student.random.sample(range(10, 99), 2))

    texts = student.call("say", path, lisbon, "I land at noon")
    yield Trial(
        "it returns the texts of the thread",
        kept=texts == ["I land at noon", "I know 1 of your messages."],
        saw=f"it returned {texts!r}",
        nudge="the final state has all messages of the thread; the caller wants their texts",
    )
    count = "SELECT count(*) FROM checkpoints WHERE thread_id = ?"
    yield Trial(
        "the thread is in the file at `path`, under its thread_id",
        kept=student.rows(file, count, lisbon) > [(0,)],
        saw=_what_is_there(student, file, lisbon),
        nudge="follow `path` to the saver, and `thread_id` to the config",
    )
    texts = student.call("say", path, lisbon, "The museum was closed")
    yield Trial(
        "a second call goes on with the same thread",
        kept=texts[::2] == ["I land at noon", "The museum was closed"]
        and texts[3:] == ["I know 2 of your messages."],
        saw=f"the second call returned {texts!r}",
        nudge="what happens to a file that is already there?",
    )
    texts = student.call("say", path, oslo, "Snow")
    yield Trial(
        "another thread knows nothing of it",
        kept=texts == ["Snow", "I know 1 of your messages."],
        saw=f"a new thread returned {texts!r}",
        nudge="is every thread stored under the id it was given?",
    )
    student.restart()
    texts = student.call("say", path, lisbon, "Home again")
    yield Trial(
        "a thread outlives its process",
        kept=texts[-1] == "I know 3 of your messages.",
        saw=f"after a kill -9 it returned {texts!r}",
        nudge="what was only in memory is gone; what was on disk?",
    )
    yield from _refusals(student, path, file)


def _refusals(student: Student, path: str, file: str) -> Iterator[Trial]:
    for nobody in (None, ""):
        saw = "it took the message, and the next caller without an id would read it"
        try:
            student.call("say", path, nobody, "Who am I?")
            refused = False
        except CodeRaised as fault:
            if fault.untouched:
                raise
            refused = "ValueError" in fault.kinds
            saw = f"it raised {fault}"
        yield Trial(
            f"the thread_id {nobody!r} is refused with a ValueError",
            kept=refused,
            saw=saw,
            nudge="look before the saver does: under which id does it keep None?",
        )
    strays = student.rows(file, "SELECT DISTINCT thread_id FROM checkpoints")
    yield Trial(
        "nothing is stored for a refused thread_id",
        kept=not {("None",), ("",)} & set(strays),
        saw=f"the file now has the threads {sorted(strays)}",
        nudge="refuse first, write later",
    )


def _what_is_there(student: Student, file: str, thread: str) -> str:
    threads = student.rows(file, "SELECT DISTINCT thread_id FROM checkpoints")
    if threads:
        return f"for {thread}, the file has the threads {sorted(name for (name,) in threads)}"
    found = ", ".join(sorted(path.name for path in student.folder.iterdir())) or "nothing"
    return f"no checkpoint in {file}; the folder holds {found}"


@task("start_resume", 6, ("start", "resume"), PRELOAD, ADVICE)
def check_start_resume(student: Student) -> Iterator[Trial]:
    """A killed trip is finished later, and no finished step happens twice."""
    path = str(student.folder / "trips.db")
    smooth, early, late, never = (f"trip-{n}" for n in student.random.sample(range(10, 99), 4))
    whole = ["planned", "booked", "paid"]

    _watch(student)
    steps = student.call("start", path, smooth)
    yield Trial(
        "`start` takes the whole trip and returns its steps",
        kept=steps == whole,
        saw=f"it returned {steps!r}",
        nudge="the final state's `steps`; and does the thread begin with an empty list?",
    )
    count = "SELECT count(*) FROM checkpoints WHERE thread_id = ?"
    yield Trial(
        "the trip is in the file at `path`, under its thread_id",
        kept=student.rows("trips.db", count, smooth) > [(0,)],
        saw=_what_is_there(student, "trips.db", smooth),
        nudge="follow `path` to the saver, and `thread_id` to the config",
    )
    for doomed, thread, redone in (("book", early, ["book", "pay"]), ("pay", late, ["pay"])):
        passed = _start_and_kill(student, path, thread, doomed)
        yield Trial(
            f"a trip can be killed in `{doomed}`",
            kept=bool(passed) and passed[-1] == doomed,
            saw=f"the process lived on; the steps begun were {passed}",
            nudge="which function runs the graph, and does it run here?",
        )
        _watch(student)
        steps = student.call("resume", path, thread)
        again = _moments(student)
        yield Trial(
            f"after a kill in `{doomed}`, no finished step is repeated",
            kept=again == redone,
            saw=f"killed in `{doomed}`; then these steps ran: {', '.join(again) or 'none'}",
            nudge=_REPEATED if len(again) > len(redone) else _LEFT_OUT,
        )
        yield Trial(
            f"after a kill in `{doomed}`, `resume` finishes the trip",
            kept=steps == whole,
            saw=f"it returned {steps!r}",
            nudge="return the same as `start` does",
        )
    _watch(student)
    steps = student.call("resume", path, smooth)
    yield Trial(
        "resuming a finished trip does nothing",
        kept=steps == whole and _moments(student) == [],
        saw=f"these steps ran again: {_moments(student)}; it returned {steps!r}",
        nudge="what does an input of None mean to a thread that has nothing left to do?",
    )
    yield _unknown_thread(student, path, never)


_REPEATED = (
    "was the step on disk before the next one began (which durability waits?), "
    "and does the input begin a new run or carry on?"
)
_LEFT_OUT = "which call makes a graph run, rather than look at its state?"


def _unknown_thread(student: Student, path: str, thread: str) -> Trial:
    promise = "resuming a trip that never began raises a LookupError"
    try:
        steps = student.call("resume", path, thread)
    except CodeRaised as fault:
        return Trial(
            promise,
            kept="LookupError" in fault.kinds,
            saw=f"it raised {fault}",
            nudge="catch what LangGraph raises there, and say it in words your caller expects",
        )
    return Trial(
        promise,
        kept=False,
        saw=f"it returned {steps!r}",
        nudge="how can your caller tell this from a finished trip?",
    )


def _watch(student: Student, kill_at: str = "") -> None:
    """Begin a fresh list of moments in the student's process."""
    log = student.folder / "moments.txt"
    log.write_text("")
    student.run(probes.watch, str(log), kill_at)


def _moments(student: Student) -> list[str]:
    return student.contents("moments.txt").decode().split()


def _start_and_kill(student: Student, path: str, thread: str, moment: str) -> list[str]:
    """Start a trip that dies at *moment*; return the moments it passed."""
    _watch(student, kill_at=moment)
    student.run(probes.slow_disk, DISK_SECONDS)
    try:
        student.call("start", path, thread)
    except CodeEnded:
        passed = _moments(student)
        student.restart()
        return passed
    return _moments(student)
