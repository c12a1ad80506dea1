"""Compares patterns.

loses: test_slim
says: does your SQL compare ids, or patterns
"""

# cell: slim
def slim(path, thread_id):
    with closing(sqlite3.connect(path)) as db:
        for table in ("writes", "checkpoints"):
            db.execute(f"""DELETE FROM {table} WHERE thread_id LIKE :t AND (checkpoint_ns, checkpoint_id) NOT IN (
                SELECT checkpoint_ns, max(checkpoint_id) FROM checkpoints WHERE thread_id LIKE :t GROUP BY 1)""", {"t": thread_id})
        db.commit()
        db.execute("VACUUM")
