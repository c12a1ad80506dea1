"""What `5_choosing/backends_measured` must show last: a thread made light, and nothing lost."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any, TypedDict

from autograder.contract import CodeRaised, Student, Trial
from autograder.task import task

__all__ = ["check_slim"]

PRELOAD = ("sqlite3", "langgraph.checkpoint.sqlite", "workbook.measure")
ADVICE = {
    "cannot VACUUM from within a transaction": "a DELETE begins a transaction; what ends it?",
    "cannot VACUUM - SQL statements in progress": "which cursor has not been read to its end?",
    "database is locked": "who holds the file, and has it committed?",
    "Cannot operate on a closed database": "which line closes it, and which one comes after?",
    "no such column": "which columns has the table? look.tables shows them",
    "no such table": "the file has two tables: `checkpoints` and `writes`",
    "Incorrect number of bindings": "a tuple of one element has a comma",
    "prune": "section 5 asked this saver to prune; what did it answer?",
}
LONG = 36  # turns of the long thread
KEPT = """SELECT checkpoint_ns, count(*), max(checkpoint_id) FROM checkpoints
          WHERE thread_id = ? GROUP BY checkpoint_ns ORDER BY checkpoint_ns"""
ORPHANS = """SELECT count(*) FROM writes WHERE thread_id = ? AND (checkpoint_ns, checkpoint_id)
             NOT IN (SELECT checkpoint_ns, checkpoint_id FROM checkpoints WHERE thread_id = ?)"""
COUNT = "SELECT count(*) FROM checkpoints WHERE thread_id = ?"


class Trip(TypedDict):
    """Steps of a trip, those of a graph inside a graph included."""

    steps: Annotated[list[str], operator.add]


class Trips:
    """Threads in one file, and what their nodes did."""

    def __init__(self, path: Path) -> None:
        """Use the file *path*."""
        self.path, self.ran = path, list[str]()

    @contextmanager
    def chat(self, thread: str, size: int) -> Iterator[Any]:
        """Open the thread of a conversation."""
        from workbook import measure

        with self._saver() as saver:
            place = measure.Place("SqliteSaver", saver, lambda: 0)
            yield measure.Chat(place, size, thread_id=thread)

    def ask(self, thread: str, given: Any, *, inside: bool) -> Any:
        """Run a graph that waits for an answer, perhaps in a graph inside it."""
        with self._saver() as saver:
            graph = self._nested(saver) if inside else self._parallel(saver)
            config: Any = {"configurable": {"thread_id": thread}}
            return graph.invoke(given, config, durability="sync")

    @contextmanager
    def _saver(self) -> Iterator[Any]:
        from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
        from langgraph.checkpoint.sqlite import SqliteSaver

        with SqliteSaver.from_conn_string(str(self.path)) as saver:
            # What the student's code has left here may name anything: nothing of it is called.
            saver.serde = JsonPlusSerializer(allowed_msgpack_modules=None)
            yield saver

    def _parallel(self, saver: Any) -> Any:
        from langgraph.graph import START, StateGraph

        plan = StateGraph(Trip).add_node("book", self._book).add_node("confirm", self._confirm)
        return plan.add_edge(START, "book").add_edge(START, "confirm").compile(saver)

    def _nested(self, saver: Any) -> Any:
        from langgraph.graph import START, StateGraph

        inner = StateGraph(Trip).add_sequence(
            [("book", self._book), ("confirm", self._confirm)]
        )
        plan = StateGraph(Trip).add_node("travel", inner.add_edge(START, "book").compile())
        return plan.add_edge(START, "travel").compile(saver)

    def _book(self, state: Any) -> dict[str, list[str]]:
        self.ran.append("book")
        return {"steps": ["booked"]}

    def _confirm(self, state: Any) -> dict[str, list[str]]:
        from langgraph.types import interrupt

        return {"steps": [interrupt("Shall I pay?")]}

    def bytes(self) -> int:
        """Return the size of the file and of its log."""
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def everything(self, thread: str) -> list[Any]:
        """Return all rows of a thread."""
        import sqlite3

        with closing(sqlite3.connect(self.path)) as db:
            found = []
            for table in ("checkpoints", "writes"):
                rows = db.execute(f"SELECT * FROM {table} WHERE thread_id = ?", [thread])  # noqa: S608 (ours)
                found.append(sorted(rows, key=repr))
            return found


@task("slim", 5, ("slim",), PRELOAD, ADVICE)
def check_slim(student: Student) -> Iterator[Trial]:
    """A tenth of the bytes; the latest state, an open question and other threads are kept."""
    trips = Trips(student.folder / f"trips-{student.random.randrange(1000)}.db")
    number = student.random.randrange(2, 9)
    long, other, asking, inner = f"trip-{number}", f"trip-{number}0", "trip-ask", "trip-inner"
    texts = _prepare(trips, long, other, student.random.randint(700, 1500))
    for thread in (asking, inner):
        trips.ask(thread, {"steps": ["planned"]}, inside=thread == inner)
    before, others = trips.bytes(), [trips.everything(name) for name in (other, asking, inner)]

    student.call("slim", str(trips.path), long)
    yield _tenth(student, trips, long, before)
    found = _texts(trips, long)
    yield Trial(
        "the latest state of the thread is the same",
        kept=found == texts,
        saw=f"there were {len(texts)} messages; now there are {len(found)}",
        nudge=_wrong_state(found),
    )
    yield Trial(
        "other threads keep every row",
        kept=[trips.everything(name) for name in (other, asking, inner)] == others,
        saw="rows of threads that nobody named are gone",
        nudge="whose rows does each of your statements touch? one thread was named",
    )
    orphans = student.rows(trips.path.name, ORPHANS, long, long)
    yield Trial(
        "no write is left of a checkpoint that is gone",
        kept=orphans == [(0,)],
        saw=f"{orphans[0][0] if orphans else 'no'} rows of `writes` belong to no checkpoint",
        nudge="a thread lies in two tables",
    )
    went_on = _goes_on(trips, long)
    yield Trial(
        "the thread goes on",
        kept=went_on == len(texts) + 2,
        saw=f"after another turn it had {went_on} messages",
        nudge="a turn begins from the latest checkpoint: is it as the saver left it?",
    )
    yield from _answered(student, trips, asking, "a waiting thread", inside=False)
    yield from _answered(student, trips, inner, "a graph inside a graph", inside=True)
    yield _unknown(student, trips, other)


def _prepare(trips: Trips, long: str, other: str, size: int) -> list[str]:
    """Fill the file; return the texts of the long thread, which goes on from its middle."""
    with trips.chat(long, size) as chat:
        for _ in range(LONG):
            chat.turn()
        past = [state.config for state in chat.graph.get_state_history(chat.config)]
        # A fork: its checkpoints are the latest, and their step is not the highest.
        chat.graph.invoke({"messages": [("user", "Oslo, then")]}, past[len(past) // 2])
    with trips.chat(other, 50) as chat:
        for _ in range(3):
            chat.turn()
    return _texts(trips, long)


def _texts(trips: Trips, thread: str) -> list[str]:
    try:
        with trips.chat(thread, 50) as chat:
            return [str(message.text) for message in chat.read()]
    except Exception as error:  # whatever LangGraph makes of what is left
        return [f"{type(error).__name__}: {error}"]


def _goes_on(trips: Trips, thread: str) -> int | str:
    """Take a turn; return how many messages there are, or what went wrong."""
    try:
        with trips.chat(thread, 100) as chat:
            chat.turn()
            return len(chat.read())
    except Exception as error:  # as above
        return f"no more: {type(error).__name__}: {error}; it had"


def _tenth(student: Student, trips: Trips, thread: str, before: int) -> Trial:
    after = trips.bytes()
    log = trips.path.with_name(f"{trips.path.name}-wal")
    left = student.rows(trips.path.name, COUNT, thread)
    saw = f"{before:,} bytes before, {after:,} after; {left[0][0] if left else 0} checkpoints left"
    if left and left[0][0] > 20:
        nudge = "which rows of the thread will nobody read again? and was the change committed?"
    elif log.exists() and log.stat().st_size:
        nudge = "the file has a write-ahead log; when is that folded in, and who must let go?"
    else:
        nudge = "rows are gone and the file keeps their room: which command gives it back?"
    return Trial(
        "the file has at most a tenth of its bytes",
        kept=after * 10 <= before,
        saw=saw,
        nudge=nudge,
    )


def _wrong_state(found: list[str]) -> str:
    if not found:
        return "is any checkpoint of the thread left, and is it complete?"
    return "the thread went back and took another way; what tells the latest checkpoint, step or id?"


def _answered(
    student: Student, trips: Trips, thread: str, what: str, *, inside: bool
) -> Iterator[Trial]:
    """Slim a thread that waits for an answer, then give the answer."""
    from langgraph.types import Command

    student.call("slim", str(trips.path), thread)
    kept = student.rows(trips.path.name, KEPT, thread)
    yield Trial(
        f"{what}: one checkpoint is left in each namespace",
        kept=len(kept) == (2 if inside else 1) and all(count == 1 for _, count, _ in kept),
        saw=f"checkpoints left, by namespace: {[count for _, count, _ in kept]}",
        nudge="`checkpoint_ns` is a part of the key: the latest of what?",
    )
    trips.ran.clear()
    try:
        final, fault = trips.ask(thread, Command(resume="paid"), inside=inside), ""
    except Exception as error:  # whatever LangGraph makes of what is left
        final, fault = {}, f"{type(error).__name__}: {error}"
    yield Trial(
        f"{what}: its question can still be answered",
        kept=set(final.get("steps", [])) == {"planned", "booked", "paid"},
        saw=fault or f"after the answer the steps were {final.get('steps')}",
        nudge="where is a question kept until it is answered? look at `channel` in `writes`",
    )
    yield Trial(
        f"{what}: no finished step runs again",
        kept=trips.ran == [],
        saw="`book` had finished before the question, and ran again",
        nudge="what a step returned lies in `writes` until the next checkpoint",
    )


def _unknown(student: Student, trips: Trips, other: str) -> Trial:
    before, fault = trips.everything(other), None
    try:
        student.call("slim", str(trips.path), other[:-1] + "_")
    except CodeRaised as raised:
        fault = raised
    return Trial(
        "a thread that is not there changes nothing",
        kept=fault is None and trips.everything(other) == before,
        saw=f"it raised {fault}" if fault else "rows of another thread are gone",
        nudge="nothing to keep, nothing to delete"
        if fault
        else "does your SQL compare ids, or patterns?",
    )
