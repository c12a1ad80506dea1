"""What `1_checkpointers/postgres_saver` must show: savers that open, totals that are exact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langgraph.checkpoint.postgres import PostgresSaver

from autograder.checks.postgres_common import open_connections, rows
from autograder.contract import CodeEnded, CodeRaised, Student, Trial
from autograder.probes import postgres_saver as probes
from autograder.task import GENERAL, task
from workbook import services

__all__ = ["check_add", "check_repair"]

PRELOAD = (
    "langgraph.graph",
    "langgraph.checkpoint.postgres",
    "langgraph.checkpoint.sqlite",
    "psycopg_pool",
)
ON_SQLITE = ("entered", "in_block", "any_thread")
ON_POSTGRES = ("right_url", "with_tables", "autocommitted", "pooled")
NEEDS = (
    "tell",
    "diary_graph",
    "listen",
    "counter_graph",
    "count_up",
    "slowly",
    "Total",
    "moment",
)
ADVICE = {
    "_GeneratorContextManager": "who enters the context manager?",
    "Cannot operate on a closed database": "where does the block end, and where is the graph used?",
    "objects created in a thread": "which argument of `sqlite3.connect` lifts that guard?",
    'missing "="': "psycopg reads PostgreSQL's own URLs; which part of this one is SQLAlchemy's?",
    'relation "checkpoints" does not exist': "who makes the tables?",
    "cannot run inside a transaction block": "which argument of `psycopg.connect` stores each statement at once?",
    "is not open yet": "who opens the pool?",
    "the connection is closed": "where does the block end, and where is the graph used?",
    "is already closed": "where does the block end, and where is the graph used?",
    "hashtextextended(": "what does PostgreSQL make a number of: a text and a seed",
    "No checkpointer": "who gives the graph its saver?",
    "type bigint": "the lock wants a number; which function makes one of a text?",
}


TOTAL = """SELECT checkpoint->'channel_values'->>'total' FROM checkpoints
           WHERE thread_id = %s ORDER BY checkpoint_id DESC LIMIT 1"""


@task("repair", 7, (*ON_SQLITE, *ON_POSTGRES, *NEEDS), PRELOAD, ADVICE, ("postgres",))
def check_repair(student: Student) -> Iterator[Trial]:
    """Seven ways to open a saver, each of which works, also in a new process."""
    number = student.random.randrange(1000)
    urls = {
        name: services.new_database(services.postgres(), own_role=True) for name in ON_POSTGRES
    }
    for name in ("right_url", "pooled"):
        with PostgresSaver.from_conn_string(urls[name]) as saver:
            saver.setup()
    places = {name: str(student.folder / f"{name}-{number}.db") for name in ON_SQLITE} | urls
    places["right_url"] = places["right_url"].replace("postgresql", "postgresql+asyncpg", 1)
    for name, place in places.items():
        told = _turn(student, name, place, "I land at noon")
        yield Trial(
            f"`{name}` takes a turn",
            kept=_is_turn(told, "I land at noon", 1),
            saw=_said(name, told),
            nudge=_no_turn(told),
        )
    student.restart()
    for name, place in places.items():
        told = _turn(student, name, place, "Home again")
        yield Trial(
            f"in a new process `{name}` goes on with the thread",
            kept=_is_turn(told, "Home again", 2),
            saw=f"after a kill -9 {_said(name, told)}",
            nudge=_no_turn(told)
            if isinstance(told, CodeRaised)
            else "is what you wrote in the file, or in the database, that you were given?",
        )
    yield from _nothing_open(student, places, urls)


def _turn(student: Student, name: str, place: str, text: str) -> Any:
    """Take a turn with one of the seven; return what it returned, or the error it raised.

    An error comes from a helper or a library as often as not; the trial says whose it is.
    """
    try:
        return student.call(name, place, text)
    except CodeRaised as raised:
        if raised.untouched:
            raise
        return raised


def _nothing_open(
    student: Student, places: dict[str, str], urls: dict[str, str]
) -> Iterator[Trial]:
    for name in ON_SQLITE:
        left = student.run(probes.left_open, name, places[name])
        yield Trial(
            f"`{name}` leaves no connection open",
            kept=left == 0,
            saw=f"connections to its file that are still open after a turn: {left}",
            nudge="who closes it? (a `with` of `sqlite3`'s own only ends a transaction)",
        )
    for name, url in urls.items():
        left = open_connections(url)
        yield Trial(
            f"`{name}` leaves no connection open",
            kept=left == 0,
            saw=f"after its calls PostgreSQL still has {left} connections",
            nudge="who closes it?",
        )


def _said(name: str, told: Any) -> str:
    if not isinstance(told, CodeRaised):
        return f"it returned {told!r}"
    where = told.line.function if told.line else name
    who = "it" if where == name else f"`{where}`, which it uses,"
    return f"{who} raised {str(told)[:200]}"


def _is_turn(texts: Any, last: str, known: int) -> bool:
    return (
        isinstance(texts, list)
        and len(texts) == 2 * known
        and texts[-2:] == [last, f"I know {known} of your messages."]
    )


def _no_turn(told: Any) -> str:
    if isinstance(told, CodeRaised):
        known = {**ADVICE, **GENERAL}
        found = (advice for sign, advice in known.items() if sign in str(told))
        return next(found, "which cell of section 1 ended like that, and which one did not?")
    if told is None:
        return "what does the caller get?"
    if isinstance(told, list):
        return "which thread, and which file or database, did the turn go to?"
    return "`tell` returns a list of texts; what happens to it on the way out?"


@task("add", 5, ("add", *NEEDS), PRELOAD, ADVICE, ("postgres",))
def check_add(student: Student) -> Iterator[Trial]:
    """No amount is lost, and nobody waits for a stranger."""
    url = services.new_database(services.postgres(), own_role=True)
    with PostgresSaver.from_conn_string(url) as saver:
        saver.setup()
    first, second, third = (f"trip-{n}" for n in student.random.sample(range(10, 99), 3))

    totals = [student.call("add", url, first, amount) for amount in (2, 3)]
    yield Trial(
        "it returns the new total",
        kept=totals == [2, 5],
        saw=f"after adding 2 and 3 it returned {totals}",
        nudge="which field of the final state is asked for?"
        if totals and not isinstance(totals[0], int)
        else "does the second call go on with the first one's thread?",
    )
    other = student.call("add", url, second, 1)
    yield Trial(
        "each thread has a total of its own",
        kept=other == 1,
        saw=f"a new thread's first total is {other!r}",
        nudge="under which id is the total kept?",
    )
    said = student.run(probes.at_once, url, [first] * 5, 4, seconds=20)
    total = _total(student, url, first)
    yield Trial(
        "five processes add 1 four times each, to one thread",
        kept=total == 25,
        saw=f"the total was 5 and is now {total}; one of them said {_one(said)}",
        nudge="between reading the total and writing it, who else may have written?"
        if all(isinstance(each, list) for each in said)
        else "what do they wait for, and who gives it back?",
    )
    said = student.run(probes.meet, url, [second, third], seconds=20)
    yield Trial(
        "two threads can be in their nodes at the same time",
        kept=all(isinstance(each, int) for each in said),
        saw=f"the node of one waited for the other: {_one(said)}",
        nudge="who has to wait for whom? one lock for all is too much",
    )
    yield from _faults(student, url, first)
    left = open_connections(url)
    yield Trial(
        "no connection is left open",
        kept=left == 0,
        saw=f"after the calls PostgreSQL still has {left} connections",
        nudge="who closes the connection that has the lock? and the saver's?",
    )


def _faults(student: Student, url: str, thread_id: str) -> Iterator[Trial]:
    came = student.run(probes.fail, url, thread_id)
    yield Trial(
        "an error in the node comes out",
        kept=came == "the node failed",
        saw=f"the node raised an error, and {came}",
        nudge="how does the caller learn that nothing was added?",
    )
    for what in ("an error in the node", "a kill in the node"):
        if what.startswith("a kill"):
            try:
                student.run(probes.die, url, thread_id)
            except CodeEnded:
                student.restart()
        before = _total(student, url, thread_id)
        try:
            after: Any = student.call("add", url, thread_id, 1)
        except (CodeEnded, CodeRaised) as fault:
            after = str(fault)
        yield Trial(
            f"after {what} the next `add` works",
            kept=after == before + 1,
            saw=f"the total was {before}; then: {after}",
            nudge="who gives the lock back, whatever happens?",
        )


def _total(student: Student, url: str, thread_id: str) -> int:
    # Plain SQL: a student's checkpoint is not for us to bring to life.
    found = rows(student, url, TOTAL, thread_id)
    return int(found[0][0]) if found and found[0][0] else 0


def _one(said: Any) -> Any:
    return next((each for each in said if isinstance(each, str)), said[0])
