"""`open_store(url)`: one door to every store, with the safe settings built in."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from solutions.stores import NoIndex, NotMigrated, aopen_store, migrate_stores, open_store
from workbook.crash import run_function
from workbook.embeddings import embed
from workbook.services import new_database, postgres

KEPT = ("sqlite", "postgresql")  # what outlives a process
INDEX: Any = {"dims": 256, "embed": embed, "fields": ["text"]}
SQLITE_HAS_INDEX = hasattr(sqlite3.Connection, "enable_load_extension")
# SqliteStore 3.1.2 hands sqlite3 a datetime, which Python 3.12 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:The default datetime adapter is deprecated")


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty place for memories, by its kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
        if request.param == "postgresql":
            made = new_database(postgres())
            migrate_stores(made)
            yield made
        else:
            yield f"sqlite:///{tmp_path}/trips.db" if request.param == "sqlite" else "memory:"


def on(*kinds: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("url", kinds, indirect=True)


def put(url: str, key: str, text: str, ttl: float | None = None) -> None:
    """Keep a text, synchronously, in whichever process this is."""
    with open_store(url) as store:
        store.put(("alice", "notes"), key, {"text": text}, ttl=ttl)


def texts(url: str, **settings: Any) -> dict[str, str]:
    """What is kept, by key."""
    with open_store(url, **settings) as store:
        return {item.key: item.value["text"] for item in store.search(("alice", "notes"))}


async def atexts(url: str, **settings: Any) -> dict[str, str]:
    """The same with `asearch`, after one `aput`."""
    async with aopen_store(url, **settings) as store:
        await store.aput(("alice", "notes"), "async", {"text": "from the web"})
        found = await store.asearch(("alice", "notes"))
    return {item.key: item.value["text"] for item in found}


def sql(url: str, statement: str) -> list[Any]:
    """What a plain connection to the database answers."""
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as server:
            done = server.execute(statement)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
        return file.execute(statement).fetchall()


def let_it_expire(url: str, key: str) -> None:
    """Put an item's moment a day back."""
    moment = "now() - interval '1 day'" if "postgresql" in url else "datetime('now', '-1 day')"
    sql(url, f"UPDATE store SET expires_at = {moment} WHERE key = '{key}'")


@on(*KEPT)
def test_an_item_is_there_in_another_process_and_the_other_way_of_calling(url: str) -> None:
    """
    What one process put and was killed after, the next finds; `asearch` finds `put`'s.
    """
    assert run_function(put, url, "visa", "ask for a visa").killed

    assert texts(url) == {"visa": "ask for a visa"}
    assert asyncio.run(atexts(url)) == {"visa": "ask for a visa", "async": "from the web"}


@on("memory")
def test_memory_is_gone_with_its_block(url: str) -> None:
    """
    Two blocks, two stores; nothing is kept between them.
    """
    put(url, "visa", "ask for a visa")

    assert texts(url) == {}
    assert asyncio.run(atexts(url)) == {"async": "from the web"}


@on(*KEPT)
def test_an_expired_item_is_not_returned_and_its_row_is_deleted(url: str) -> None:
    """
    Reading neither shows nor revives it; what has time left, or no end, stays.
    """
    for key, minutes in (("old", 5), ("new", 0.5), ("ever", None)):
        put(url, key, key, ttl=minutes)

    with open_store(url) as store:
        let_it_expire(url, "old")
        found = [store.get(("alice", "notes"), key) for key in ("old", "new", "ever")]
        kept = sorted(item.key for item in store.search(("alice", "notes")))
    assert ([item and item.key for item in found], kept) == (
        [None, "new", "ever"],
        ["ever", "new"],
    )

    let_it_expire(url, "new")
    assert asyncio.run(atexts(url)) == {"ever": "ever", "async": "from the web"}
    assert sorted(sql(url, "SELECT key FROM store")) == [("async",), ("ever",)]


@on(*KEPT)
def test_every_item_of_a_store_with_a_time_to_live_expires(url: str) -> None:
    """
    `ttl_minutes` goes for each `put` that says nothing else, and a read adds no time.
    """
    with open_store(url, ttl_minutes=90) as store:
        store.put(("alice", "notes"), "visa", {"text": "ask"})
        before = sql(url, "SELECT expires_at FROM store")
        store.get(("alice", "notes"), "visa")
        store.search(("alice", "notes"))

    assert before == sql(url, "SELECT expires_at FROM store") != [(None,)]
    assert sql(url, "SELECT ttl_minutes FROM store") == [(90,)]


PROGRAM = """
import sys
from solutions.stores import migrate_stores, open_store
sys.stdin.readline()
migrate_stores(sys.argv[1])
with open_store(sys.argv[1]) as store:
    for number in range(25):
        store.put(("alice", "notes"), f"{sys.argv[2]}-{number}", {"text": "kept"})
"""


@pytest.mark.parametrize("kind", KEPT)
def test_four_strangers_may_begin_at_once(kind: str, tmp_path: Path) -> None:
    """
    Each makes the tables and writes 25 items; all return and nothing is lost.
    """
    url = new_database(postgres()) if kind == "postgresql" else f"sqlite:///{tmp_path}/new.db"
    strangers = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, url, str(number)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=Path(__file__).parents[1],
        )
        for number in range(4)
    ]
    for stranger in strangers:
        assert stranger.stdin
        stranger.stdin.write(b"\n")
        stranger.stdin.flush()
    said = [stranger.communicate(timeout=90)[1] for stranger in strangers]

    assert (said, [stranger.returncode for stranger in strangers]) == ([b""] * 4, [0] * 4)
    assert sql(url, "SELECT count(*) FROM store") == [(100,)]


def test_a_database_without_tables_is_named() -> None:
    """
    The error says what is missing and which call makes it, for the index as well.
    """
    url = new_database(postgres())
    advice = r"are missing; run .*migrate_stores\(url, index\)"

    for opened in (lambda: texts(url), lambda: asyncio.run(atexts(url))):
        with pytest.raises(NotMigrated, match=advice):
            opened()
    migrate_stores(url)
    assert texts(url) == {}
    with pytest.raises(NotMigrated, match=advice):
        texts(url, index=INDEX)


@on("postgresql")
def test_a_connection_that_the_server_closed_is_replaced(url: str) -> None:
    """
    A restart of the server, or its administrator, ends connections; the next `get` works.
    """
    with open_store(url) as store:
        store.put(("alice", "notes"), "visa", {"text": "ask"})
        sql(
            url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid != pg_backend_pid()",
        )

        assert store.get(("alice", "notes"), "visa") is not None


@on("sqlite")
def test_deleted_text_is_gone_from_the_file(url: str, tmp_path: Path) -> None:
    """
    After `delete` and the end of the block no byte of the text is left.
    """
    put(url, "passport", "My passport number is 7730421")
    with open_store(url) as store:
        store.delete(("alice", "notes"), "passport")

    assert b"7730421" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


@on("memory", *KEPT)
def test_an_index_ranks_by_meaning_and_forgets_with_its_item(url: str) -> None:
    """
    The nearest text comes first; a deleted item leaves no vector behind.
    """
    if url.startswith("sqlite") and not SQLITE_HAS_INDEX:
        with pytest.raises(NoIndex, match="loads no extensions"):
            texts(url, index=INDEX)
        return
    migrate_stores(url, INDEX)
    with open_store(url, index=INDEX) as store:
        store.put(("alice", "notes"), "food", {"text": "No meat for me, thank you"})
        store.put(("alice", "notes"), "seat", {"text": "I would like to sit by the window"})
        found = store.search(("alice", "notes"), query="vegetarian meal")
        assert [item.key for item in found] == ["food", "seat"]
        store.delete(("alice", "notes"), "food")

    if url != "memory:":
        assert sql(url, "SELECT key FROM store_vectors") == [("seat",)]


@pytest.mark.parametrize(
    ("url", "settings", "says"),
    [
        ("mysql://host/db", {}, "no store for the URL kind 'mysql'; known are memory:"),
        ("trips.db", {}, "no store for the URL kind ''"),
        ("sqlite://", {}, "names no file; write sqlite:///trips.db"),
        ("memory:", {"ttl_minutes": 5}, "keeps no time"),
    ],
)
def test_what_cannot_be_opened_is_told(url: str, settings: dict[str, Any], says: str) -> None:
    """
    The error names the fault and shows what works, for both ways of calling.
    """
    for opened in (
        lambda: texts(url, **settings),
        lambda: asyncio.run(atexts(url, **settings)),
    ):
        with pytest.raises(ValueError, match=says):
            opened()
