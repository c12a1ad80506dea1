"""What a sealed saver puts around a value: `[digest of its place, value]`, and takes off again.

To `PostgresSaver` the pair is no text or number, so it goes to the serializer and is encrypted.
A digest inside encrypted bytes cannot be forged by whoever has no key, and moving the bytes to
another row makes it the wrong one. Nothing here knows a key.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import Checkpoint, CheckpointTuple

from solutions.ciphers import Refused

__all__ = ["bare", "opened", "wrapped", "wrapped_writes"]

PLACE = ("thread_id", "checkpoint_ns", "checkpoint_id")


def bare(config: RunnableConfig) -> RunnableConfig:
    """Leave out what savers would add to the metadata, in clear."""
    given = config["configurable"]
    return {"configurable": {key: given[key] for key in PLACE if key in given}}


def wrapped(config: RunnableConfig, checkpoint: Checkpoint) -> Checkpoint:
    """Return a checkpoint whose values say where they belong."""
    row, versions = _row(config), checkpoint["channel_versions"]
    values = {
        name: [_digest(*row, name, versions.get(name)), value]
        for name, value in checkpoint["channel_values"].items()
    }
    return {**checkpoint, "channel_values": values}


def wrapped_writes(
    config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str
) -> list[tuple[str, Any]]:
    """Return writes whose values say where they belong."""
    place = (*_row(config), config["configurable"]["checkpoint_id"], task_id)
    return [(channel, [_digest(*place, channel), value]) for channel, value in writes]


def opened(found: CheckpointTuple) -> CheckpointTuple:
    """Return what was saved, if every part of it lies where it was put.

    Raises:
        Refused: A part does not, or was never sealed; the message says which.
    """
    row, checkpoint = _row(found.config), found.checkpoint
    here = found.config["configurable"]["checkpoint_id"]
    if checkpoint["id"] != here:
        raise Refused(f"checkpoint {here!r} of thread {row[0]!r} was put into another row")
    versions = checkpoint["channel_versions"]
    values = {
        name: _unwrapped(value, f"channel {name!r}", *row, name, versions.get(name))
        for name, value in checkpoint["channel_values"].items()
    }
    writes = [
        (task, name, _unwrapped(value, f"a write to {name!r}", *row, here, task, name))
        for task, name, value in found.pending_writes or []
    ]
    return found._replace(
        checkpoint={**checkpoint, "channel_values": values}, pending_writes=writes
    )


def _unwrapped(found: Any, what: str, thread_id: str, *place: object) -> Any:
    match found:
        # Bytes, which the JSON of a checkpoint cannot hold: the pair was encrypted.
        case [bytes() as digest, value]:
            if digest == _digest(thread_id, *place):
                return value
            raise Refused(f"{what} of thread {thread_id!r} was put into another row")
    raise Refused(f"{what} of thread {thread_id!r} was not sealed; who wrote it is unknown")


def _row(config: RunnableConfig) -> tuple[str, str]:
    given = config["configurable"]
    return str(given["thread_id"]), str(given.get("checkpoint_ns", ""))


def _digest(*place: object) -> bytes:
    return sha256(json.dumps([str(part) for part in place]).encode()).digest()
