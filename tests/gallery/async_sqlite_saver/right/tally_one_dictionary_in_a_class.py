"""Keeps locks in an object of its own."""

# cell: tally
class Turns:
    def __init__(self):
        self.locks = WeakValueDictionary()

    def of(self, thread_id):
        try:
            return self.locks[thread_id]
        except KeyError:
            lock = asyncio.Lock()
            self.locks[thread_id] = lock
            return lock


LOCKS = Turns()


async def tally(graph, thread_id, amount):
    async with LOCKS.of(thread_id):
        result = await graph.ainvoke({"amount": amount}, config={"configurable": {"thread_id": thread_id}})
    return result.get("total")
