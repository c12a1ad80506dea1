"""Works in memory and copies it to the file when the block ends.

loses: test_checkpointer
says: when does yours write to disk
"""

# cell: checkpointer
import sqlite3


@contextmanager
def open_checkpointer(path):
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    disk = sqlite3.connect(path, check_same_thread=False)
    disk.backup(memory)
    yield SqliteSaver(memory)
    memory.backup(disk)
    disk.close()
    memory.close()
