"""Passes a serializer where the lesson shows it.

loses: test_checkpointer test_two_conversations
says: takes the path alone; the lesson text is out of date
"""

# cell: checkpointer
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer


def open_checkpointer(path):
    return SqliteSaver.from_conn_string(path, serde=JsonPlusSerializer())
