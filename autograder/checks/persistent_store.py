"""What `3_memory_store/persistent_store` must show: values that come back as they were."""

from __future__ import annotations

import base64
import json
import os
import pickle
from collections.abc import Iterator
from typing import Any

from langgraph.store.postgres import PostgresStore

from autograder.checks.persistent_expiry import check_expiry
from autograder.checks.persistent_texts import escapes, readable, zero_bytes
from autograder.checks.persistent_values import (
    FOREIGN,
    draw_values,
    found,
    in_table,
    told,
    why,
)
from autograder.contract import CodeRaised, Student, Trial
from autograder.probes import persistent_store as probes
from autograder.probes import postgres_rows
from autograder.task import task
from workbook import services

__all__ = ["ADVICE", "PRELOAD", "check_expiry", "check_keep"]

PRELOAD = ("langgraph.store.memory", "langgraph.store.postgres", "langgraph.store.sqlite")
ADVICE = {
    "not JSON serializable": "which of its parts does JSON not know, and how would you write it?",
    "exceeds 64-bit": "JSON has no end for a number, its readers do; what else could stand there?",
    "invalid input syntax for type json": "what does Python's `json` write for nan?",
    "unsupported Unicode escape": "PostgreSQL's texts have no zero byte; how else can bytes be written?",
    "KeyError: 'trip'": "it was kept a moment ago: where, and was it stored for others, too?",
    "Dict key must be": "JSON's keys are texts; which part of your encoding is a key?",
    "dictionary update sequence": "what does `put` take as a value?",
    "has no attribute 'items'": "what does `put` take as a value?",
    "cannot start a transaction": "`opened` has the right connection; who made another?",
    'relation "store" does not exist': "which database did you open?",
    "GeneratorContextManager": "who enters `opened(url)`?",
    "Cannot operate on a closed database": "where does the block end?",
    "'NoneType' object has no attribute 'value'": "what does `get` return where nothing is?",
    "'NoneType' object is not subscriptable": "what does `get` return where nothing is?",
    "unexpected keyword argument 'default'": "the store encodes; you hand it what is plain already",
}
FORGE = "INSERT INTO store (prefix, key, value) VALUES (%s, %s, %s::jsonb)"


@task("keep", 4, ("keep", "recall", "opened"), PRELOAD, ADVICE, ("postgres",))
def check_keep(student: Student) -> Iterator[Trial]:
    """Every value comes back as it was, after a kill, from a file and from a server."""
    server = services.new_database(services.postgres(), own_role=True)
    with PostgresStore.from_conn_string(server) as store:
        store.setup()
    number = student.random.randrange(100, 999)
    alice, bob = f"alice-{number}", f"bob-{number}"
    places = {"SQLite": f"sqlite:///{student.folder}/kept-{number}.db", "PostgreSQL": server}
    values = draw_values(student)
    for where, url in places.items():
        yield from _plain(student, where, url, alice, number)
        student.run(probes.keep_all, url, alice, values)
    student.restart()
    for where, url in places.items():
        back = student.run(probes.recall_all, url, alice, list(values))
        wrong = next((key for key in values if back[key] != values[key]), "None alone")
        yield Trial(
            f"{where}: after a kill, each of {len(values)} values comes back as it was",
            kept=back == values,
            saw=f"{wrong}: kept {told(values[wrong])}, got {told(back[wrong])}",
            nudge=why(values[wrong], back[wrong]),
        )
    for where, url in places.items():
        yield from _absent(student, where, url, alice, bob)
        yield from _odd(student, where, url, alice)
        yield from _own_form(student, where, url, alice)
    yield from _forged(student, server, alice)
    letters: str = values[FOREIGN][1][0][1][1]
    texts = {
        "a text": ("trip", f"Lisbon-{number}"),
        "a text with other letters than ASCII's": (FOREIGN, letters),
    }
    yield from readable(student, places, alice, texts)
    for where, url in places.items():
        yield from zero_bytes(student, where, url, alice, number)
        yield from _subclasses(student, where, url, alice)
    for where, url in places.items():
        yield from escapes(student, where, url, alice)
        yield from _large(student, where, url, alice)
        yield from _keys(student, where, url, alice)


def _plain(student: Student, where: str, url: str, user: str, number: int) -> Iterator[Trial]:
    for days in (3, number):
        trip = {"city": f"Lisbon-{number}", "days": days}
        student.call("keep", url, user, "trip", trip)
        back = student.call("recall", url, user, "trip")
        yield Trial(
            f"{where}: a dict of a text and a number comes back"
            if days == 3
            else f"{where}: a second `keep` replaces the first",
            kept=back == trip,
            saw=f"kept {trip}, got {back!r}",
            nudge="what does the caller of `recall` get?"
            if back is None
            else "is what `recall` hands out what `keep` was given, no more and no less?",
        )
    rows = found(student, url, user, "trip")
    yield Trial(
        f"{where}: it lies in one row, under (user_id, 'memories')",
        kept=len(rows) == 1,
        saw=f"the table has {len(rows)} rows for that namespace and key",
        nudge="which URL, namespace and key were you given?",
    )


def _absent(student: Student, where: str, url: str, alice: str, bob: str) -> Iterator[Trial]:
    for user, key, what in (
        (bob, "trip", "what another user kept"),
        (alice, "nothing", "what was never kept"),
    ):
        try:
            answer = f"it returned {student.call('recall', url, user, key)!r}"
            kept = False
        except CodeRaised as raised:
            answer, kept = f"it raised {raised.type}", "KeyError" in raised.kinds
        yield Trial(
            f"{where}: {what} is a KeyError",
            kept=kept,
            saw=answer,
            nudge="whose namespace is searched?"
            if user == bob and answer.startswith("it returned {")
            else "None may have been kept, too; how does the caller tell the two apart?",
        )


def _odd(student: Student, where: str, url: str, user: str) -> Iterator[Trial]:
    raised = student.run(probes.keep_odd, url, user, "trip", "types")
    wrong = next((kind for kind in raised if "TypeError" not in raised[kind]), "complex")
    yield Trial(
        f"{where}: a value of any other type is refused with a TypeError",
        kept=all("TypeError" in classes for classes in raised.values()),
        saw=f"a {wrong} was in a value, and `keep` raised {raised[wrong][0]}",
        nudge="what happens to a type that is not on the list? the caller should learn of it",
    )
    try:
        back = student.call("recall", url, user, "trip")
        saw = f"returned {back!r}"
    except CodeRaised as gone:
        back, saw = None, f"raised {gone}"
    yield Trial(
        f"{where}: a refused value leaves what was kept before",
        kept=isinstance(back, dict) and "city" in back,
        saw=f"after the refusal `recall` {saw}",
        nudge="is the whole value looked at before anything is stored?",
    )


def _subclasses(student: Student, where: str, url: str, user: str) -> Iterator[Trial]:
    raised = student.run(probes.keep_odd, url, user, "trip", "subclasses")
    wrong = next((kind for kind in raised if "TypeError" not in raised[kind]), "IntEnum")
    yield Trial(
        f"{where}: a value of a subclass is refused with a TypeError, too",
        kept=all("TypeError" in classes for classes in raised.values()),
        saw=f"a value had {wrong} in it, and `keep` raised {raised[wrong][0]}",
        nudge="what would come back: the subclass, or the class that it extends? how did "
        "you ask for its type?",
    )


def _large(student: Student, where: str, url: str, user: str) -> Iterator[Trial]:
    size = 10**5000 + student.random.randrange(99)
    sizes = ["list", [["int", hex(size)], ["int", hex(-size)]]]
    try:
        student.run(probes.keep_all, url, user, {"sizes": sizes})
        back = student.run(probes.recall_all, url, user, ["sizes"])["sizes"]
        saw = f"got {told(back)[:160]}"
    except CodeRaised as raised:
        back, saw = None, f"`keep` raised {raised}"
    yield Trial(
        f"{where}: an int of 5,001 digits comes back, and one below zero",
        kept=back == sizes,
        saw=saw,
        nudge="decimal digits take Python long, so it ends them at 4,300; which others take it "
        "no time?",
    )


def _keys(student: Student, where: str, url: str, user: str) -> Iterator[Trial]:
    raised = student.run(probes.keep_odd, url, user, "trip", "keys")
    wrong = next((kind for kind in raised if "TypeError" not in raised[kind]), "an int")
    yield Trial(
        f"{where}: a dict with a key that is no text is refused with a TypeError",
        kept=all("TypeError" in classes for classes in raised.values()),
        saw=f"a dict had {wrong} as a key, and `keep` raised {raised[wrong][0]}",
        nudge="the task says what a dict's keys may be; who asks them what they are?",
    )


def _own_form(student: Student, where: str, url: str, user: str) -> Iterator[Trial]:
    given: dict[str, Any] = {}
    back: dict[str, Any] = {}
    for key in ("all of it, nested", "a set"):
        stored = in_table(student, url, user, key)
        given[key] = probes.describe(stored)
        student.run(probes.keep_all, url, user, {"own form": given[key]})
        back |= student.run(probes.recall_all, url, user, ["own form"])
        back[key] = back.pop("own form")
    wrong = next((key for key in given if back[key] != given[key]), "a set")
    yield Trial(
        f"{where}: a value that looks like your own encoding comes back as it was",
        kept=back == given,
        saw=f"`keep` was given what lies in your row for {wrong!r}, and `recall` "
        f"{'failed' if isinstance(back[wrong], str) else 'returned something else'}: "
        f"{told(back[wrong])[:120]}",
        nudge="how does `recall` tell your marks from the caller's own keys? what if every "
        "value were marked?",
    )


class _Run:
    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (self.path,)


def _forged(student: Student, url: str, user: str) -> Iterator[Trial]:
    trace = student.folder / "forged"
    run = pickle.dumps(_Run(str(trace)), protocol=0)
    payloads = [
        f"__import__('os').mkdir({str(trace)!r})",
        base64.b64encode(run).decode(),
        run.hex(),
        run.decode("latin-1"),
    ]
    keys: list[str] = []
    written: list[list[str]] = []
    for key in ("a datetime alone", "an empty set"):
        stored = in_table(student, url, user, key)
        for forged in _with(stored, payloads):
            keys.append(f"forged-{len(keys)}")
            written.append([f"{user}.memories", keys[-1], json.dumps(forged)])
    student.aside(postgres_rows.write, url, FORGE, written)
    student.run(probes.recall_all, url, user, keys)
    yield Trial(
        "a row that somebody forged runs no code",
        kept=not trace.exists(),
        saw="a text in a row was replaced by a piece of Python, and `recall` ran it",
        nudge="which of your functions runs what it reads? others may write to that table",
    )


def _with(stored: Any, payloads: list[str]) -> Iterator[Any]:
    """Give *stored* with one of its texts replaced, for each text and payload."""
    if isinstance(stored, str):
        yield from payloads
    elif isinstance(stored, list | dict):
        places = stored.items() if isinstance(stored, dict) else enumerate(stored)
        for place, inner in places:
            for forged in _with(inner, payloads):
                copy: Any = stored.copy()
                copy[place] = forged
                yield copy
