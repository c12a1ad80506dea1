"""Forgets the writes.

loses: test_slim
says: a thread lies in two tables
"""

# cell: slim
def slim(path, thread_id):
    db = sqlite3.connect(path)
    for table in ("checkpoints",):
        db.execute(f"""DELETE FROM {table} WHERE thread_id = :t AND
            (checkpoint_ns, checkpoint_id) NOT IN (SELECT checkpoint_ns, max(checkpoint_id) FROM checkpoints WHERE thread_id = :t GROUP BY checkpoint_ns)""", {"t": thread_id})
    db.commit()
    db.execute("VACUUM")
    db.close()
