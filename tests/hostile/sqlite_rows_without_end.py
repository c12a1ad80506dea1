"""Leaves a database whose table is a view: endless rows, and a count of them that never comes.

expects: 0
"""

# cell: chat
import sqlite3


def chat(folder, user_id, thread_id, text):
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    with sqlite3.connect(f"{folder}/preferences.db") as db:
        db.execute(f"CREATE VIEW store AS {endless} SELECT x AS prefix, x AS key FROM n")
    with sqlite3.connect(f"{folder}/conversations.db") as db:
        db.execute(f"CREATE VIEW writes AS {endless} SELECT count(*) AS channel FROM n")
    return "hello"
