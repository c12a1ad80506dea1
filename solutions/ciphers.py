"""A serializer for any saver that encrypts, refuses what it cannot authenticate, changes keys.

`RotatingSerializer` differs from LangGraph's `EncryptedSerializer` (checkpoint 4.3) in this:

| | `EncryptedSerializer` | `RotatingSerializer` |
|---|---|---|
| a row in clear | is loaded, unauthenticated | is refused |
| the type tag (`msgpack+k2`) | may be changed unnoticed | is authenticated with the bytes |
| several keys | no | by the name in the tag; a retired one is named in the error |
| classes in stored values | made anew, whatever they are | only those allowed |

It does not know which row it reads: a row of one thread pasted into another's still loads.
`solutions/sealed_savers.py` binds rows to their place, and keeps texts and numbers, which
`PostgresSaver` never hands to a serializer, out of the clear.

Sizes: 12 bytes of nonce and 16 of tag for each value. A random nonce of 12 bytes is good for
2**32 values under one key (NIST SP 800-38D, section 8.3); change the key before that.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

__all__ = ["Refused", "RotatingSerializer", "new_key"]

NONCE = 12  # bytes
TAG = 16  # bytes
KEY_SIZES = (16, 24, 32)  # bytes
NAME = re.compile(r"[A-Za-z0-9_.-]+")

Row = tuple[str, bytes]


class Refused(ValueError):
    """A stored value that no key of ours vouches for, where it lies, as it is."""


def new_key() -> bytes:
    """Return 32 random bytes, a key. Keep it where neither the code nor the database is."""
    return os.urandom(32)


class RotatingSerializer(SerializerProtocol):
    """Encrypts under the current key, reads under every key that is still there.

    Args:
        keys: By name: 16, 24 or 32 random bytes each. The names are stored in clear.
        current: The name of the key for what is written from now on.
        allow: Classes of yours that may be made anew from stored values.

    Raises:
        ValueError: A key has another size, a name has other characters than letters, digits,
            `_`, `.`, `-`, or *current* has no key.
    """

    def __init__(
        self, keys: Mapping[str, bytes], current: str, allow: Iterable[type] = ()
    ) -> None:
        for name, key in keys.items():
            if not NAME.fullmatch(name):
                raise ValueError(f"{name!r} cannot name a key; use letters, digits, _ . -")
            if len(key) not in KEY_SIZES:
                raise ValueError(f"key {name!r} has {len(key)} bytes; make one with new_key()")
        if current not in keys:
            raise ValueError(f"there is no key {current!r}, the current one; give it in keys")
        self.current = current
        self._ciphers = {name: AESGCM(bytes(key)) for name, key in keys.items()}
        self._inner = JsonPlusSerializer(allowed_msgpack_modules=list(allow) or None)

    def dumps_typed(self, obj: Any) -> Row:
        """Return the type tag and the encrypted bytes of a value."""
        kind, plain = self._inner.dumps_typed(obj)
        return self._encrypt(kind, bytes(plain))

    def loads_typed(self, data: Row) -> Any:
        """Return the value of a row.

        Raises:
            Refused: The row is in clear, its key is unknown or retired, or a bit of it is not
                as it was written.
        """
        return self._inner.loads_typed(self._decrypt(data))

    def renew(self, data: Row) -> Row:
        """Return a row encrypted under the current key; one that already is stays as it is.

        Raises:
            Refused: As `loads_typed`.
        """
        kind, plain = self._decrypt(data)
        return data if data[0] == f"{kind}+{self.current}" else self._encrypt(kind, plain)

    def with_msgpack_allowlist(self, extra: Iterable[tuple[str, ...]]) -> RotatingSerializer:
        """Return a serializer with the same keys that may make further classes anew."""
        clone = copy.copy(self)
        clone._inner = self._inner.with_msgpack_allowlist(extra)
        return clone

    def _encrypt(self, kind: str, plain: bytes) -> Row:
        tag, nonce = f"{kind}+{self.current}", os.urandom(NONCE)
        # The tag is authenticated too: it says by what the plain bytes are to be read.
        return tag, nonce + self._ciphers[self.current].encrypt(nonce, plain, tag.encode())

    def _decrypt(self, data: Row) -> Row:
        tag, blob = data
        kind, plus, name = tag.partition("+")
        if not plus:
            raise Refused(f"a row of type {tag!r} is not encrypted; who wrote it is unknown")
        if name not in self._ciphers:
            known = ", ".join(sorted(self._ciphers))
            raise Refused(f"no key {name!r} for a row of type {tag!r}; keys here: {known}")
        if blob is None or len(blob) < NONCE + TAG:
            raise Refused(f"a row of type {tag!r} is too short to be whole")
        try:
            plain = self._ciphers[name].decrypt(blob[:NONCE], blob[NONCE:], tag.encode())
        except InvalidTag:
            raise Refused(
                f"a row of type {tag!r} was changed, or written under another key {name!r}"
            ) from None
        return kind, plain
