"""Swaps its database for another file, a folder and a link, and back, while the check looks.

expects: 0
"""

# cell: added
import sqlite3
import threading


def swap(file):
    while True:
        for name in ("real.db", "other.db", "folder", "link"):
            LIBC.syscall(316, -100, name.encode(), -100, file.encode(), 2)


# cell: chat
def chat(folder, user_id, thread_id, text):
    file = f"{folder}/conversations.db"
    for name in ("real.db", file):
        with sqlite3.connect(name) as db:
            db.execute("CREATE TABLE IF NOT EXISTS checkpoints (thread_id, metadata)")
            db.execute("CREATE TABLE IF NOT EXISTS store (prefix, key)")
        db.close()
    open("other.db", "wb").write(os.urandom(1 << 20))
    os.mkdir("folder")
    attempt("link", os.symlink, FACTS["gradebook"], "link")
    for _ in range(2):
        threading.Thread(target=swap, args=(file,), daemon=True).start()
    return "hello"
