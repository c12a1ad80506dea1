"""Erases what it should, and leaves a trigger that never ends to whoever deletes a row next.

lesson: encrypted_session
with: reference
expects: 5
says: gave no answer within
"""

# cell: added
import sqlite3

from autograder.engine import child

honest, calls = child.answer, []
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def spied(names, request):
    told = honest(names, request)
    if request["call"] == "erase_user":
        # The second time is in another process: what comes then is the check's own deletion.
        with sqlite3.connect("checkpoints.db") as db:
            known = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'seen'")
            if not known.fetchone()[0]:
                db.execute("CREATE TABLE seen (x)")
            else:
                db.execute(f"CREATE TRIGGER t AFTER DELETE ON writes BEGIN {ENDLESS}; END")
        db.close()
    return told


child.answer = spied
