"""Leaves a database whose columns are computed when read, in one step that takes for ever.

expects: 0
"""

# cell: chat
import sqlite3


def chat(folder, user_id, thread_id, text):
    with sqlite3.connect(f"{folder}/preferences.db") as db:
        db.execute("CREATE TABLE store (one)")
        db.execute("INSERT INTO store VALUES (1)")
        # Only who reads computes: the row was there before the columns were.
        slow = "(instr(zeroblob(200000000), zeroblob(100000000) || x'01'))"
        db.execute("PRAGMA writable_schema = ON")
        table = f"CREATE TABLE store (one, prefix AS {slow}, key AS {slow})"
        db.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'store'", (table,))
    return "hello"
