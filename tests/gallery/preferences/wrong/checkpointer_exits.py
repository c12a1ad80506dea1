"""Ends the process when the file is not there yet.

loses: test_checkpointer test_two_conversations
says: who else lives in this process
demo: yes
"""

# cell: checkpointer
import os


def open_checkpointer(path):
    if not Path(path).exists():
        print(path, "does not exist")
        os._exit(1)
    return SqliteSaver.from_conn_string(path)
