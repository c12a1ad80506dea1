"""Parts of a checkpointer of one's own: configs taken apart, async methods, names and bytes for files.

The notebook `7_capstone/own_checkpointer` and its reference build their savers from them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple
from langgraph.checkpoint.serde.base import SerializerProtocol

__all__ = ["AsyncTwins", "FolderSaver", "config_of", "file_name", "ids"]

PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789-"


def ids(config: RunnableConfig) -> tuple[str, str, str | None]:
    """Return the thread, the namespace, and the checkpoint that a config names, or None."""
    where = config["configurable"]
    checkpoint_id = where.get("checkpoint_id") or None
    return str(where["thread_id"]), where.get("checkpoint_ns", ""), checkpoint_id


def config_of(thread_id: str, ns: str, checkpoint_id: str | None) -> RunnableConfig:
    """Return the config that names a checkpoint."""
    return {
        "configurable": {
            "thread_id": thread_id,
            "checkpoint_ns": ns,
            "checkpoint_id": checkpoint_id,
        }
    }


def file_name(text: str) -> str:
    """Return a name for a file: harmless, different for each text, at most 100 characters.

    Capitals are spelled out because some disks take `A` and `a` for one name.
    """
    name = "_" + "".join(c if c in PLAIN else f"%{ord(c):x}." for c in text)
    return name if len(name) <= 100 else name[:35] + "~" + sha256(text.encode()).hexdigest()


class AsyncTwins(BaseCheckpointSaver[int]):
    """Gives a saver with ordinary methods the asynchronous ones, which wait in a thread."""

    async def aput(self, *arguments: Any, **named: Any) -> RunnableConfig:
        """See `put`."""
        return await asyncio.to_thread(self.put, *arguments, **named)

    async def aput_writes(self, *arguments: Any, **named: Any) -> None:
        """See `put_writes`."""
        await asyncio.to_thread(self.put_writes, *arguments, **named)

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """See `get_tuple`."""
        return await asyncio.to_thread(self.get_tuple, config)

    async def alist(self, *arguments: Any, **named: Any) -> AsyncIterator[CheckpointTuple]:
        """See `list`."""
        for each in await asyncio.to_thread(lambda: [*self.list(*arguments, **named)]):
            yield each

    async def adelete_thread(self, thread_id: str) -> None:
        """See `delete_thread`."""
        await asyncio.to_thread(self.delete_thread, thread_id)


class FolderSaver(AsyncTwins):
    """What a saver on files needs besides its five methods: a folder, and bytes for files."""

    def __init__(self, folder: str | Path, *, serde: SerializerProtocol | None = None) -> None:
        """Name the folder, which may not exist yet."""
        super().__init__(serde=serde)
        self.folder = Path(folder)

    def pack(self, value: Any) -> bytes:
        """Return *value* as the bytes of a file: the serializer's kind, a line end, its data."""
        kind, data = self.serde.dumps_typed(value)
        return kind.encode() + b"\n" + data

    def unpack(self, stored: bytes) -> Any:
        """Return what was packed; raises if only a part of it is there."""
        kind, _, data = stored.partition(b"\n")
        return self.serde.loads_typed((kind.decode(), data))
