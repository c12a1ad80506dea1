"""Keeps the first turns.

loses: test_trim
says: the last two, or the first two
"""

# cell: trim
from __future__ import annotations


def trim(history: list[Any], new: list[Any], turns: int = 3) -> list[Any]:
    """Return what is to be sent: standing instructions, the last turns, the new items.

    It is a `RunConfig.session_input_callback`. Nothing is deleted from the session.
    """
    standing = [item for item in history if item.get("role") in ("system", "developer")]
    rest = [item for item in history if item.get("role") not in ("system", "developer")]
    begins = [index for index, item in enumerate(rest) if item.get("role") == "user"]
    kept = rest[: (begins + [len(rest)])[min(turns, len(begins))]] if turns and begins else []
    calls, outputs = (
        {item.get("call_id") for item in kept if item.get("type") == kind}
        for kind in ("function_call", "function_call_output")
    )
    # A crash between a call and its output leaves one without the other.
    paired = [
        item
        for item in kept
        if item.get("type") not in ("function_call", "function_call_output")
        or item.get("call_id") in calls & outputs
    ]
    return [*standing, *paired, *new]
