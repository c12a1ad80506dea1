"""LangGraph's own suite for checkpointers, on every saver that the book uses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.postgres.shallow import AsyncShallowPostgresSaver

from solutions.checkpointers import aopen_checkpointer, open_checkpointer
from solutions.migrations import migrate_checkpoints
from workbook.services import cosmosdb, new_database, postgres

BASE = {"put": 17, "put_writes": 10, "get_tuple": 10, "list": 16, "delete_thread": 5}
PRUNE = {"prune": 8}
COPY = {"copy_thread": 8, "delete_for_runs": 7}

Opener = Callable[[], AbstractAsyncContextManager[Any]]


class Adapter(BaseCheckpointSaver[Any]):
    """A synchronous saver with asynchronous methods, because the suite calls only those."""

    def __init__(self, saver: BaseCheckpointSaver[Any]) -> None:
        super().__init__(serde=saver.serde)
        self.saver = saver

    async def aput(self, *arguments: Any, **named: Any) -> Any:
        return await asyncio.to_thread(self.saver.put, *arguments, **named)

    async def aput_writes(self, *arguments: Any, **named: Any) -> Any:
        return await asyncio.to_thread(self.saver.put_writes, *arguments, **named)

    async def aget_tuple(self, *arguments: Any, **named: Any) -> Any:
        return await asyncio.to_thread(self.saver.get_tuple, *arguments, **named)

    async def alist(self, *arguments: Any, **named: Any) -> AsyncIterator[Any]:
        for each in await asyncio.to_thread(lambda: [*self.saver.list(*arguments, **named)]):
            yield each

    async def adelete_thread(self, thread_id: str) -> None:
        await asyncio.to_thread(self.saver.delete_thread, thread_id)

    def get_next_version(self, *arguments: Any) -> Any:
        return self.saver.get_next_version(*arguments)


class PruningAdapter(Adapter):
    """An adapter for a saver that can prune."""

    async def aprune(self, *arguments: Any, **named: Any) -> Any:
        return await asyncio.to_thread(self.saver.prune, *arguments, **named)


def judged(opened: Opener) -> dict[str, tuple[int, int]]:
    """Return how many of the suite's tests passed and failed, by detected capability."""

    @checkpointer_test(name="saver")
    async def factory() -> AsyncIterator[Any]:
        async with opened() as saver:
            yield saver

    report = asyncio.run(validate(factory))
    return {
        name: (result.tests_passed, result.tests_failed)
        for name, result in report.results.items()
        if result.detected
    }


def all_of(*capabilities: dict[str, int]) -> dict[str, tuple[int, int]]:
    return {name: (count, 0) for part in capabilities for name, count in part.items()}


@asynccontextmanager
async def through(adapter: type[Adapter], url: str) -> AsyncIterator[Any]:
    with open_checkpointer(url) as saver:
        yield adapter(saver)


@pytest.fixture
def database() -> str:
    """A PostgreSQL database with the tables for checkpoints."""
    url = new_database(postgres())
    migrate_checkpoints(url)
    return url


def test_in_memory_saver() -> None:
    """
    InMemorySaver has all base capabilities and no other.
    """
    assert judged(partial(aopen_checkpointer, "memory:")) == all_of(BASE)


def test_async_sqlite_saver(tmp_path: Path) -> None:
    """
    AsyncSqliteSaver has all base capabilities and no other.
    """
    url = f"sqlite:///{tmp_path}/trips.db"

    assert judged(partial(aopen_checkpointer, url)) == all_of(BASE)


def test_sqlite_saver(tmp_path: Path) -> None:
    """
    SqliteSaver does the same, where its methods are called in a thread of the system.
    """
    url = f"sqlite:///{tmp_path}/trips.db"

    assert judged(partial(through, Adapter, url)) == all_of(BASE)


def test_async_postgres_saver(database: str) -> None:
    """
    AsyncPostgresSaver can prune as well.
    """
    assert judged(partial(aopen_checkpointer, database)) == all_of(BASE, PRUNE)


def test_postgres_saver(database: str) -> None:
    """
    PostgresSaver does the same, where its methods are called in a thread of the system.
    """
    assert judged(partial(through, PruningAdapter, database)) == all_of(BASE, PRUNE)


def test_cosmosdb_saver(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    CosmosDBSaver, on our emulator, is the only saver of the book with all capabilities.
    """
    monkeypatch.setenv("COSMOSDB_ENDPOINT", cosmosdb())
    opened = partial(aopen_checkpointer, "cosmosdb://conformance/checkpoints")

    assert judged(opened) == all_of(BASE, PRUNE, COPY)


def test_shallow_savers_keep_too_little_for_the_suite() -> None:
    """
    If this fails, correct what `postgres_saver` says about shallow savers.
    """

    # Not on the tables of PostgresSaver: they have another primary key.
    url = new_database(postgres())

    @asynccontextmanager
    async def opened() -> AsyncIterator[Any]:
        with pytest.deprecated_call():
            async with AsyncShallowPostgresSaver.from_conn_string(url) as saver:
                await saver.setup()
                yield saver

    found = judged(opened)

    assert [name for name, (_, failed) in found.items() if failed] == [
        "put",
        "get_tuple",
        "list",
    ]
