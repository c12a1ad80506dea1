"""Keeps the threads in memory.

loses: test_open_chat
says: which kind of saver keeps a file
"""

# cell: open_chat
from langgraph.checkpoint.memory import InMemorySaver


@asynccontextmanager
async def open_chat(path):
    graph = diary_graph(InMemorySaver())

    async def chat(thread_id, text):
        return (await tell(graph, thread_id, text))[-1]

    yield chat
