"""Calls each copy the same.

loses: test_try_out
says: what does `copy_thread` do with what its target has
"""

# cell: try_out
from __future__ import annotations


def try_out(database: str, thread_id: str, text: str) -> list[str]:
    """Take a turn on a copy of a thread, and leave no trace; return the copy's texts."""
    saver = CosmosDBSaver(database_name=database, container_name="checkpoints")
    # Never used before: copy_thread adds to what its target has, such as a killed run's copy.
    copy = f"{thread_id}-copy"
    try:
        saver.copy_thread(thread_id, copy)
        return tell(saver, copy, text)
    finally:
        saver.delete_thread(copy)
