"""Every saver of the book on a scratch database, ready to be measured."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from workbook.places import (
    Place,
    await_,
    memory_bytes,
    scratch,
    scratch_postgres,
    sqlite_bytes,
)

__all__ = ["SAVERS", "encrypted", "saver"]


class AesGcm:
    """A cipher for an `EncryptedSerializer`: AES with 256 bits, 28 bytes longer than the text."""

    def __init__(self, key: bytes) -> None:
        """Use a key of 32 bytes."""
        self._cipher = AESGCM(key)

    def encrypt(self, plaintext: bytes) -> tuple[str, bytes]:
        """Return the cipher's name, and a nonce with the ciphertext."""
        nonce = os.urandom(12)
        return "aes-gcm", nonce + self._cipher.encrypt(nonce, plaintext, None)

    def decrypt(self, ciphername: str, ciphertext: bytes) -> bytes:
        """Return the plaintext; raises `InvalidTag` if anybody changed a bit of it."""
        return self._cipher.decrypt(ciphertext[:12], ciphertext[12:], None)


def encrypted() -> EncryptedSerializer:
    """Return a serializer that encrypts with a new key."""
    return EncryptedSerializer(AesGcm(AESGCM.generate_key(256)), JsonPlusSerializer())


@contextmanager
def saver(name: str, serde: Any = None, synchronous: str = "FULL") -> Iterator[Place]:
    """Open a saver of `SAVERS` on a new database.

    Args:
        name: One of `SAVERS`.
        serde: A serializer, such as an `EncryptedSerializer`; by default the saver's own.
        synchronous: SQLite's setting: whether a commit waits for the disk (`FULL`) or not
            (`NORMAL`, `OFF`).

    Raises:
        ValueError: There is no saver of that name.
    """
    if name not in SAVERS:
        raise ValueError(f"no saver {name!r}; there are {', '.join(SAVERS)}")
    with SAVERS[name](serde, synchronous) as place:
        yield place


@contextmanager
def _memory(serde: Any, synchronous: str) -> Iterator[Place]:
    kept = InMemorySaver(serde=serde)
    yield Place("InMemorySaver", kept, lambda: memory_bytes(kept))


@contextmanager
def _sqlite(serde: Any, synchronous: str) -> Iterator[Place]:
    with scratch() as folder:
        path = str(folder / "trips.db")
        with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
            kept = SqliteSaver(connection, serde=serde)
            kept.setup()
            connection.execute(f"PRAGMA synchronous = {synchronous}")
            yield Place("SqliteSaver", kept, lambda: sqlite_bytes(path), url=path)


@contextmanager
def _asqlite(serde: Any, synchronous: str) -> Iterator[Place]:
    import aiosqlite
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    async def opened() -> AsyncSqliteSaver:
        # Both belong to the loop in which they are made.
        connection = await aiosqlite.connect(path)
        kept = AsyncSqliteSaver(connection, serde=serde)
        await kept.setup()
        await connection.execute(f"PRAGMA synchronous = {synchronous}")
        return kept

    with scratch() as folder:
        path = str(folder / "trips.db")
        kept = await_(opened())
        try:
            yield Place("AsyncSqliteSaver", kept, lambda: sqlite_bytes(path), True, path)
        finally:
            await_(kept.conn.close())


@contextmanager
def _postgres(serde: Any, synchronous: str) -> Iterator[Place]:
    from langgraph.checkpoint.postgres import PostgresSaver

    with scratch_postgres() as (url, connection, size):
        kept = PostgresSaver(connection, serde=serde)
        kept.setup()
        yield Place("PostgresSaver", kept, size, url=url)


@contextmanager
def _apostgres(serde: Any, synchronous: str) -> Iterator[Place]:
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver

    async def opened() -> Any:
        entering = AsyncPostgresSaver.from_conn_string(url, serde=serde)
        entered = await entering.__aenter__()
        await entered.setup()
        return entering, entered

    with scratch_postgres() as (url, _, size):
        entering, kept = await_(opened())
        try:
            yield Place("AsyncPostgresSaver", kept, size, True, url)
        finally:
            await_(entering.__aexit__(None, None, None))


@contextmanager
def _cosmos(serde: Any, synchronous: str) -> Iterator[Place]:
    # Imported here: it brings Azure's client along, which takes a second.
    from azure.cosmos import CosmosClient
    from langgraph_checkpoint_cosmosdb import CosmosDBSaver
    from langgraph_checkpoint_cosmosdb.cosmosSerializer import CosmosSerializer

    from workbook.services import cosmosdb

    endpoint, database = cosmosdb(), f"measured-{secrets.token_hex(6)}"
    kept = CosmosDBSaver(database_name=database, container_name="checkpoints")
    if serde is not None:
        # 0.4.0 takes no serializer, and keeps the one that it uses here.
        kept.serde, kept.cosmos_serde = serde, CosmosSerializer(serde)
    client = CosmosClient(endpoint, os.environ["COSMOSDB_KEY"])
    container = client.get_database_client(database).get_container_client("checkpoints")
    try:
        yield Place("CosmosDBSaver", kept, lambda: document_bytes(container))
    finally:
        client.delete_database(database)


def document_bytes(container: Any) -> int:
    """Return how long the JSON of a container's documents is, Cosmos DB's own fields left out."""
    documents = (
        {key: value for key, value in document.items() if not key.startswith("_")}
        for document in container.read_all_items()
    )
    return sum(len(json.dumps(document)) for document in documents)


SAVERS: dict[str, Callable[[Any, str], Any]] = {
    "InMemorySaver": _memory,
    "SqliteSaver": _sqlite,
    "AsyncSqliteSaver": _asqlite,
    "PostgresSaver": _postgres,
    "AsyncPostgresSaver": _apostgres,
    "CosmosDBSaver": _cosmos,
}
