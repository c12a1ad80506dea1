"""Leaves databases with a sound beginning and everything else wrong: sizes, pages, the log.

expects: 0
"""

# cell: chat
import random
import sqlite3
import struct


def chat(folder, user_id, thread_id, text):
    draw = random.Random(user_id)
    for name, table in (("preferences", "store"), ("conversations", "writes")):
        file = f"{folder}/{name}.db"
        db = sqlite3.connect(file, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL" if draw.random() < 0.5 else "PRAGMA page_size = 512")
        db.execute(f"CREATE TABLE {table} (prefix, key, channel)")
        db.executemany(f"INSERT INTO {table} VALUES (?, ?, 'x')", [("x" * 3000, "y")] * 50)
        parts = {path: open(path, "rb").read() for path in (file, f"{file}-wal") if os.path.exists(path)}
        db.close()
        for path, content in parts.items():
            damaged = bytearray(content)
            damaged[28:32] = struct.pack(">I", 0xFFFFFFFE)
            for _ in range(40):
                damaged[draw.randrange(32, len(damaged))] = draw.randrange(256)
            open(path, "wb").write(damaged)
    return "hello"
