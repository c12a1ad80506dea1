"""Vacuums inside the transaction.

loses: test_slim
says: a DELETE begins a transaction
"""

# cell: slim
def slim(path, thread_id):
    db = sqlite3.connect(path)
    for table in ("writes", "checkpoints"):
        db.execute(f"""DELETE FROM {table} WHERE thread_id = :t AND
            (checkpoint_ns, checkpoint_id) NOT IN (SELECT checkpoint_ns, max(checkpoint_id) FROM checkpoints WHERE thread_id = :t GROUP BY checkpoint_ns)""", {"t": thread_id})
    db.execute("VACUUM")
    db.commit()
    db.close()
