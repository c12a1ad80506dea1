"""Adds a trigger without an end to each database of the check's, as soon as there is one.

lesson: own_checkpointer
with: reference
expects: 6
"""

# cell: added
import glob
import sqlite3
import threading
import time
from contextlib import closing, suppress

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def set_traps():
    while True:
        for file in glob.glob("trips-*.db"):
            with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as db:
                db.execute(f"CREATE TRIGGER t AFTER INSERT ON writes BEGIN {ENDLESS}; END")
        time.sleep(0.001)


threading.Thread(target=set_traps, daemon=True).start()
