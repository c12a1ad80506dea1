"""The tables of `workbook.bench` about bytes: these are exact, on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from workbook import measure
from workbook.growth import fit, human
from workbook.look import Table

__all__ = ["cuts", "encryptable", "growth", "show", "sizes"]

KEY = "a long passphrase"
LONGEST = 1000  # turns to which the growth of differences and logs is followed


def show(title: str, rows: Sequence[Sequence[Any]], columns: list[str]) -> None:
    """Print a table under its title."""
    print(f"\n{title}\n{Table(rows, columns=columns)}", flush=True)


def growth(turns: int, rounds: int) -> None:
    """Bytes as a thread grows, the law, and what it foretells for 1,000 turns."""
    marks = sorted({max(turns * tenths // 10, 3) for tenths in (1, 2, 4, 7, 10)})
    rows = []
    for name in measure.SAVERS:
        with measure.open_chat(name) as chat:
            points = measure.grow(chat, marks)
        rows.append(_law(name, points, 2))
    for name in measure.SESSIONS:
        with measure.open_log(name) as log:
            points = measure.grow(log, marks)
        if points[-1][1]:
            rows.append(_law(name, points, 1))
    columns = ["", *(f"{mark:,} turns" for mark in marks), "law", "foretold for 1,000"]
    show("Growth: a turn is two messages of 1,000 characters", rows, columns)
    _to_the_end(turns)


def _law(name: str, points: list[tuple[int, int]], power: int) -> list[object]:
    law = fit(points[-4:], power) if len(points) > power else None
    foretold = human(law.at(1000)) if law else "too few turns"
    return [name, *(human(size) for _, size in points), law or "", foretold]


def _to_the_end(turns: int) -> None:
    """Measure what was foretold; snapshots only if a thousand turns are asked for."""
    ends: dict[str, AbstractContextManager[Any]] = {
        "SQLiteSession": measure.open_log("SQLiteSession"),
        "SqliteSaver, differences": measure.open_chat(
            "SqliteSaver", state=measure.DeltaMessages
        ),
    }
    if turns >= LONGEST:
        ends |= {name: measure.open_chat(name) for name in ("SqliteSaver", "PostgresSaver")}
    rows = []
    for name, opened in ends.items():
        with opened as talk:
            [(_, size)] = measure.grow(talk, [LONGEST])
        rows.append((name, human(size), f"{size / (2000 * LONGEST):,.1f}"))
    show("Measured at 1,000 turns", rows, ["", "bytes", "times the text"])


def encryptable() -> list[str]:
    """Return the sessions that an `EncryptedSession` may wrap.

    A conversation at OpenAI takes only items that it understands, and no ciphertext.
    """
    return [name for name in measure.SESSIONS if name != "OpenAIConversationsSession"]


def sizes(turns: int, rounds: int) -> None:
    """Bytes with encryption and without, and the bytes of the stores."""
    rows = []
    for name in measure.SAVERS:
        plain = _size(measure.open_chat(name), turns)
        secret = _size(measure.open_chat(name, serde=measure.encrypted()), turns)
        rows.append((name, human(plain), human(secret), f"{secret / plain:.3f}"))
    for name in encryptable():
        plain = _size(measure.open_log(name), turns)
        secret = _size(measure.open_log(name, KEY), turns)
        rows.append((name, human(plain), human(secret), f"{secret / plain:.3f}"))
    show(f"Encryption: bytes after {turns:,} turns", rows, ["", "plain", "encrypted", "ratio"])
    stored = [
        (name, human(_size(measure.open_memories(name), turns)))
        for name in measure.STORES
        if name != "InMemoryStore"  # its bytes are the program's own
    ]
    show(f"Stores: {turns:,} memories of 1,000 characters", stored, ["", "bytes"])


def cuts(turns: int, rounds: int) -> None:
    """Bytes of the same thread kept in other ways."""
    ways: dict[str, dict[str, Any]] = {
        "sync": {},
        "async": {"durability": "async"},
        "exit": {"durability": "exit"},
        "differences": {"state": measure.DeltaMessages},
    }
    rows = []
    for name, how in ways.items():
        stored = [
            _size(measure.open_chat(saver, **how), turns)
            for saver in ("SqliteSaver", "PostgresSaver")
        ]
        rows.append((name, *map(human, stored)))
    rows.append(("prune and VACUUM FULL", "", human(_pruned(turns))))
    show(f"Cuts: bytes after {turns:,} turns", rows, ["", "SqliteSaver", "PostgresSaver"])


def _pruned(turns: int) -> int:
    with measure.open_chat("PostgresSaver") as chat:
        measure.grow(chat, [turns])
        assert chat.place
        chat.place.what.prune([chat.thread_id])
        for table in ("checkpoints", "checkpoint_blobs", "checkpoint_writes"):
            chat.place.what.conn.execute(f"VACUUM FULL {table}")
        return chat.place.size()


def _size(opened: AbstractContextManager[Any], turns: int) -> int:
    with opened as talk:
        return measure.grow(talk, [turns])[-1][1]
