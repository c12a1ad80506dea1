"""Forgets an await.

loses: test_pop_turn
says: which of your calls needs an `await`
"""

# cell: pop_turn
from __future__ import annotations


async def pop_turn(session: Session) -> list[Any]:
    """Take the last turn away from a session; return its items, oldest first.

    A kill in the middle leaves the beginning of the turn; calling again takes that away.
    """
    turn: list[Any] = []
    while (item := session.pop_item()) is not None:
        turn.insert(0, item)
        if item.get("role") == "user":
            break
    return turn
