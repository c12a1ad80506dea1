"""Sealed savers: nothing in clear, nothing unvouched for, nothing in another row's place."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from functools import partial
from pathlib import Path
from secrets import randbelow, token_hex
from typing import Annotated, Any, TypedDict

import ormsgpack
import psycopg
import pytest
from langgraph.channels import DeltaChannel
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.graph import START, StateGraph
from test_conformance import BASE, PRUNE, Adapter, PruningAdapter, all_of, judged

from solutions.checkpointers import aopen_checkpointer, open_checkpointer
from solutions.ciphers import Refused, RotatingSerializer, new_key
from solutions.key_rotation import keys_in_use, renew
from solutions.migrations import migrate_checkpoints
from solutions.sealed_savers import SealedSqliteSaver, seal
from workbook import look
from workbook.crash import moment, run_function
from workbook.services import new_database, postgres

KEYS = {"k1": b"1" * 32, "k2": b"2" * 32}
K1 = RotatingSerializer({"k1": KEYS["k1"]}, "k1")
BOTH = RotatingSerializer(KEYS, "k2")
K2 = RotatingSerializer({"k2": KEYS["k2"]}, "k2")
# Drawn anew: the server's log is everybody's, and others plant words of their own.
PASSPORT, EMAIL, TARIFF, CARD = (
    f"{what}-{token_hex(6)}" for what in ("P", "mail", "gold", "card")
)
ACCOUNT = 10**9 + randbelow(10**9)
SECRETS = {PASSPORT, EMAIL, TARIFF, CARD, str(ACCOUNT)}


class Trip(TypedDict):
    passport: str
    account: int
    window: bool
    notes: list[str]


def book(state: Trip) -> dict[str, Any]:
    moment("booking")
    return {"notes": [*state["notes"], "booked"]}


def pay(state: Trip) -> None:
    raise ConnectionError(f"{CARD} was declined")


def trips(saver: Any) -> Any:
    builder = StateGraph(Trip).add_node("book", book).add_edge(START, "book")
    return builder.compile(checkpointer=saver)


def thread(thread_id: str, **more: Any) -> Any:
    return {"configurable": {"thread_id": thread_id, **more}}


def trip(passport: str = PASSPORT) -> dict[str, Any]:
    return {"passport": passport, "account": ACCOUNT, "window": True, "notes": []}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/trips.db"


@pytest.fixture
def database() -> str:
    """A PostgreSQL database with the tables for checkpoints."""
    made = new_database(postgres())
    migrate_checkpoints(made)
    return made


@pytest.fixture(params=["url", "database"])
def place(request: pytest.FixtureRequest) -> str:
    """Either database."""
    return str(request.getfixturevalue(request.param))


@contextmanager
def sealed(url: str, serializer: RotatingSerializer = K1) -> Iterator[Any]:
    with open_checkpointer(url) as saver:
        yield seal(saver, serializer)


@asynccontextmanager
async def asealed(url: str) -> AsyncIterator[Any]:
    async with aopen_checkpointer(url) as saver:
        yield seal(saver, K1)


@asynccontextmanager
async def adapted(adapter: type[Adapter], url: str) -> AsyncIterator[Any]:
    with sealed(url) as saver:
        yield adapter(saver)


def file_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


def run_sql(place: str, statement: str, *values: Any) -> list[Any]:
    if place.startswith("postgresql"):
        with psycopg.connect(place) as server:
            done = server.execute(statement, values)
            return done.fetchall() if done.description else []
    with closing(sqlite3.connect(file_of(place))) as file, file:
        return file.execute(statement.replace("%s", "?"), values).fetchall()


def values_of(place: str, thread_id: str, serializer: RotatingSerializer = K1) -> Any:
    with sealed(place, serializer) as saver:
        return trips(saver).get_state(thread(thread_id)).values


def test_sealed_sqlite_savers_pass_langgraphs_suite(url: str, tmp_path: Path) -> None:
    """
    Sealed SQLite savers do all that unsealed ones do.
    """
    assert judged(partial(asealed, url)) == all_of(BASE)
    assert judged(partial(adapted, Adapter, f"sqlite:///{tmp_path}/b.db")) == all_of(BASE)


def test_a_sealed_async_postgres_saver_passes_langgraphs_suite(database: str) -> None:
    """
    It can prune as well.
    """
    assert judged(partial(asealed, database)) == all_of(BASE, PRUNE)


def test_a_sealed_postgres_saver_passes_langgraphs_suite(database: str) -> None:
    """
    So can the synchronous one.
    """
    assert judged(partial(adapted, PruningAdapter, database)) == all_of(BASE, PRUNE)


def fail_to_pay(saver: Any, thread_id: str = "user-alice") -> None:
    builder = StateGraph(Trip).add_sequence([book, pay]).add_edge(START, "book")
    config = {**thread(thread_id, email=EMAIL), "metadata": {"tariff": TARIFF}}
    with pytest.raises(ConnectionError):
        builder.compile(saver).invoke(trip(), config)


def in_the_file(url: str) -> set[str]:
    return {word for word in SECRETS if any(look.find_bytes(file_of(url), word).values())}


def log_segment(database: str) -> str:
    """Return the name of the file that the server's write-ahead log is in now."""
    return str(run_sql(database, "SELECT pg_walfile_name(pg_current_wal_lsn())")[0][0])


def on_the_server(database: str, segment: str) -> set[str]:
    """Return the secrets in all rows of all tables, and in the server's log since *segment*."""
    # The server makes and renames segments meanwhile, the next one under a name of its own.
    logs = """SELECT pg_read_binary_file('pg_wal/' || name, 0, 1 << 26, true)
              FROM pg_ls_waldir() WHERE name >= %s AND name ~ '^[0-9A-F]{24}$'"""
    rows = [row for row in run_sql(database, logs, segment) if row != (None,)]
    in_log = {word for word in SECRETS for (log,) in rows if word.encode() in log}
    for table in ("checkpoints", "checkpoint_blobs", "checkpoint_writes"):
        rows += run_sql(database, f"TABLE {table}")
    cells = [c if isinstance(c, bytes) else json.dumps(c).encode() for row in rows for c in row]
    in_all = {word for word in SECRETS if any(word.encode() in cell for cell in cells)}
    # What the tables have, the log has had: looking there is no empty gesture.
    assert bool(in_log) == bool(in_all)
    return in_all


def test_no_planted_secret_is_in_a_sealed_file_or_its_log(url: str, tmp_path: Path) -> None:
    """
    Values, an error's text, and a config's scalars lie in no file; unsealed, all five do.
    """
    plain = f"sqlite:///{tmp_path}/plain.db"
    with sealed(url) as saver, open_checkpointer(plain) as unsealed:
        for each in (saver, unsealed):
            fail_to_pay(each)

        assert f"{Path(file_of(url)).name}-wal" in look.find_bytes(file_of(url), "x")
        assert in_the_file(url) == set()
        # msgpack writes a number in four bytes.
        assert in_the_file(plain) == SECRETS - {str(ACCOUNT)}
        number = ACCOUNT.to_bytes(4, "big")
        assert sum(look.find_bytes(file_of(plain), number).values()) > 0
        assert sum(look.find_bytes(file_of(url), number).values()) == 0


def test_no_planted_secret_is_in_sealed_tables_or_the_servers_log(database: str) -> None:
    """
    On PostgreSQL neither tables nor the write-ahead log have one; unsealed, they have all.
    """
    segment = log_segment(database)
    with sealed(database) as saver:
        fail_to_pay(saver)
    assert on_the_server(database, segment) == set()
    assert values_of(database, "user-alice")["passport"] == PASSPORT

    with open_checkpointer(database) as unsealed:
        fail_to_pay(unsealed, "user-bob")
    assert on_the_server(database, segment) == SECRETS


def two_trips(place: str) -> None:
    with sealed(place) as saver:
        trips(saver).invoke(trip("P-of-alice"), thread("user-alice"))
        trips(saver).invoke(trip("P-of-bob"), thread("user-bob"))


def copy_row(place: str, table: str, columns: str, rest: str) -> None:
    """Put Alice's bytes into all of Bob's rows that *rest* names."""
    names = [name.strip() for name in columns.split(",")]
    found = f"SELECT {columns} FROM {table} WHERE thread_id = 'user-alice' AND {rest}"
    row = run_sql(place, f"{found} LIMIT 1")[0]
    changes = ", ".join(f"{name} = %s" for name in names)
    where = f"thread_id = 'user-bob' AND {rest}"
    run_sql(place, f"UPDATE {table} SET {changes} WHERE {where}", *row)


@pytest.mark.parametrize(
    ("which", "table", "columns", "rest"),
    [
        ("url", "checkpoints", "type, checkpoint", "parent_checkpoint_id IS NOT NULL"),
        ("url", "writes", "type, value", "channel = 'passport'"),
        ("database", "checkpoint_blobs", "type, blob", "channel = 'passport'"),
        ("database", "checkpoint_writes", "type, blob", "channel = 'passport'"),
    ],
)
def test_a_row_of_alice_is_refused_in_bobs_place(
    request: pytest.FixtureRequest, which: str, table: str, columns: str, rest: str
) -> None:
    """
    The bytes are authentic, and their place is not.
    """
    place = request.getfixturevalue(which)
    two_trips(place)
    copy_row(place, table, columns, rest)

    with sealed(place) as saver, pytest.raises(Refused, match="put into another row"):
        list(saver.list(thread("user-bob")))
    assert values_of(place, "user-alice")["passport"] == "P-of-alice"


def test_an_old_value_is_refused_in_a_new_ones_place(database: str) -> None:
    """
    A value is bound to the version of its channel, too.
    """
    with sealed(database) as saver:
        trips(saver).invoke(trip("P-old"), thread("trip-7"))
        trips(saver).invoke({"passport": "P-new"}, thread("trip-7"))
    both = "SELECT version, type, blob FROM checkpoint_blobs WHERE channel = 'passport' ORDER BY version"
    (_, *old), (new_version, *_) = run_sql(database, both)
    change = "UPDATE checkpoint_blobs SET type = %s, blob = %s WHERE channel = 'passport' AND version = %s"
    run_sql(database, change, *old, new_version)

    with pytest.raises(Refused, match="put into another row"):
        values_of(database, "trip-7")


def test_a_forged_row_in_clear_is_refused_and_runs_nothing(url: str, tmp_path: Path) -> None:
    """
    What names a function to call is not even read.
    """
    two_trips(url)
    call = ormsgpack.packb(
        ormsgpack.Ext(0, ormsgpack.packb(("os", "mkdir", f"{tmp_path}/made")))
    )
    run_sql(url, "UPDATE checkpoints SET type = 'msgpack', checkpoint = %s", call)

    with pytest.raises(Refused, match="is not encrypted"):
        values_of(url, "user-bob")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("forged", ['"P-of-mallory"', '["ZGlnZXN0", "P-of-mallory"]'])
def test_a_value_forged_into_the_json_is_refused(database: str, forged: str) -> None:
    """
    PostgreSQL's inline values were never sealed, whatever shape they have.
    """
    two_trips(database)
    run_sql(
        database,
        "UPDATE checkpoints SET checkpoint = "
        "jsonb_set(checkpoint, '{channel_values,extra}', %s::jsonb) WHERE thread_id = 'user-bob'",
        forged,
    )

    with pytest.raises(Refused, match="was not sealed"):
        values_of(database, "user-bob")


def test_a_thread_that_began_unsealed_is_refused(place: str) -> None:
    """
    Rows that nobody vouched for do not become trusted by turning encryption on.
    """
    with open_checkpointer(place) as unsealed:
        trips(unsealed).invoke(trip(), thread("trip-7"))

    with pytest.raises(Refused):
        values_of(place, "trip-7")


def test_keys_are_changed_and_retired(place: str) -> None:
    """
    Old rows are read while their key is there, and without it once they are renewed.
    """
    path = place if place.startswith("postgresql") else file_of(place)
    with sealed(place, K1) as saver:
        trips(saver).invoke(trip(), thread("trip-7"))
    with sealed(place, BOTH) as saver:
        trips(saver).invoke({"window": False}, thread("trip-7"))
        expected = [found.checkpoint for found in saver.list(thread("trip-7"))]
    assert set(keys_in_use(path)) == {"k1", "k2"}
    with sealed(place, K2) as saver, pytest.raises(Refused, match="no key 'k1'"):
        list(saver.list(thread("trip-7")))

    assert renew(path, BOTH) > 0
    assert renew(path, BOTH) == 0
    assert set(keys_in_use(path)) == {"k2"}
    with sealed(place, K2) as saver:
        assert [found.checkpoint for found in saver.list(thread("trip-7"))] == expected


def test_a_renewal_that_meets_a_foreign_row_does_nothing(place: str) -> None:
    """
    All rows are written anew, or none.
    """
    path = place if place.startswith("postgresql") else file_of(place)
    two_trips(place)
    before = keys_in_use(path)
    table = "checkpoint_writes" if place.startswith("postgresql") else "writes"
    run_sql(place, f"UPDATE {table} SET type = 'msgpack' WHERE channel = 'account'")

    with pytest.raises(Refused, match="is not encrypted"):
        renew(path, BOTH)
    assert keys_in_use(path) == {"k1": before["k1"] - 2, "": 2}


def test_a_wrong_key_and_every_changed_bit_are_refused() -> None:
    """
    Not a bit of the bytes, and not a letter of the tag, may differ.
    """
    tag, blob = K1.dumps_typed({"city": "Oslo"})
    assert K1.loads_typed((tag, blob)) == {"city": "Oslo"}
    changed = [(tag, blob[:n] + bytes([blob[n] ^ 1]) + blob[n + 1 :]) for n in range(len(blob))]
    for row in [*changed, (tag, blob[:20]), (tag, b""), ("bytes+k1", blob), ("json+k1", blob)]:
        with pytest.raises(Refused):
            K1.loads_typed(row)
    with pytest.raises(Refused, match="another key 'k1'"):
        RotatingSerializer({"k1": new_key()}, "k1").loads_typed((tag, blob))


@pytest.mark.parametrize(
    "value", [None, b"bytes", bytearray(b"more"), "text", {"a": [1, None]}]
)
def test_what_is_encrypted_costs_28_bytes_and_comes_back(value: Any) -> None:
    """
    Twelve bytes of nonce and sixteen of tag, for a value of any kind.
    """
    plain = JsonPlusSerializer(allowed_msgpack_modules=None).dumps_typed(value)
    tag, blob = BOTH.dumps_typed(value)

    assert (tag, len(blob)) == (f"{plain[0]}+k2", len(plain[1]) + 28)
    assert BOTH.loads_typed((tag, blob)) == value


@pytest.mark.parametrize(
    ("keys", "current", "told"),
    [
        ({"k1": b"short"}, "k1", "5 bytes"),
        ({"k+1": b"1" * 32}, "k+1", "cannot name a key"),
        ({"k1": b"1" * 32}, "k2", "no key 'k2'"),
    ],
)
def test_keys_that_cannot_work_are_refused_at_once(keys: Any, current: str, told: str) -> None:
    """
    A mistake shows where the serializer is made, not at the first row.
    """
    with pytest.raises(ValueError, match=told):
        RotatingSerializer(keys, current)


def test_a_sealed_saver_takes_no_other_serializer() -> None:
    """
    Neither a forgotten one, nor LangGraph's, which accepts rows in clear.
    """
    for serde in (None, EncryptedSerializer.from_pycryptodome_aes(key=new_key())):
        with (
            closing(sqlite3.connect(":memory:")) as file,
            pytest.raises(TypeError, match="Rotating"),
        ):
            SealedSqliteSaver(file, serde=serde)
    with pytest.raises(TypeError, match="cannot seal a InMemorySaver"):
        seal(InMemorySaver(), K1)


def test_langgraphs_allow_list_leaves_it_closed(url: str) -> None:
    """
    In strict mode `compile` gives savers another serializer; a sealed one keeps its own.
    """
    with sealed(url) as saver:
        allowed = saver.with_allowlist({("fractions", "Fraction")})

        assert type(allowed.serde) is RotatingSerializer
        with pytest.raises(Refused, match="is not encrypted"):
            allowed.serde.loads_typed(("msgpack", b"\x80"))


def joined(notes: list[str], added: Sequence[list[str]]) -> list[str]:
    return [*notes, *(note for part in added for note in part)]


class Diary(TypedDict):
    notes: Annotated[list[str], DeltaChannel(joined, list, snapshot_frequency=3)]


def test_a_channel_that_is_stored_in_parts_comes_back_whole(place: str) -> None:
    """
    A `DeltaChannel` is replayed from sealed writes, and from sealed snapshots.
    """
    builder = StateGraph(Diary).add_node("note", lambda _: {"notes": ["seen"]})
    builder.add_edge(START, "note")
    with sealed(place) as saver:
        for day in range(5):
            builder.compile(saver).invoke({"notes": [f"day {day}"]}, thread("trip-7"))

    with sealed(place) as saver:
        notes = builder.compile(saver).get_state(thread("trip-7")).values["notes"]
    assert notes == [note for day in range(5) for note in (f"day {day}", "seen")]


def begin(place: str, given: dict[str, Any]) -> None:
    with sealed(place) as saver:
        trips(saver).invoke(given, thread("trip-7"), durability="sync")


def test_a_killed_trip_goes_on_from_sealed_rows(place: str) -> None:
    """
    After a SIGKILL in the node the run is resumed, and its values are what they were.
    """
    assert run_function(begin, place, trip(), kill_at="booking").killed

    with sealed(place) as saver:
        final = trips(saver).invoke(None, thread("trip-7"))
    assert final == trip() | {"notes": ["booked"]}
