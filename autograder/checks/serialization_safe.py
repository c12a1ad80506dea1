"""What `4_protection/serialization` must show last: a serializer that runs nothing of a row's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.checks import serialization_forge as forge
from autograder.contract import Student, Trial
from autograder.probes import serialization as probes
from autograder.probes import serialization_listen as listen
from autograder.task import task

__all__ = ["PRELOAD", "check_safe_serializer"]

PRELOAD = (
    "langchain_core.messages",
    "langgraph.checkpoint.memory",
    "langgraph.checkpoint.serde.event_hooks",
    "langgraph.checkpoint.serde.jsonplus",
    "langgraph.checkpoint.sqlite",
    "langgraph.graph",
    "ormsgpack",
    "pydantic",
    "workbook.crash",
    "workbook.look",
)
ADVICE = {
    "unexpected keyword argument": "by which name does JsonPlusSerializer take its list of classes?",
    "unpack_ext_hook": "there is an easier way in than the hook: who is told of what is blocked?",
    "has no attribute 'dumps_typed'": "a saver needs a serializer, with two methods",
}
BOTH = ["Ticket", "Meal"]
LATEST = (
    "SELECT checkpoint_id, type, checkpoint FROM checkpoints WHERE thread_id = ?"
    " ORDER BY checkpoint_id DESC LIMIT 1"
)
PENDING = (
    "INSERT INTO writes (thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type,"
    " value) VALUES (?, '', ?, 'task-7', 0, 'forged', 'msgpack', ?)"
)


@task("safe_serializer", 5, ("safe_serializer",), PRELOAD, ADVICE)
def check_safe_serializer(student: Student) -> Iterator[Trial]:
    """Own classes come back whole; whatever else a row names is refused, and never called."""
    trips = _Trips(student)
    other = student.run(probes.not_a_serializer)
    yield Trial(
        "it returns a serializer",
        kept=other == "",
        saw=f"it returned {other}",
        nudge="what does a function give back that never says `return`?"
        if other == "NoneType"
        else "a saver takes it as it is: `SqliteSaver(connection, serde=...)`",
    )
    yield from _whole(trips)
    yield from _strangers(trips)
    yield from _calls(trips)
    yield from _pickles(trips)
    yield from _beside(student)
    yield from _listeners(student)


class _Trips:
    """Threads in a file that the student's serializer writes, and others change."""

    def __init__(self, student: Student) -> None:
        self.student = student
        self.file = student.folder / f"trips-{student.random.randrange(1000)}.db"
        self.number = student.random.randrange(10, 99)
        self._threads = 0

    def keep(self, hotel: bool = False) -> str:
        """Store one more thread; return its id."""
        self._threads += 1
        thread = f"trip-{self._threads}"
        self.student.run(probes.keep, str(self.file), thread, self.number, hotel)
        return thread

    def latest(self, thread: str) -> tuple[str, str, bytes]:
        """Return id, tag and bytes of a thread's latest checkpoint; empty where there is none."""
        rows = self.student.rows(self.file.name, LATEST, thread)
        if not rows or not isinstance(rows[0][2], bytes):
            return "", "", b""
        return rows[0][0], str(rows[0][1]), rows[0][2]

    def forge(self, thread: str, value: Any) -> bool:
        """Put *value* into a thread's latest checkpoint; say whether that is LangGraph's form."""
        row, tag, stored = self.latest(thread)
        changed = forge.forged(stored, value) if tag == "msgpack" else None
        if changed:
            sql = "UPDATE checkpoints SET checkpoint = ? WHERE thread_id = ? AND checkpoint_id = ?"
            self.write(sql, {"hex": changed.hex()}, thread, row)
        return changed is not None and self.latest(thread)[2] == changed

    def write(self, sql: str, *parameters: Any) -> None:
        """Change the file, beside none of the student's code."""
        self.student.aside(probes.write, str(self.file), sql, list(parameters))

    def load(self, *threads: str, own: list[str] = BOTH) -> list[Any]:
        """Read threads with one serializer; return what came of each."""
        told: Any = self.student.run(probes.load, str(self.file), list(threads), own)
        return list(told) if isinstance(told, list) else [["read", repr(told)]] * len(threads)

    def marker(self) -> Path:
        """Return a folder that is not there, unless somebody makes it."""
        return self.student.folder / f"called-{self.student.random.randrange(10**9)}"


def _whole(trips: _Trips) -> Iterator[Trial]:
    thread = trips.keep()
    trips.student.restart()
    [told] = trips.load(thread)
    wanted = trips.student.aside(probes.wanted, trips.number)
    yield Trial(
        "own classes, messages, datetimes and sets come back whole, in another process",
        kept=told == ["read", wanted],
        saw=_words(told),
        nudge=_not_whole(told),
    )


def _not_whole(told: Any) -> str:
    if told[0] == "raised":
        if "Ticket" in told[2] or "Meal" in told[2]:
            return "the caller said which classes are allowed; who tells the serializer?"
        return "what LangGraph itself stores has to be readable: what did you refuse?"
    if "{'number'" in told[1]:
        return "plain data came back; which classes does your serializer know?"
    return "what does JsonPlusSerializer give back that yours does not?"


def _strangers(trips: _Trips) -> Iterator[Trial]:
    hotel, again, good = trips.keep(hotel=True), trips.keep(hotel=True), trips.keep()
    for number, told in enumerate(trips.load(hotel, again, good)):
        if number == 2:
            yield Trial(
                "a sound row is read after that, by the same serializer",
                kept=told[0] == "read",
                saw=_words(told),
                nudge="what does your serializer remember from one row to the next?",
            )
            continue
        yield from _refused(
            "a row with an object of another class is refused, and the class named"
            if number == 0
            else "and refused again, the second time",
            told,
            "Hotel",
            again=number == 1,
        )
    [told] = trips.load(good, own=["Ticket"])
    yield from _refused("so is a class inside an allowed one", told, "Meal")


def _refused(promise: str, told: Any, name: str, again: bool = False) -> Iterator[Trial]:
    kept = told[0] == "raised" and "ValueError" in told[1] and name in told[2]
    if told[0] == "read" and f"{name}(" in told[1]:
        nudge = "it came back as an object: who says what your serializer may make?"
    elif told[0] == "read":
        nudge = (
            "a log line comes once in a process; who is told every time?"
            if again
            else "plain data in place of an object is a mistake that nobody sees; who can tell you?"
        )
    elif "ValueError" not in told[1]:
        nudge = "which exception does the task name?"
    else:
        nudge = "how will the caller know what to allow? the message has to say the name"
    yield Trial(promise, kept, _words(told), nudge)


def _calls(trips: _Trips) -> Iterator[Trial]:
    for number, (words, code) in enumerate(forge.CALLS.items()):
        thread, marker = trips.keep(), trips.marker()
        stores = trips.forge(thread, forge.call(code, marker))
        if number == 0 or not stores:
            yield Trial(
                "it stores msgpack, as LangGraph does",
                kept=stores,
                saw=f"{trips.file.name} has no checkpoint of {thread} with the tag msgpack",
                nudge="other tools read that file, too; what did the tag say in section 1?",
            )
        [told] = trips.load(thread)
        yield _nothing_called(f"a forged row is not obeyed: {words}", marker, told)
        yield from _refused("it is refused, and the function named", told, "mkdir")

    thread, marker = trips.keep(), trips.marker()
    written = {"hex": forge.packed(forge.call(1, marker)).hex()}
    trips.write(PENDING, thread, trips.latest(thread)[0], written)
    [told] = trips.load(thread)
    yield _nothing_called("a forged row in the table of writes is not obeyed", marker, told)
    yield from _refused("it is refused as well", told, "mkdir")

    thread = trips.keep()
    trips.forge(thread, forge.method())
    [told] = trips.load(thread)
    yield from _method(told)


def _method(told: Any) -> Iterator[Trial]:
    kept = told[0] == "raised" and "ValueError" in told[1] and "Path" in told[2]
    yield Trial(
        "a row that names a method is refused, and its class named",
        kept,
        _words(told),
        "which kinds of news are there of something blocked? a method has one of its own",
    )


def _nothing_called(promise: str, marker: Path, told: Any) -> Trial:
    called = marker.exists()
    late = called and told[0] == "raised"
    return Trial(
        promise,
        kept=not called,
        saw="the row named os.mkdir, and a folder was made"
        + (", and only then was the row refused" if late else ""),
        nudge="first look, then load: in which order do you ask?"
        if late
        else "which names may your serializer import, and who decides that?",
    )


def _pickles(trips: _Trips) -> Iterator[Trial]:
    thread, marker = trips.keep(), trips.marker()
    sql = "UPDATE checkpoints SET type = 'pickle', checkpoint = ? WHERE thread_id = ?"
    trips.write(sql, {"hex": forge.pickle_row(marker).hex()}, thread)
    [told] = trips.load(thread)
    yield Trial(
        "a pickle in the file is not loaded",
        kept=not marker.exists(),
        saw="a row with the tag pickle was loaded, and made a folder",
        nudge="an allow-list reads names in msgpack; who reads the pickle?",
    )
    yield Trial(
        "it is refused with an error",
        kept=told[0] == "raised",
        saw=_words(told),
        nudge="how will the caller notice that a row is not what it was?",
    )
    kept = trips.student.run(probes.keep_client)
    yield Trial(
        "what cannot be saved raises a TypeError, as before",
        kept=kept == ["raised", "TypeError"],
        saw=f"an object of a plain class: {' '.join(kept)}",
        nudge="saving is not what this task changes; which tag would such a row have?",
    )


def _beside(student: Student) -> Iterator[Trial]:
    sound, forged = student.run(listen.beside)
    yield Trial(
        "while one thread reads a sound row, another one's forged row is refused",
        kept=forged[0] == "raised" and "ValueError" in forged[1],
        saw=_words(forged),
        nudge="two threads read at once, with one serializer; what do they share?",
    )
    yield Trial(
        "and the sound row is read all the same",
        kept=sound == ["read", "[Slow(number=7)]"],
        saw=_words(sound),
        nudge="the listener hears every thread: whose event is it?",
    )


def _listeners(student: Student) -> Iterator[Trial]:
    first, second = student.run(listen.listeners)
    more = first[-1] - first[0]
    yield Trial(
        "however many rows are read, no more listeners stay",
        kept=more == 0,
        saw=f"eight more rows left {_listen(more)} in the process",
        nudge="who tells a listener that its row is read? what came back when you registered it?",
    )
    more = second[-1] - second[0]
    yield Trial(
        "nor do they where a row cannot be read at all",
        kept=more == 0,
        saw=f"four rows that are no msgpack left {_listen(more)} in the process",
        nudge="which of your lines run when `loads_typed` itself raises?",
    )


def _listen(count: int) -> str:
    return "1 more listener" if count == 1 else f"{count} more listeners"


def _words(told: Any) -> str:
    if told[0] == "raised":
        return f"it raised {told[1][0]}: {told[2][:160]}"
    return f"it was read: {told[1][:200]}"
