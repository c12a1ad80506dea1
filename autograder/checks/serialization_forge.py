"""Rows that nobody's saver wrote: what somebody with access to the database can do to a thread.

Nothing is ever loaded here: rows are taken apart and put together as msgpack, and what they
name stays a name. What they call, where it is called, makes one empty folder.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import ormsgpack

__all__ = ["CALLS", "call", "forged", "method", "packed", "pickle_row"]

# Each way in which a row can name what is to be called; the number is msgpack's.
CALLS = {
    "a function and one argument": 0,
    "a function and a list of arguments": 1,
    "a function and named arguments": 2,
    "a function in place of a pydantic class (version 1)": 4,
    "a function in place of a pydantic class (version 2)": 5,
}
_OPTION = ormsgpack.OPT_NON_STR_KEYS


def call(code: int, folder: Path) -> ormsgpack.Ext:
    """Return the value that asks its reader to call `os.mkdir(folder)`."""
    path = str(folder)
    given: Any = {0: path, 1: [path]}.get(code, {"path": path})
    return _named(code, "os", "mkdir", given, "model_validate_json")


def method() -> ormsgpack.Ext:
    """Return the value that asks its reader to call the method `Path.cwd`."""
    return _named(3, "pathlib", "Path", "", "cwd")


def _named(code: int, *told: Any) -> ormsgpack.Ext:
    return ormsgpack.Ext(code, ormsgpack.packb(told))


def forged(stored: bytes, value: Any) -> bytes | None:
    """Return a checkpoint's bytes with *value* deep down in them; nothing if it is none."""
    try:
        checkpoint = ormsgpack.unpackb(stored, ext_hook=ormsgpack.Ext, option=_OPTION)
        checkpoint["channel_values"]["note"] = [{"deep": [value]}]
        return ormsgpack.packb(checkpoint, option=_OPTION)
    except (ValueError, TypeError, LookupError):
        return None


def packed(value: Any) -> bytes:
    """Return the bytes of a pending write."""
    return ormsgpack.packb([value])


class _Maker:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.folder),)


def pickle_row(folder: Path) -> bytes:
    """Return a pickle that calls `os.mkdir(folder)` where it is loaded."""
    return pickle.dumps(_Maker(folder))
