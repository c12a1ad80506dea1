"""Leaves a database whose table is a view, and the view one step of a query that takes for ever.

expects: 0
"""

# cell: chat
import sqlite3


def chat(folder, user_id, thread_id, text):
    with sqlite3.connect(f"{folder}/preferences.db") as db:
        slow = "instr(zeroblob(200000000), zeroblob(100000000) || x'01')"
        db.execute(f"CREATE VIEW store AS SELECT {slow} AS prefix, {slow} AS key")
    return "hello"
