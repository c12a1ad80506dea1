"""Has a context manager for the lock."""

# cell: tally
LOCKS = {}
USERS = {}


@asynccontextmanager
async def in_turn(thread_id):
    if thread_id not in LOCKS:
        LOCKS[thread_id], USERS[thread_id] = asyncio.Lock(), 0
    USERS[thread_id] += 1
    try:
        async with LOCKS[thread_id]:
            yield
    finally:
        USERS[thread_id] -= 1
        if USERS[thread_id] == 0:
            del LOCKS[thread_id], USERS[thread_id]


async def tally(graph, thread_id, amount):
    async with in_turn(thread_id):
        state = await graph.ainvoke({"amount": amount}, on(thread_id))
    return state["total"]
