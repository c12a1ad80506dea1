"""The encryption lesson's references, and what it says of LangGraph's own suite."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from test_conformance import BASE, PRUNE, all_of, judged

from solutions import encrypted_checkpoints as reference
from solutions.encrypted_checkpoints import keep, lock, recall, unlock
from workbook.crash import run_function
from workbook.services import new_database, postgres

KEY = b"k" * 32
TRIP = {
    "passport": "P7730421",
    "account": 48213077,
    "price": 99.5,
    "window": True,
    "card": None,
}
TABLES = ("checkpoints", "checkpoint_blobs", "checkpoint_writes")


@pytest.fixture
def url() -> str:
    """A PostgreSQL database with tables for checkpoints."""
    made = new_database(postgres())
    with PostgresSaver.from_conn_string(made) as saver:
        saver.setup()
    return made


def cells(url: str) -> bytes:
    with psycopg.connect(url) as server:
        rows = [row for table in TABLES for row in server.execute(f"TABLE {table}").fetchall()]
    return b"\n".join(
        cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row
    )


def test_a_kept_trip_outlives_its_process_and_lies_in_clear_nowhere(url: str) -> None:
    """
    What a killed process kept comes back, and no column has a value of it.
    """
    assert run_function(keep, url, "trip-7", TRIP, KEY).killed
    keep(url, "trip-7", {"window": False}, KEY)

    assert recall(url, "trip-7", KEY) == TRIP | {"window": False}
    assert [
        word for word in ("P7730421", "48213077", "99.5") if word.encode() in cells(url)
    ] == []


def test_another_key_does_not_open_a_trip(url: str) -> None:
    """
    Thirty-two other bytes are refused.
    """
    keep(url, "trip-7", TRIP, KEY)

    with pytest.raises(ValueError, match="MAC check failed"):
        recall(url, "trip-7", b"o" * 32)


def test_rows_are_read_while_their_key_is_there() -> None:
    """
    Two keys at once; then the old one is retired, and its row names it.
    """
    keys = {"k1": os.urandom(32), "k2": os.urandom(32)}
    old, new = lock(TRIP, keys, "k1"), lock(TRIP, keys, "k2")

    assert (old[0], new[0]) == ("msgpack+k1", "msgpack+k2")
    assert unlock(old, keys) == unlock(new, keys) == TRIP
    del keys["k1"]
    with pytest.raises(ValueError, match="no key 'k1'"):
        unlock(old, keys)


@pytest.mark.parametrize("tag", ["msgpack", "msgpack+k2", "bytes+k1", "null", "+k1"])
def test_a_row_under_another_tag_is_refused(tag: str) -> None:
    """
    The tag is authenticated with the bytes.
    """
    keys = {"k1": os.urandom(32), "k2": os.urandom(32)}
    row = (tag, lock(TRIP, keys, "k1")[1])

    with pytest.raises(ValueError, match=r"refused|changed"):
        unlock(row, keys)


def test_langgraphs_suite_passes_a_saver_that_leaks(url: str) -> None:
    """
    If this fails, correct what the lesson says about passing and being private.
    """
    serde = EncryptedSerializer.from_pycryptodome_aes(serde=reference.strict, key=KEY)

    @asynccontextmanager
    async def opened() -> AsyncIterator[Any]:
        async with AsyncPostgresSaver.from_conn_string(url, serde=serde) as saver:
            yield saver

    assert judged(opened) == all_of(BASE, PRUNE)
    assert b"thread1" in cells(url)
