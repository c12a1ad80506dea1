"""Leaves a sound database whose numbers are texts, whose texts are bytes, whose rows are NULL.

It answers as asked, so that the check gets as far as comparing what the database says.

expects: 0
"""

# cell: added
import json
import sqlite3

FOUND = {}


def said(text):
    return [name for word, name in KEYWORDS.items() if word in text.lower()]


# cell: chat
def chat(folder, user_id, thread_id, text):
    with sqlite3.connect(f"{folder}/preferences.db") as db:
        db.execute("CREATE TABLE IF NOT EXISTS store (prefix, key, UNIQUE (prefix, key))")
        for name in said(text):
            db.execute("INSERT OR IGNORE INTO store VALUES (?, ?)", (f"{user_id}.preferences", name))
        mine = [key for (key,) in db.execute("SELECT key FROM store WHERE prefix = ?", (f"{user_id}.preferences",))]
    with sqlite3.connect(f"{folder}/conversations.db") as db:
        db.execute("CREATE TABLE IF NOT EXISTS checkpoints (thread_id, metadata)")
        step = 1 if "Where were we" not in text else "later"
        db.execute("INSERT INTO checkpoints VALUES (?, ?)", (thread_id, json.dumps({"step": step})))
    return " ".join(mine) or "hello"
