"""Raises where there is nothing.

loses: test_slim
says: nothing to keep, nothing to delete
"""

# cell: slim
def slim(path, thread_id):
    db = sqlite3.connect(path)
    if not db.execute("SELECT 1 FROM checkpoints WHERE thread_id = ?", (thread_id,)).fetchone():
        raise LookupError(thread_id)
    for table in ("writes", "checkpoints"):
        db.execute(f"""DELETE FROM {table} WHERE thread_id = :t AND
            (checkpoint_ns, checkpoint_id) NOT IN (SELECT checkpoint_ns, max(checkpoint_id) FROM checkpoints WHERE thread_id = :t GROUP BY checkpoint_ns)""", {"t": thread_id})
    db.commit()
    db.execute("VACUUM")
    db.close()
