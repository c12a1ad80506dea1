"""What `keep` and `recall` must show: nothing that SQL can read, everything that was kept."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from langgraph.checkpoint.postgres import PostgresSaver

from autograder.checks.postgres_common import rows
from autograder.contract import CodeRaised, NotPlain, Student, Trial
from autograder.probes import encrypted_checkpoints as probes
from autograder.probes import postgres_rows
from autograder.task import task
from workbook import services

__all__ = ["ADVICE", "PRELOAD", "check_keep_recall", "spellings"]

PRELOAD = (
    "Crypto.Cipher.AES",
    "cryptography.hazmat.primitives.ciphers.aead",
    "langchain_core.messages",
    "langgraph.graph",
    "langgraph.checkpoint.postgres",
    "langgraph.checkpoint.serde.encrypted",
    "langgraph.checkpoint.sqlite",
)
ADVICE = {
    "Invalid checkpointer": "who enters the context manager?",
    "the connection is closed": "where does the block end, and where is the graph used?",
    "unexpected keyword argument 'serde'": "a saver takes `serde` where it is made",
    "LANGGRAPH_AES_KEY": "the key is an argument of yours; where does the serializer take it?",
    "KeyError: 'days'": "this trip has other fields than the lesson's: which node needs `days`?",
    "MAC check failed": "is it the same key, and are all bytes where they were?",
    "InvalidTag": "is it the same key, the same nonce, the same associated data?",
    "Unknown serialization type": "which part of the tag does `strict` know?",
    "not msgpack serializable": "which serializer turns values into bytes?",
    "not JSON serializable": "`strict` carries more kinds of values than JSON does",
    "No checkpointer": "who gives the graph its saver?",
    "type object 'AESGCM' has no": "this class cannot travel to another process by itself; use the module, `aead`",
    "AESGCM key must be": "which of the arguments is the key, and which its name?",
}
ROWS = "SELECT count(*) FROM checkpoints WHERE thread_id = %s"
TABLES = """SELECT table_schema, table_name FROM information_schema.tables
            WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"""
INLINE = "SELECT checkpoint->'channel_values' FROM checkpoints"


@task(
    "keep_recall",
    4,
    ("keep", "recall", "opened", "strict", "Private"),
    PRELOAD,
    ADVICE,
    ("postgres",),
)
def check_keep_recall(student: Student) -> Iterator[Trial]:
    """A trip on PostgreSQL comes back whole, and no value of it lies in any column."""
    url = services.new_database(services.postgres(), own_role=True)
    with PostgresSaver.from_conn_string(url) as saver:
        saver.setup()
    draw = student.random
    key, other = (draw.randbytes(32).hex() for _ in range(2))
    first, second = (f"trip-{n}" for n in draw.sample(range(10, 99), 2))
    trip = {
        "passport": f"P-{draw.randrange(10**8, 10**9)}",
        "account": draw.randrange(10**14, 10**15),
        "price": draw.randrange(10**6, 10**7) + 0.25,
        "window": True,
        "card": None,
    }
    more = {"hotel": f"room-{draw.randrange(10**8, 10**9)}", "window": False}

    student.run(probes.keep, url, first, trip, key)
    found = student.run(probes.recall, url, first, key)
    yield _same("what was kept comes back", found, trip)
    yield Trial(
        "the thread has checkpoints under its own id",
        kept=_one(student, url, ROWS, first) > 0,
        saw=f"the table checkpoints has no row of {first!r}",
        nudge="under which id, and in which database, does the graph run?",
    )
    student.run(probes.keep, url, first, more, key)
    found = student.run(probes.recall, url, first, key)
    yield _same(
        "a second call adds to the first, and replaces what it names", found, trip | more
    )
    student.run(probes.keep, url, second, more, key)
    found = student.run(probes.recall, url, second, key)
    yield _same("another thread has its own fields", found, more)

    yield from _nothing_in_clear(student, url, trip | more | {"earlier": True}, key)
    student.restart()
    found = student.run(probes.recall, url, first, key)
    yield _same("in a new process all fields come back", found, trip | more)
    yield _with_another_key(student, url, first, other)
    kind = student.run(probes.recall_stranger, url, f"{second}-more", key)
    yield Trial(
        "a class that nobody allowed is not made anew",
        kept=kind == "int",
        saw=f"an http.HTTPStatus that was kept came back as an object of the type `{kind}`",
        nudge="which serializer turns the bytes into values, once they are in clear?",
    )


def _same(promise: str, found: Any, expected: dict[str, Any]) -> Trial:
    if not isinstance(found, dict):
        told = found if isinstance(found, NotPlain) else repr(found)
        return Trial(promise, False, f"`recall` returned {told}", "what does the caller get?")
    wrong = [name for name in expected if name not in found]
    wrong += [name for name in found if name not in expected]
    if wrong:
        return Trial(
            promise,
            False,
            f"expected {', '.join(sorted(expected))}; found {', '.join(sorted(found))}",
            "what did the thread hold before, and who keeps it? what else is in the state?",
        )
    for name, value in expected.items():
        if (type(found[name]), found[name]) != (type(value), value):
            saw = f"{name} was {value!r} and came back as {found[name]!r}"
            return Trial(promise, False, saw, "what happens to a value on its way?")
    return Trial(promise, True)


def _nothing_in_clear(
    student: Student, url: str, trip: dict[str, Any], key: str
) -> Iterator[Trial]:
    cells = _cells(student, url)
    for name, value in trip.items():
        if value is None or isinstance(value, bool):
            continue
        where = _where(cells, spellings(str(value).encode()))
        yield Trial(
            f"{name} lies in clear nowhere",
            kept=not where,
            saw=f"{name}, {'a text' if isinstance(value, str) else 'a number'}, lies {where}",
            nudge=_nudge(where),
        )
    inline = [values for (values,) in rows(student, url, INLINE) if values]
    bare = sorted({n for values in inline for n in values if n in trip and _is_bare(values[n])})
    yield Trial(
        "no `True`, `False` or `None` of the trip lies in clear",
        kept=not bare,
        saw=f"checkpoints.checkpoint says what {', '.join(bare)} is",
        nudge="which kinds of values does PostgresSaver not hand to a serializer?",
    )
    where = _where(cells, [*spellings(bytes.fromhex(key)), ("as it is", key.encode())])
    yield Trial(
        "the key is not in the database",
        kept=not where,
        saw=f"the key itself lies {where}",
        nudge="who has the database would have the key",
    )


def _is_bare(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def _nudge(where: str) -> str:
    if "metadata" in where:
        return "what does a saver add to the metadata, from which part of a config?"
    if "checkpoints.checkpoint" in where:
        return "which kinds of values does PostgresSaver not hand to a serializer?"
    return "those bytes were written by a serializer; which one?"


def spellings(plain: bytes) -> list[tuple[str, bytes]]:
    """Return how bytes look in clear, and in spellings that anybody can undo."""
    shifted = [base64.b64encode(bytes(n) + plain)[4 * bool(n) :] for n in range(3)]
    return [
        ("as it is", plain),
        ("backwards", plain[::-1]),
        ("in hexadecimal", plain.hex().encode()),
        # What stands at the end depends on what follows it.
        *(("in base64", text.rstrip(b"=")[:-1]) for text in shifted),
    ]


def _where(cells: list[tuple[str, bytes]], forms: list[tuple[str, bytes]]) -> str:
    for column, content in cells:
        for form, text in forms:
            if text in content:
                return f"{form} in {column}"
    return ""


def _cells(student: Student, url: str) -> list[tuple[str, bytes]]:
    """Return every cell of every table, as bytes."""
    found = student.aside(postgres_rows.cells, url, TABLES)
    return [(column, bytes.fromhex(content)) for column, content in found]


def _with_another_key(student: Student, url: str, thread_id: str, key: str) -> Trial:
    try:
        found = student.run(probes.recall, url, thread_id, key)
    except CodeRaised:
        return Trial("with another key `recall` raises an error", True)
    return Trial(
        "with another key `recall` raises an error",
        False,
        f"with 32 other bytes it returned {found!r}",
        "which step of yours needs the key?",
    )


def _one(student: Student, url: str, sql: str, *values: Any) -> int:
    return int(rows(student, url, sql, *values)[0][0])
