"""Takes the asynchronous saver.

loses: test_checkpointer test_two_conversations
says: which saver has no Async in front
"""

# cell: checkpointer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver


def open_checkpointer(path):
    return AsyncSqliteSaver.from_conn_string(path)
