"""Writes the context manager as a class."""

# cell: open_chat
class open_chat:
    def __init__(self, path):
        self.path = path

    async def __aenter__(self):
        self.connection = await aiosqlite.connect(self.path)
        self.graph = diary_graph(AsyncSqliteSaver(self.connection))
        return self.chat

    async def __aexit__(self, *error):
        await self.connection.close()

    async def chat(self, thread_id, text):
        final = await self.graph.ainvoke(
            {"messages": [{"role": "user", "content": text}]}, on(thread_id), durability="sync"
        )
        return final["messages"][-1].text
