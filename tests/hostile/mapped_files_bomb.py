"""Fills files, keeps a page of each in memory, closes and deletes them: no list has them.

lesson: start_here
expects: 0
says: into its folder
"""

# cell: sign_in
import mmap
import time

HELD = []


def sign_in(path, name):
    for number in range(10):
        with open(f"part-{number}", "wb+") as file:
            for _ in range(100):
                file.write(bytes(1 << 20))
            file.flush()
            HELD.append(mmap.mmap(file.fileno(), 4096))
        os.unlink(f"part-{number}")
    time.sleep(3)
    return []
