"""Is a plain function.

loses: test_tally
says: the check awaits `tally`
"""

# cell: tally
def tally(graph, thread_id, amount):
    return asyncio.run_coroutine_threadsafe(graph.ainvoke({"amount": amount}, on(thread_id)), asyncio.get_event_loop())
