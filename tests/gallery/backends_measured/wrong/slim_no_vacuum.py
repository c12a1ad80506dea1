"""Rows go, the file stays.

loses: test_slim
says: which command gives it back
"""

# cell: slim
def slim(path, thread_id):
    db = sqlite3.connect(path)
    for table in ("writes", "checkpoints"):
        db.execute(f"""DELETE FROM {table} WHERE thread_id = :t AND
            (checkpoint_ns, checkpoint_id) NOT IN (SELECT checkpoint_ns, max(checkpoint_id) FROM checkpoints WHERE thread_id = :t GROUP BY checkpoint_ns)""", {"t": thread_id})
    db.commit()
    db.close()
