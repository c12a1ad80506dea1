"""Returns the items as they were popped.

loses: test_pop_turn
says: in which they were popped
"""

# cell: pop_turn
from __future__ import annotations


async def pop_turn(session: Session) -> list[Any]:
    """Take the last turn away from a session; return its items, oldest first.

    A kill in the middle leaves the beginning of the turn; calling again takes that away.
    """
    turn: list[Any] = []
    while (item := await session.pop_item()) is not None:
        turn.append(item)
        if item.get("role") == "user":
            break
    return turn
