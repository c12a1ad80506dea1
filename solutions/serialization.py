"""Reference for `4_protection/serialization`: what a checkpoint loses, and what it may run.

Each `# cell:` comment names the notebook cell it answers. What is said of the serializer was
run with langgraph-checkpoint 4.3 and ormsgpack 1.13; `tests/test_serialization.py` runs it again.
"""

from __future__ import annotations

import dataclasses
import threading
from contextlib import ExitStack
from typing import Any

from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.serde.event_hooks import register_serde_event_listener
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

__all__ = ["find_unserializable", "safe_serializer"]


# cell: find_unserializable
def find_unserializable(state: dict[str, Any], serde: SerializerProtocol) -> dict[str, str]:
    """Return what *serde* does not give back as it was: by path, what becomes of it.

    That is `"refused"`, or the type that comes back. Changes within a type are not noticed.
    """
    found = {}

    def visit(path: str, value: Any) -> bool:
        # Say whether it can be saved, for the container that it is in.
        parts: Any = value if isinstance(value, dict) else {}
        if isinstance(value, list | tuple):
            parts = dict(enumerate(value))
        elif dataclasses.is_dataclass(type(value)):
            parts = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        saved = [visit(f"{path}.{key}", part) for key, part in parts.items()]
        try:
            # In a list, as in a state: a bytearray alone has a tag, and comes back whole.
            [back] = serde.loads_typed(serde.dumps_typed([value]))
        except Exception:
            # A container that holds what is refused is not at fault itself.
            if all(saved):
                found[path] = "refused"
            return False
        if type(back) is not type(value):
            found[path] = type(back).__name__
        return True

    for key, value in state.items():
        visit(str(key), value)
    return found


# cell: safe_serializer
def safe_serializer(*own: type) -> JsonPlusSerializer:
    """Return a serializer for a saver that makes objects of *own* and refuses other names.

    LangGraph's own safe types are allowed besides. The rest raises a `ValueError`, where
    `JsonPlusSerializer` gives plain data: a mistake that shows later and elsewhere.
    """

    class SafeSerializer(JsonPlusSerializer):
        def loads_typed(self, data: tuple[str, bytes]) -> Any:
            refused, here = set(), threading.get_ident()

            def note(event: Any) -> None:
                # Every listener hears of every serializer in the process, on any thread.
                if "blocked" in event["kind"] and threading.get_ident() == here:
                    refused.add(f"{event['module']}.{event['name']}")

            with ExitStack() as stack:
                stack.callback(register_serde_event_listener(note))
                value = super().loads_typed(data)
            if refused:
                names = ", ".join(sorted(refused))
                raise ValueError(f"a stored value names {names}; allow what is yours of that")
            return value

    # A list, so that LANGGRAPH_STRICT_MSGPACK does not matter; pickle is off by default.
    return SafeSerializer(allowed_msgpack_modules=own or None)
