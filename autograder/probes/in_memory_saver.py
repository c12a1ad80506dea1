"""Probes for `1_checkpointers/in_memory_saver`."""

from __future__ import annotations

import base64
import json
import pickle
from collections import defaultdict
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver

_saver_class: Any = InMemorySaver
_init: Any = InMemorySaver.__init__
_made: list[InMemorySaver] = []


def _note(saver: InMemorySaver, *arguments: Any, **options: Any) -> None:
    _made.append(saver)
    _init(saver, *arguments, **options)


def turns(names: Any, function: str, content: str, thread: str, given: list[Any]) -> Any:
    """Take turns with the student's *function* on a saver with *content*; say what came.

    An empty *content* means a new saver. `made` counts the savers that were made beside it.
    """
    saver = _unpacked(content)
    _saver_class.__init__ = _note
    _made.clear()
    for arguments in given:
        returned = getattr(names, function)(saver, thread, *arguments)
    return {
        "kind": type(returned).__name__,
        "returned": _plain(returned),
        "threads": sorted(
            str(name) for name, kept in saver.storage.items() if any(kept.values())
        ),
        "state": _state(saver, thread),
        "steps": sorted({int(kept.metadata["step"]) for kept in _list(saver, thread)}),
        "nodes": _nodes(saver, thread),
        "made": len(_made),
        "content": _packed(saver),
    }


def growth(names: Any, thread: str, few: int, many: int, size: int) -> Any:
    """Keep a diary of *many* days with *size* characters each, in a new saver.

    Return the bytes held after *few* and after *many*, how many checkpoints there are, whether
    one that was there before is gone, and whether the whole is kept now and then.
    """
    saver = InMemorySaver()
    bytes_held: dict[int, int] = {}
    known: set[str] = set()
    lost = False
    for day in range(1, many + 1):
        names.keep(saver, thread, f"day {day}", f"{day:04}" * (size // 4))
        bytes_held[day] = _bytes(saver)
        ids = {kept.config["configurable"]["checkpoint_id"] for kept in saver.list(None)}
        lost, known = lost or not known <= ids, known | ids
    kinds = {
        type(saver.serde.loads_typed(blob)).__name__ for blob in saver.blobs.values() if blob[1]
    }
    return {
        "few": bytes_held[few],
        "many": bytes_held[many],
        "checkpoints": len(known),
        "lost": lost,
        "snapshots": "_DeltaSnapshot" in kinds,
    }


def _bytes(saver: InMemorySaver) -> int:
    """Return all bytes that a saver holds."""
    held = [data for _, data in saver.blobs.values()]
    for step in saver.writes.values():
        held += [data for _, _, (_, data), _ in step.values()]
    for spaces in saver.storage.values():
        for kept in spaces.values():
            held += [each[1] for checkpoint in kept.values() for each in checkpoint[:2]]
    return sum(map(len, held))


def _packed(saver: InMemorySaver) -> str:
    storage = {
        thread: {space: dict(kept) for space, kept in spaces.items()}
        for thread, spaces in saver.storage.items()
    }
    content = (storage, dict(saver.writes), dict(saver.blobs))
    return base64.b64encode(pickle.dumps(content)).decode()


def _unpacked(content: str) -> InMemorySaver:
    saver = InMemorySaver()
    if content:
        # Made by `_packed`, in a process of the same student.
        storage, writes, blobs = pickle.loads(base64.b64decode(content))  # noqa: S301
        for thread, spaces in storage.items():
            saver.storage[thread] = defaultdict(dict, spaces)
        saver.writes.update(writes)
        saver.blobs.update(blobs)
    return saver


def _config(thread: str) -> Any:
    return {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}


def _list(saver: InMemorySaver, thread: str) -> list[Any]:
    return list(saver.list(_config(thread)))


def _nodes(saver: InMemorySaver, thread: str) -> list[str]:
    """Return the nodes that have run on a thread."""
    kept = saver.get_tuple(_config(thread))
    seen = kept.checkpoint["versions_seen"] if kept else {}
    return sorted(name for name, versions in seen.items() if versions and name[:2] != "__")


def _state(saver: InMemorySaver, thread: str) -> dict[str, Any]:
    """Return a thread's state as the saver has it, also where it keeps differences."""
    kept = saver.get_tuple(_config(thread))
    if kept is None:
        return {}
    values = dict(kept.checkpoint["channel_values"])
    absent = [name for name in ("messages", "results") if name not in values]
    for name, found in saver.get_delta_channel_history(
        config=kept.config, channels=absent
    ).items():
        written = [value for _, _, value in found["writes"]]
        if written:
            values[name] = [
                each
                for value in written
                for each in (value if isinstance(value, list) else [value])
            ]
    return {name: _plain(_message(value)) for name, value in values.items() if ":" not in name}


def _message(value: Any) -> Any:
    """Return messages as pairs of role and text, and anything else as it is."""
    if not isinstance(value, list):
        return value
    return [_role_and_text(each) for each in value]


def _role_and_text(each: Any) -> Any:
    if isinstance(each, dict) and {"role", "content"} <= set(each):
        return [each["role"], each["content"]]
    if hasattr(each, "type") and hasattr(each, "text"):
        return [{"human": "user", "ai": "assistant"}.get(each.type, each.type), str(each.text)]
    return each


def _plain(value: Any) -> Any:
    """Return *value* if JSON can carry it, else the name of its class."""
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return f"a {type(value).__name__}"
    return value
