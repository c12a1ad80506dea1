"""The highest step is not the latest.

loses: test_slim
says: what tells the latest checkpoint, step or id
"""

# cell: slim
def slim(path, thread_id):
    db = sqlite3.connect(path)
    newest = dict(db.execute("""SELECT checkpoint_ns, checkpoint_id FROM checkpoints WHERE thread_id = :t
        ORDER BY json_extract(CAST(metadata AS TEXT), '$.step')""", {"t": thread_id}))
    for table in ("checkpoints", "writes"):
        db.execute(f"""DELETE FROM {table} WHERE thread_id = :t AND
            checkpoint_id NOT IN ({','.join(repr(i) for i in newest.values()) or 'NULL'})""", {"t": thread_id})
    db.commit()
    db.execute("VACUUM")
    db.close()
