"""What `4_protection/encrypted_checkpoints` must show: rows that a key vouches for, or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ormsgpack
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from autograder.checks.encrypted_keep import ADVICE, PRELOAD, check_keep_recall, spellings
from autograder.contract import CodeRaised, Student, Trial
from autograder.probes import encrypted_checkpoints as probes
from autograder.task import task

__all__ = ["check_keep_recall", "check_lock_unlock"]

KINDS = ("a message", "a time", "a set", "a text", "bytes", "nothing")
STRICT = JsonPlusSerializer(allowed_msgpack_modules=None)
Row = list[str]


@task("lock_unlock", 6, ("lock", "unlock", "strict"), PRELOAD, ADVICE)
def check_lock_unlock(student: Student) -> Iterator[Trial]:
    """Rows come back while their key is there, and nothing else is ever loaded."""
    keys = {f"k{n}": student.random.randbytes(32).hex() for n in (1, 2, 3)}
    word = f"passport-{student.random.randrange(10**8, 10**9)}"
    old = {"k1": keys["k1"]}

    row = student.run(probes.lock, "a dict", word, old, "k1")
    yield Trial(
        "`lock` returns a tag and bytes",
        kept=isinstance(row, list),
        saw=f"it returned {row}",
        nudge="two things make a row: a text and bytes",
    )
    kind = row[0].partition("+")
    yield Trial(
        "the tag is the type, `+`, and the current key's name",
        kept=kind == ("msgpack", "+", "k1"),
        saw=f"for a dict under the key k1 the tag is {row[0]!r}",
        nudge="the tag of `strict` says how to read the bytes; what must be added to find the key?",
    )
    yield from _hidden(row, word, keys)
    yield from _comes_back(student, word, old, row)
    yield from _rotates(student, word, keys, row)
    yield from _refuses(student, word, keys, row)
    yield from _in_a_saver(student, word, keys)


def _hidden(row: Row, word: str, keys: dict[str, str]) -> Iterator[Trial]:
    blob = bytes.fromhex(row[1])
    found = next((form for form, text in spellings(word.encode()) if text in blob), "")
    yield Trial(
        "the value cannot be read in the row",
        kept=not found,
        saw=f"its text lies in the row {found}",
        nudge="which step needs the key?",
    )
    whole = row[0].encode() + blob
    yield Trial(
        "the key cannot be read in the row",
        kept=not any(text in whole for _, text in spellings(bytes.fromhex(keys["k1"]))),
        saw="the key itself lies in the row",
        nudge="whoever has the row would have the key; what is enough to find it by?",
    )


def _comes_back(student: Student, word: str, keys: dict[str, str], row: Row) -> Iterator[Trial]:
    for kind in ("a dict", *KINDS):
        made = row if kind == "a dict" else student.run(probes.lock, kind, word, keys, "k1")
        found: Any = student.run(probes.unlock, made, keys) if _is_row(made) else ["", made]
        yield Trial(
            f"{kind} comes back",
            kept=found == student.aside(probes.expected, kind, word),
            saw=f"from {made[0] if _is_row(made) else made!r} came {_told(found)}",
            nudge="`strict` has a type for each kind of value; where is it when you read?",
        )
    again = student.run(probes.lock, "a dict", word, keys, "k1")
    yield Trial(
        "the same value never gives the same bytes",
        kept=again[1] != row[1],
        saw="locked twice, it gave the same bytes twice",
        nudge="what has to be new for every row, and random?",
    )
    made = student.run(probes.lock, "a stranger", word, keys, "k1")
    found = student.run(probes.unlock, made, keys)
    yield Trial(
        "a class that nobody allowed is not made anew",
        kept=found == ["value", "int", "404"],
        saw=f"an http.HTTPStatus came back as {_told(found)}",
        nudge="which serializer turned the bytes into a value?",
    )


def _rotates(student: Student, word: str, keys: dict[str, str], row: Row) -> Iterator[Trial]:
    new = student.run(probes.lock, "a dict", word, keys, "k2")
    yield Trial(
        "new rows are written under the current key",
        kept=_is_row(new) and new[0].endswith("+k2"),
        saw=f"with k2 as the current of three keys the tag is {_tag(new)!r}",
        nudge="which of the keys does `current` name?",
    )
    for made, given in ((new, {"k2": keys["k2"]}), (row, keys)):
        found = student.run(probes.unlock, made, given)
        yield Trial(
            f"a row of {made[0][-2:]} is read with {', '.join(given)}",
            kept=found == student.aside(probes.expected, "a dict", word),
            saw=f"it came back as {_told(found)}",
            nudge="which key does the row itself ask for?",
        )
    rest = {"k2": keys["k2"], "k3": keys["k3"]}
    for what, bad in (("a retired", row), ("an unknown", [f"msgpack+k{9}", row[1]])):
        found = student.run(probes.unlock, bad, rest)
        yield _refused(
            f"a row of {what} key", found, "may a row be read whose key is not there?"
        )
        name = bad[0][-2:]
        yield Trial(
            f"the message names {what} key",
            kept=name in found[2],
            saw=f"the message is {found[2]!r}, the key {name!r}",
            nudge="who reads the message must know which key to look for",
        )


def _refuses(student: Student, word: str, keys: dict[str, str], row: Row) -> Iterator[Trial]:
    other = keys | {"k1": keys["k3"]}
    found = student.run(probes.unlock, row, other)
    yield _refused(
        "a row whose key has other bytes", found, "does reading need the key at all?"
    )

    size = len(row[1]) // 2
    for where in (0, size // 2, size - 1):
        blob = bytearray.fromhex(row[1])
        blob[where] ^= 1
        found = student.run(probes.unlock, [row[0], blob.hex()], keys)
        part = {0: "the first", size - 1: "the last"}.get(where, "a middle")
        yield _refused(
            f"a row with one bit changed in {part} byte",
            found,
            "which modes of a cipher notice a change, and who compares?",
        )
    found = student.run(probes.unlock, [row[0], row[1][:8]], keys)
    yield _refused("a row of four bytes", found, "what if the bytes end before the nonce does?")
    for tag in ("bytes+k1", "json+k1", "null+k1"):
        found = student.run(probes.unlock, [tag, row[1]], keys)
        yield _refused(
            f"a row whose tag was changed to {tag!r}",
            found,
            "the tag says how the bytes are read; what vouches for the tag?",
        )
    yield from _in_clear(student, word, keys)


def _in_clear(student: Student, word: str, keys: dict[str, str]) -> Iterator[Trial]:
    for value in ({"note": word}, word.encode(), None):
        tag, blob = STRICT.dumps_typed(value)
        found = student.run(probes.unlock, [tag, blob.hex()], keys)
        yield _refused(
            f"a row in clear, of type {tag!r}",
            found,
            "who wrote a row that has no `+` in its tag?",
        )
    target = student.folder / "made-by-reading"
    call = ormsgpack.packb(ormsgpack.Ext(0, ormsgpack.packb(("os", "mkdir", str(target)))))
    for tag in ("msgpack", "msgpack+", "msgpack+k1"):
        found = student.run(probes.unlock, [tag, call.hex()], keys)
        yield _refused(
            f"a forged row of type {tag!r}", found, "what comes first, to check or to read?"
        )
    yield Trial(
        "a forged row runs nothing",
        kept=not target.exists(),
        saw="reading it made a folder",
        nudge="what comes first, to check or to read?",
    )


def _in_a_saver(student: Student, word: str, keys: dict[str, str]) -> Iterator[Trial]:
    old = {"k1": keys["k1"]}
    student.run(probes.note, "trips.db", word, old, "k1")
    student.restart()
    try:
        kept = student.run(probes.note, "trips.db", "", keys, "k2")
    except CodeRaised as fault:
        kept = str(fault)
    yield Trial(
        "a saver goes on in a new process, with a new key beside the old one",
        kept=kept == {"note": word},
        saw=f"a turn left {word!r}; after a kill -9, reading it gave {kept!r}",
        nudge="what does reading need that only the old process had?",
    )
    student.run(probes.note, "trips.db", f"new-{word}", keys, "k2")
    tags = student.rows("trips.db", "SELECT DISTINCT type FROM checkpoints ORDER BY 1")
    yield Trial(
        "its rows are of both keys, and none is in clear",
        kept=tags == [("msgpack+k1",), ("msgpack+k2",)]
        and word.encode() not in student.contents("trips.db"),
        saw=f"the types of its rows are {[tag for (tag,) in tags]}",
        nudge="which rows did the second turn write?",
    )


def _refused(what: str, found: list[Any], nudge: str) -> Trial:
    is_value_error = found[0] == "refused" and "ValueError" in found[1]
    saw = f"it gave {_told(found)}"
    if found[0] == "refused" and not is_value_error:
        saw = f"it raised {found[1][0]}, which is no ValueError"
        nudge = f"how does a caller tell {found[1][0]} from a fault of the program?"
    return Trial(f"{what} is refused with a ValueError", is_value_error, saw, nudge)


def _told(found: list[Any]) -> str:
    if found[0] == "refused":
        return f"{found[1][0]}: {found[2]}"
    return f"{found[1]} {found[2]}"[:120] if found[0] else str(found[1])


def _is_row(made: Any) -> bool:
    return isinstance(made, list)


def _tag(made: Any) -> str:
    return str(made[0]) if _is_row(made) else str(made)
