"""Takes memory that is counted as shared, in several processes: four gigabytes in all.

lesson: start_here
expects: 0
says: megabytes of memory or not permitted
"""

# cell: sign_in
import mmap
import time


def sign_in(path, name):
    for _ in range(3):
        if os.fork() == 0:
            break
    held = mmap.mmap(-1, 1 << 30)
    for _ in range(1 << 30 >> 20):
        held.write(bytes(1 << 20))
    time.sleep(3)
    return []
