"""Fills files that have no name, in memory, where neither limit looks: four gigabytes.

lesson: start_here
expects: 0
says: megabytes of memory or not permitted
"""

# cell: sign_in
import time


def sign_in(path, name):
    held = [os.memfd_create(str(number)) for number in range(40)]
    for number in held:
        for _ in range(100):
            os.write(number, bytes(1 << 20))
    time.sleep(3)
    return []
