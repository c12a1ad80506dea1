"""Savers of which no value lies in clear, and no row loads in another row's place.

`seal(saver, serializer)` makes one from a saver that is open:

    with open_checkpointer(url) as saver:
        graph = builder.compile(seal(saver, RotatingSerializer(keys, "k2")))

| | lies in clear | is bound |
|---|---|---|
| values of channels | no, texts and numbers of PostgreSQL neither | to thread, namespace, channel, version |
| pending writes, errors | no | to thread, namespace, checkpoint, task, channel |
| scalars in `configurable` and `metadata` of a config | are not stored at all | |
| names of channels, nodes, tasks; ids, versions, times, sizes | PostgreSQL yes; SQLite some | no |
| metadata that a caller of `put` gives (LangGraph: source, step, parents) | yes | no |

So who can write to the database can still delete rows, bring back an old checkpoint of the
same thread, or exchange two writes of one task to one channel; and reads who is there, when,
how often, how much. Because configs are not stored, `list(filter=...)` finds only what is in
the metadata proper.

Only public methods of savers are overridden; `solutions/envelopes.py` says what is done to a
value. A database that began in clear, or under another saver, is refused: copy its threads
over. Use keys for sealed savers that no other saver uses.
"""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from typing import Any, Self

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)
from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from solutions.ciphers import RotatingSerializer
from solutions.envelopes import bare, opened, wrapped, wrapped_writes

__all__ = [
    "SealedAsyncPostgresSaver",
    "SealedAsyncSqliteSaver",
    "SealedPostgresSaver",
    "SealedSqliteSaver",
    "seal",
]


class _Sealing(BaseCheckpointSaver[str]):
    """What all sealed savers have: a serializer that fails closed, and no other."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _must_rotate(self.serde)

    def with_allowlist(self, extra_allowlist: Collection[tuple[str, ...]]) -> Self:
        # LangGraph would go on with a serializer of its own making, or without the list.
        clone = copy.copy(self)
        clone.serde = _must_rotate(self.serde).with_msgpack_allowlist(extra_allowlist)
        return clone


class _Sealed(_Sealing):
    """The synchronous methods, sealed."""

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        return super().put(bare(config), wrapped(config, checkpoint), metadata, new_versions)

    def put_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        super().put_writes(config, wrapped_writes(config, writes, task_id), task_id, task_path)

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        found = super().get_tuple(config)
        return found and opened(found)

    def list(self, config: RunnableConfig | None, **named: Any) -> Iterator[CheckpointTuple]:
        return map(opened, super().list(config, **named))

    def get_delta_channel_history(self, **named: Any) -> Mapping[str, Any]:
        # The one that goes through get_tuple; those of the savers read rows past it.
        return BaseCheckpointSaver.get_delta_channel_history(self, **named)


class _AsyncSealed(_Sealing):
    """The asynchronous methods, sealed; the savers' synchronous ones call them."""

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        placed = wrapped(config, checkpoint)
        return await super().aput(bare(config), placed, metadata, new_versions)

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        placed = wrapped_writes(config, writes, task_id)
        await super().aput_writes(config, placed, task_id, task_path)

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        found = await super().aget_tuple(config)
        return found and opened(found)

    async def alist(
        self, config: RunnableConfig | None, **named: Any
    ) -> AsyncIterator[CheckpointTuple]:
        async for found in super().alist(config, **named):
            yield opened(found)

    async def aget_delta_channel_history(self, **named: Any) -> Mapping[str, Any]:
        return await BaseCheckpointSaver.aget_delta_channel_history(self, **named)


class SealedSqliteSaver(_Sealed, SqliteSaver):
    """A `SqliteSaver` as this module describes."""


class SealedPostgresSaver(_Sealed, PostgresSaver):
    """A `PostgresSaver` as this module describes."""


class SealedAsyncSqliteSaver(_AsyncSealed, AsyncSqliteSaver):
    """An `AsyncSqliteSaver` as this module describes."""


class SealedAsyncPostgresSaver(_AsyncSealed, AsyncPostgresSaver):
    """An `AsyncPostgresSaver` as this module describes."""


_SEALED: dict[type, type[_Sealing]] = {
    SqliteSaver: SealedSqliteSaver,
    PostgresSaver: SealedPostgresSaver,
    AsyncSqliteSaver: SealedAsyncSqliteSaver,
    AsyncPostgresSaver: SealedAsyncPostgresSaver,
}


def seal(saver: BaseCheckpointSaver[Any], serializer: RotatingSerializer) -> _Sealing:
    """Return a sealed saver on the connection, and under the lock, of one that is open.

    Raises:
        TypeError: There is no sealed form of this saver, or the serializer is another's.
    """
    if type(saver) not in _SEALED:
        known = ", ".join(sorted(kind.__name__ for kind in _SEALED))
        raise TypeError(f"cannot seal a {type(saver).__name__}; there are sealed {known}")
    sealed: Any = copy.copy(saver)
    sealed.__class__ = _SEALED[type(saver)]
    sealed.serde = _must_rotate(serializer)
    made: _Sealing = sealed
    return made


def _must_rotate(serializer: object) -> RotatingSerializer:
    if not isinstance(serializer, RotatingSerializer):
        kind = type(serializer).__name__
        raise TypeError(f"a sealed saver needs serde=RotatingSerializer(...), not a {kind}")
    return serializer
