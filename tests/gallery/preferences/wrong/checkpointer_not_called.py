"""Names the class method without calling it.

loses: test_checkpointer test_two_conversations
says: a method that is named is not yet called
"""

# cell: checkpointer
def open_checkpointer(path):
    return SqliteSaver.from_conn_string
