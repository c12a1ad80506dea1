"""Uses the decorator for `with`.

loses: test_open_chat
says: that is the decorator for
"""

# cell: open_chat
from contextlib import contextmanager


@contextmanager
def open_chat(path):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)

        async def chat(thread_id, text):
            return graph.invoke({"messages": [("user", text)]}, on(thread_id))["messages"][-1].text

        yield chat
