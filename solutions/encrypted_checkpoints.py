"""Reference for `4_protection/encrypted_checkpoints`: nothing in clear, nothing unvouched for.

Each `# cell:` comment names the notebook cell it answers. For projects, `solutions/ciphers.py`
and `solutions/sealed_savers.py` have the same promises as classes.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, TypedDict

import psycopg
from cryptography.hazmat.primitives.ciphers import aead
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.graph import START, StateGraph

__all__ = ["keep", "lock", "recall", "unlock"]

strict = JsonPlusSerializer(allowed_msgpack_modules=None)


@contextmanager
def opened(place: str, serde: Any) -> Iterator[BaseCheckpointSaver[Any]]:
    """Open a saver with a serializer on a PostgreSQL database."""
    with psycopg.connect(place, autocommit=True, prepare_threshold=0) as connection:
        saver: Any = PostgresSaver
        yield saver(connection, serde=serde)


class Private(TypedDict):
    """A state of one field, which no saver stores in clear."""

    private: Annotated[dict[str, Any], operator.or_]


# cell: keep_recall
def keep(url: str, thread_id: str, trip: dict[str, Any], key: bytes) -> None:
    """Add fields to a thread on PostgreSQL, none of them in clear."""
    # One dict: PostgresSaver encrypts no text or number that is a field of its own.
    builder = StateGraph(Private).add_node("keep", lambda _: {"private": {}})
    serde = EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)
    with opened(url, serde) as saver:
        builder.add_edge(START, "keep").compile(saver).invoke(
            {"private": trip}, {"configurable": {"thread_id": thread_id}}
        )


def recall(url: str, thread_id: str, key: bytes) -> dict[str, Any]:
    """Return all fields of a thread.

    Raises:
        ValueError: The key is another.
    """
    serde = EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)
    with opened(url, serde) as saver:
        found = saver.get_tuple({"configurable": {"thread_id": thread_id}})
    return dict(found.checkpoint["channel_values"]["private"]) if found else {}


# cell: lock_unlock
def lock(value: Any, keys: Mapping[str, bytes], current: str) -> tuple[str, bytes]:
    """Return a row, tag and bytes, that only the current key opens."""
    kind, plain = strict.dumps_typed(value)
    # The tag decides how the bytes are read, so it is authenticated with them.
    tag, nonce = f"{kind}+{current}", os.urandom(12)
    return tag, nonce + aead.AESGCM(keys[current]).encrypt(nonce, plain, tag.encode())


def unlock(row: tuple[str, bytes], keys: Mapping[str, bytes]) -> Any:
    """Return the value of a row that one of our keys vouches for.

    Raises:
        ValueError: The row is in clear, changed, or of a key that is not there.
    """
    from cryptography.exceptions import InvalidTag

    tag, blob = row
    kind, plus, name = tag.partition("+")
    if not plus:
        raise ValueError(f"a row of type {tag!r} is not encrypted; refused")
    if name not in keys:
        raise ValueError(f"no key {name!r} here for a row of type {tag!r}")
    try:
        plain = aead.AESGCM(keys[name]).decrypt(blob[:12], blob[12:], tag.encode())
    except InvalidTag:
        raise ValueError(f"a row of type {tag!r} was changed, or has another key") from None
    return strict.loads_typed((kind, plain))
