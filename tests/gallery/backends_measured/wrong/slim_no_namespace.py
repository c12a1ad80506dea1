"""One latest for all namespaces.

loses: test_slim
says: the latest of what
"""

# cell: slim
def slim(path, thread_id):
    db = sqlite3.connect(path)
    for table in ("writes", "checkpoints"):
        db.execute(f"""DELETE FROM {table} WHERE thread_id = :t AND
            checkpoint_id <> (SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = :t)""", {"t": thread_id})
    db.commit()
    db.execute("VACUUM")
    db.close()
