"""Each turn waits for the one before it."""

# cell: tally
LOCKS = {}


async def tally(graph, thread_id, amount):
    before = LOCKS.get(thread_id)
    mine = asyncio.get_running_loop().create_future()
    LOCKS[thread_id] = mine
    try:
        while before is not None and not before.done():
            await asyncio.wait([before])
        final = await graph.ainvoke({"amount": amount}, on(thread_id))
        return final["total"]
    finally:
        # Who was cancelled while waiting hands on the one before, not its own end.
        if before is not None and not before.done():
            before.add_done_callback(lambda _: mine.done() or mine.set_result(None))
        else:
            mine.set_result(None)
        if LOCKS.get(thread_id) is mine and mine.done():
            del LOCKS[thread_id]
