"""Makes a view of a table that the check goes on to read, each row of it endless work.

lesson: backends_measured
expects: 0
says: gave no answer within
"""

# cell: slim
import sqlite3


def slim(path, thread_id):
    slow = "instr(zeroblob(200000000), zeroblob(100000000) || x'01')"
    with sqlite3.connect(path) as db:
        for table in ("checkpoints", "writes"):
            db.execute(f"DELETE FROM {table} WHERE thread_id = ?", [thread_id])
        db.commit()
        db.execute("VACUUM")
        db.execute("ALTER TABLE checkpoints RENAME TO hidden")
        db.execute(f"CREATE VIEW checkpoints AS SELECT * FROM hidden WHERE {slow} = 0")
    db.close()
