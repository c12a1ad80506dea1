"""Lies in wait: the file that the check fills is there, and never ends when a row is added.

lesson: pitfalls
expects: 0
"""

# cell: added
import sqlite3

from langgraph.checkpoint.sqlite import SqliteSaver

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
with SqliteSaver.from_conn_string("sound.db") as saver:
    saver.setup()
with sqlite3.connect("sound.db") as db:
    db.execute(f"CREATE TRIGGER trap BEFORE INSERT ON checkpoints BEGIN {ENDLESS}; END")
db.close()


# cell: audit
def audit(path, largest, secret, address):
    return {}
