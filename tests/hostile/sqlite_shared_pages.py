"""Leaves a database of 40 megabytes in which a thousand rows share one text of 30 megabytes.

expects: 0
"""

# cell: chat
import sqlite3
import struct

PAGE, MANY = 65536, 1000


def chat(folder, user_id, thread_id, text):
    file = f"{folder}/preferences.db"
    with sqlite3.connect(file) as db:
        db.execute(f"PRAGMA page_size = {PAGE}")
        db.execute("CREATE TABLE store (prefix, key)")
        db.execute("INSERT INTO store VALUES (?, 'x')", ("y" * (30 << 20),))
    db.close()
    content = bytearray(open(file, "rb").read())
    # The second page is the table's: it gets a thousand entries, all of the same place.
    page = content[PAGE : 2 * PAGE]
    place = page[8:10]
    page[3:5] = struct.pack(">H", MANY)
    page[8 : 8 + 2 * MANY] = place * MANY
    content[PAGE : 2 * PAGE] = page
    open(file, "wb").write(content)
    return "hello"
