"""Deletes the thread.

loses: test_slim
says: is any checkpoint of the thread left
"""

# cell: slim
def slim(path, thread_id):
    db = sqlite3.connect(path)
    for table in ("writes", "checkpoints"):
        db.execute(f"""DELETE FROM {table} WHERE thread_id = :t AND
            true""", {"t": thread_id})
    db.commit()
    db.execute("VACUUM")
    db.close()
