"""Leaves a small database whose view gives ten thousand texts of 400 megabytes each.

expects: 0
"""

# cell: chat
import sqlite3


def chat(folder, user_id, thread_id, text):
    rows = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 10000)"
    large = "hex(zeroblob(200000000)) || x"
    with sqlite3.connect(f"{folder}/preferences.db") as db:
        db.execute(f"CREATE VIEW store AS {rows} SELECT {large} AS prefix, {large} AS key FROM n")
    return "hello"
