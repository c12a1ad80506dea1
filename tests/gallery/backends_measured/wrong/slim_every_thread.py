"""Slims whatever is in the file.

loses: test_slim
says: whose rows does each of your statements touch
"""

# cell: slim
def slim(path, thread_id):
    with closing(sqlite3.connect(path)) as db:
        for table in ("writes", "checkpoints"):
            db.execute(f"""DELETE FROM {table} WHERE (thread_id, checkpoint_ns, checkpoint_id) NOT IN (
                SELECT thread_id, checkpoint_ns, max(checkpoint_id) FROM checkpoints GROUP BY 1, 2)""")
        db.commit()
        db.execute("VACUUM")
