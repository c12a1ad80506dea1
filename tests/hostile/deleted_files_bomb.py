"""Fills files in its folder that it has deleted, and holds open: a gigabyte that no walk sees.

lesson: start_here
expects: 0
says: into its folder
"""

# cell: sign_in
import time

HELD = []


def sign_in(path, name):
    for number in range(10):
        HELD.append(open(f"part-{number}", "wb"))
        os.unlink(f"part-{number}")
        for _ in range(100):
            HELD[-1].write(bytes(1 << 20))
    time.sleep(3)
    return []
