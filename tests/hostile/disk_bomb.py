"""Fills its folder with large files.

lesson: start_here
expects: 0
says: into its folder
"""

# cell: sign_in
import time


def sign_in(path, name):
    for number in range(100):
        with open(f"part-{number}", "wb") as file:
            for _ in range(100):
                file.write(bytes(1 << 20))
    time.sleep(3)
    return []
