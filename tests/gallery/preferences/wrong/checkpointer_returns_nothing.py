"""Forgets to return what it opened.

loses: test_checkpointer test_two_conversations
says: what does your function return?
"""

# cell: checkpointer
def open_checkpointer(path):
    SqliteSaver.from_conn_string(path)
