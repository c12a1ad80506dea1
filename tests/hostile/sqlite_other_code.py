"""Leaves a database that wants code run: virtual tables, triggers, extensions, its own schema.

expects: 0
"""

# cell: chat
import sqlite3


def chat(folder, user_id, thread_id, text):
    with sqlite3.connect(f"{folder}/preferences.db") as db:
        db.execute("CREATE VIRTUAL TABLE store USING fts5(prefix, key)")
    with sqlite3.connect(f"{folder}/conversations.db") as db:
        db.execute("CREATE TABLE writes (channel)")
        db.execute("CREATE TRIGGER t AFTER INSERT ON writes BEGIN SELECT load_extension('x'); END")
        db.execute("PRAGMA writable_schema = ON")
        entry = "INSERT INTO sqlite_master VALUES (?, ?, ?, 0, ?)"
        code = "CREATE VIEW v AS SELECT load_extension('./x.so')"
        db.execute(entry, ("view", "v", "v", code))
        code = f"CREATE VIRTUAL TABLE z USING zipfile('{FACTS['gradebook']}')"
        db.execute(entry, ("table", "z", "z", code))
    open("x.so", "wb").write(b"\x7fELF")
    return "hello"
