"""Keeps the parent, too.

loses: test_slim
says: checkpoints left, by namespace: [2]
"""

# cell: slim
def slim(path, thread_id):
    db = sqlite3.connect(path)
    for table in ("writes", "checkpoints"):
        db.execute(f"""DELETE FROM {table} WHERE thread_id = :t AND
            (checkpoint_ns, checkpoint_id) NOT IN (SELECT checkpoint_ns, max(checkpoint_id) FROM checkpoints WHERE thread_id = :t GROUP BY checkpoint_ns UNION SELECT c.checkpoint_ns, c.parent_checkpoint_id FROM checkpoints c WHERE c.thread_id = :t AND (c.checkpoint_ns, c.checkpoint_id) IN (SELECT checkpoint_ns, max(checkpoint_id) FROM checkpoints WHERE thread_id = :t GROUP BY checkpoint_ns))""", {"t": thread_id})
    db.commit()
    db.execute("VACUUM")
    db.close()
