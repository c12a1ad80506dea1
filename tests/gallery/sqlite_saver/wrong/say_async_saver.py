"""Opens the asynchronous saver in an ordinary `with`.

loses: test_say
says: one saver is for `async with`
"""

# cell: say
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver


def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("whose diary is it? thread_id is empty")
    with AsyncSqliteSaver.from_conn_string(path) as saver:
        config = {"configurable": {"thread_id": thread_id}}
        final = diary_graph(saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
