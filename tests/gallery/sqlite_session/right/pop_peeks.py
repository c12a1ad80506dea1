"""Looks at the latest item before it takes it."""

# cell: pop_turn
from collections import deque


async def pop_turn(session):
    turn = deque()
    began = False
    while not began and (latest := await session.get_items(limit=1)):
        began = latest[0].get("role") == "user"
        turn.appendleft(await session.pop_item())
    return list(turn)
