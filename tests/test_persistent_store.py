"""The reference for `3_memory_store/persistent_store` under real conditions."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import psycopg
import pytest
from langgraph.store.postgres import PostgresStore

from solutions.persistent_store import (
    active,
    decode,
    encode,
    forget_expired,
    keep,
    note,
    recall,
)
from workbook.crash import run_function
from workbook.services import new_database, postgres

# SqliteStore 3.1.2 hands sqlite3 a datetime, which Python 3.12 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:The default datetime adapter is deprecated")
MIXED: Any = {
    "at": datetime(2026, 3, 1, 9, 30, 0, 7, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    "seen": {"Oslo", ("Rome", 2)},
    "raw": [b"\x00\xff", None, True, 1, 1.0],
    "zero\0": "a\0b\0",
    "sizes": (2**90, -(2**64), 10**5000, 1e16, math.inf),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty store, its tables there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
        if request.param == "sqlite":
            yield f"sqlite:///{tmp_path}/trips.db"
            return
        made = new_database(postgres())
        with PostgresStore.from_conn_string(made) as store:
            store.setup()
        yield made


def sql(url: str, statement: str) -> list[Any]:
    """What a plain connection to the database answers."""
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as server:
            done = server.execute(statement.encode())
            return done.fetchall() if done.description else []
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
        return file.execute(statement).fetchall()


def types(value: Any) -> Any:
    """The types of a value and of all in it."""
    if isinstance(value, dict):
        return {key: types(each) for key, each in value.items()}
    inner = value if isinstance(value, list | tuple | set) else ()
    return type(value), sorted(str(types(each)) for each in inner)


def test_a_value_outlives_kill_9_with_its_types(url: str) -> None:
    """
    Another process finds what one kept and was killed after: equal, and of the same types.
    """
    assert run_function(keep, url, "alice", "all", MIXED).killed

    back = recall(url, "alice", "all")
    assert back == MIXED
    assert types(back) == types(MIXED)
    assert back["at"].utcoffset() == timedelta(hours=5, minutes=30)


def test_a_form_that_is_kept_is_not_read_as_a_value(url: str) -> None:
    """
    Encodings of encodings come back as what was kept, however deep.
    """
    for depth, value in enumerate((encode(MIXED), encode(encode({1, 2})))):
        keep(url, "alice", f"form-{depth}", value)

        assert recall(url, "alice", f"form-{depth}") == value


@pytest.mark.parametrize(
    "value", [2j, {"x": [range(3)]}, (frozenset(),), {"d": timedelta(1)}, {7: "days"}]
)
def test_another_type_is_refused_and_the_old_value_stays(url: str, value: Any) -> None:
    """
    The error names the type, and nothing of the value was stored.
    """
    keep(url, "alice", "it", "before")

    with pytest.raises(TypeError, match=r"a value of type \w+ is not kept"):
        keep(url, "alice", "it", value)

    assert recall(url, "alice", "it") == "before"


def test_nan_none_and_nothing_are_told_apart(url: str) -> None:
    """
    None may be kept; what was never kept, or by another user, is a KeyError.
    """
    keep(url, "alice", "none", None)
    keep(url, "alice", "nan", math.nan)

    assert recall(url, "alice", "none") is None
    assert math.isnan(recall(url, "alice", "nan"))
    for user, key in (("alice", "nothing"), ("bob", "none")):
        with pytest.raises(KeyError, match=key):
            recall(url, user, key)


def test_reading_leaves_half_a_minute_as_it_is(url: str) -> None:
    """
    A plain `get` on PostgreSQL would make it none; `active` moves no row's moment.
    """
    note(url, "alice", "tea", "ready soon", 0.5)
    before = sql(url, "SELECT expires_at FROM store")

    for _ in range(3):
        assert active(url, "alice") == {"tea": "ready soon"}

    assert sql(url, "SELECT expires_at FROM store") == before != [(None,)]


def test_expired_notes_are_neither_shown_nor_left(url: str) -> None:
    """
    Of 120 notes of two users a third expire; these rows go, and are counted, no others.
    """
    for user in ("alice", "bob"):
        for number in range(60):
            minutes = (None, 60, 5)[number % 3]
            note(url, user, f"{user}-{number}", "text", minutes)
    past = "now() - interval '1 hour'" if "postgresql" in url else "datetime('now', '-1 hour')"
    sql(url, f"UPDATE store SET expires_at = {past} WHERE ttl_minutes = 5 AND key LIKE 'bob%'")

    assert forget_expired(url) == 20
    sql(url, f"UPDATE store SET expires_at = {past} WHERE ttl_minutes = 5")

    assert len(active(url, "alice")) == 40
    assert len(active(url, "bob")) == 40
    assert forget_expired(url) == 0
    assert sql(url, "SELECT count(*) FROM store") == [(80,)]


def test_a_forged_form_runs_nothing() -> None:
    """
    A pair that names a function of Python's is an unknown kind, not a call.
    """
    assert decode(["str", ["__import__('os').abort()"]]) == "__import__('os').abort()"
    assert decode(["eval", "__import__('os').abort()"]) == "__import__('os').abort()"
    assert decode(encode(datetime.min.replace(tzinfo=UTC))) == datetime.min.replace(tzinfo=UTC)
