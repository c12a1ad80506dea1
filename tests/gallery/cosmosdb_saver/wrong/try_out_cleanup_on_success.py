"""Cleans up unless the turn fails.

loses: test_try_out
says: which block of Python runs whatever happens
"""

# cell: try_out
def try_out(database, thread_id, text):
    saver = CosmosDBSaver(database_name=database, container_name="checkpoints")
    copy = f"copy-{secrets.token_hex(8)}"
    saver.copy_thread(thread_id, copy)
    texts = tell(saver, copy, text)
    saver.delete_thread(copy)
    return texts
