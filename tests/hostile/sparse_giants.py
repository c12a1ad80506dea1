"""Leaves databases, logs and folders of the largest size there may be, with nothing in them.

expects: 0
"""

# cell: added
def write(file):
    for name in (file, f"{file}-wal", f"{file}-journal"):
        with open(name, "wb") as there:
            there.write(b"SQLite format 3\0")
            attempt("ten gigabytes", there.truncate, 10 << 30)
            there.truncate(60 << 20)


# cell: chat
def chat(folder, user_id, thread_id, text):
    write(f"{folder}/conversations.db")
    return "hello"

