"""What `1_checkpointers/async_sqlite_saver` must show first: a diary that stays open.

The turns that wait for each other are in `async_sqlite_tally`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.async_sqlite_tally import check_tally
from autograder.contract import CodeEnded, Student, Trial
from autograder.probes import async_sqlite_saver as probes
from autograder.task import task

__all__ = ["check_open_chat", "check_tally"]

PRELOAD = (
    "langgraph.checkpoint.sqlite",
    "langgraph.checkpoint.sqlite.aio",
    "langgraph.graph",
    "workbook.crash",
)
NEEDS = ("open_chat", "diary_graph", "listen", "moment", "on", "tell")
# A saver after its block answers in one of two ways: by then its thread has ended, or not yet.
OVER = "where does the saver's block end, and where is the graph used?"
ADVICE = {
    "Invalid checkpointer": "who enters the context manager that from_conn_string() gives?",
    "no active connection": OVER,
    "threads can only be started once": OVER,
    "_GeneratorContextManager' object does not": "that is the decorator for `with`; which one is for `async with`?",
    "context manager protocol": "the check writes `async with open_chat(...)`; what makes a function fit for that?",
    "does not support async methods": "which saver goes with `ainvoke`?",
    "Synchronous calls to AsyncSqliteSaver": "inside a loop, which call goes with this saver?",
    "can't be used in 'await' expression": "`chat` is awaited; which `def` does it need?",
    "no running event loop": "does a loop run when this line does?",
    "cannot be called from a running event loop": "a loop runs already; what does one write in it instead?",
    "Checkpointer requires one or more": "the config names the thread: {'configurable': {'thread_id': ...}}",
    "didn't stop after": "how often does your function yield?",
    "generator didn't yield": "what does the block get, and who yields it?",
    "'coroutine'": "which of your calls needs an `await`?",
    "NoneType' object is not callable": "what does the block get, and who yields it?",
}
THREAD = "SELECT count(*) FROM checkpoints WHERE thread_id = ?"
THREADS = "SELECT DISTINCT thread_id FROM checkpoints ORDER BY 1"
DISK_SECONDS = 0.12


@task("open_chat", 4, NEEDS, PRELOAD, ADVICE)
def check_open_chat(student: Student) -> Iterator[Trial]:
    """One open file for all requests, closed at the end, complete after a kill."""
    file = f"diary-{student.random.randrange(1000)}.db"
    path = str(student.folder / file)
    lisbon, oslo, rome, *rest = (f"trip-{n}" for n in student.random.sample(range(10, 99), 8))

    student.run(probes.note_files)
    turns = [(lisbon, "I land at noon"), (lisbon, "Rain"), (oslo, "Snow"), (lisbon, "Home")]
    replies, opened, left = student.run(probes.requests, path, turns)
    yield Trial(
        "`chat` returns the reply, request after request",
        kept=replies[:2] == [_knows(1), _knows(2)],
        saw=f"two requests of one thread returned {replies[:2]}",
        nudge=_no_reply(replies),
    )
    yield Trial(
        "another thread knows nothing of it, and the first goes on",
        kept=replies[2:] == [_knows(1), _knows(3)],
        saw=f"a request of another thread, then one of the first, returned {replies[2:]}",
        nudge="which thread does your config name?",
    )
    yield from _the_file(student, file, lisbon, opened, left)
    again = student.run(probes.requests, path, [(lisbon, "Back again")])[0]
    yield Trial(
        "a second block goes on with the same file",
        kept=again == [_knows(4)],
        saw=f"the fourth message was answered with {again}",
        nudge="what does your code do with a file that is already there?",
    )
    said, opened = student.run(probes.at_once, path, rest, seconds=10)
    yield Trial(
        "requests that come at once, each for its own thread, are answered",
        kept=said == [_knows(1)] * len(rest) and opened <= 1,
        saw=f"{len(rest)} at once got {sorted(set(map(str, said)))}; the file was opened {opened} times",
        nudge="what do the requests share, and does one disturb another?",
    )
    yield from _the_end(student, path, file, rome)
    yield from _the_kill(student, path, rome)


def _knows(count: int) -> str:
    return f"I know {count} of your messages."


def _no_reply(replies: Any) -> str:
    first = str(replies[0])
    if replies[0] is None:
        return "what does `chat` hand back?"
    if first.startswith("a "):
        return (
            "the final state has all messages of the thread; the caller wants the text of one"
        )
    if first == "I land at noon":
        return "that is what the traveller said; which message is the reply?"
    if "I know 0" in first:
        return "whom does the diary take the message to be from? each one has a role"
    return "does the second request find what the first one saved?"


def _the_file(
    student: Student, file: str, thread: str, opened: int, left: list[str]
) -> Iterator[Trial]:
    threads = [name for (name,) in student.rows(file, THREADS)]
    yield Trial(
        "the thread is in the file at `path`, under its thread_id",
        kept=student.rows(file, THREAD, thread) > [(0,)],
        saw=f"for {thread}, the file has the threads {threads}; SQLite was asked for "
        f"{opened} files",
        nudge="follow `path` to the saver: which kind of saver keeps a file, and which file?"
        if not threads
        else "an id is kept as it was given",
    )
    yield Trial(
        "the file is opened once, for all requests",
        kept=opened <= 1,
        saw=f"it was opened {opened} times for four requests",
        nudge="what happens once in the block, and what in each request?",
    )
    yield Trial(
        "at the end of the block the file is closed",
        kept=left == [file],
        saw=f"right after the block there are {', '.join(left)}",
        nudge="who closes the connection when the block ends?",
    )


def _the_end(student: Student, path: str, file: str, thread: str) -> Iterator[Trial]:
    came, left = student.run(probes.fail_inside, path, thread)
    yield Trial(
        "an error in the block comes out of it",
        kept=came == "ConnectionError: the server failed",
        saw=f"the block raised a ConnectionError, and {came}",
        nudge="what becomes of an error at your `yield`?",
    )
    yield Trial(
        "after an error, too, the file is closed",
        kept=left == [file],
        saw=f"right after the block there are {', '.join(left)}",
        nudge="which of your lines still run when `yield` raises?",
    )
    others = [str(student.folder / name) for name in ("ann.db", "bob.db")]
    said = student.run(probes.two_open, others, thread)
    yield Trial(
        "two may be open at a time, each on its own file",
        kept=said == [_knows(1), _knows(1), _knows(2), _knows(3)],
        saw=f"turns of the first, the second, the first and, after the second ended, "
        f"the first got {said}",
        nudge="what do two calls of `open_chat` share?",
    )


def _the_kill(student: Student, path: str, thread: str) -> Iterator[Trial]:
    before = student.run(probes.requests, path, [(thread, "Rain")])[0]
    student.restart()
    student.run(probes.slow_disk, DISK_SECONDS)
    student.run(probes.die_listening)
    try:
        told = f"`chat` returned {student.run(probes.requests, path, [(thread, 'Snow')])[0]}"
    except CodeEnded:
        told = "its process was killed"
    student.restart()
    after = student.run(probes.requests, path, [(thread, "Home")])[0]
    yield Trial(
        "a kill in `listen` loses nothing that was said",
        kept=before == [_knows(2)] and after == [_knows(4)],
        saw=f"the second message got {before}; at the third {told}; the fourth got {after}",
        nudge="is a message on disk before the next step begins? which durability waits for it?",
    )
