"""Fills files in a folder that may be entered, and not looked into.

lesson: start_here
expects: 0
says: into its folder or nobody may look into
"""

# cell: sign_in
import time


def sign_in(path, name):
    os.umask(0)
    os.mkdir("closed", 0o300)
    for number in range(10):
        with open(f"closed/part-{number}", "wb") as file:
            for _ in range(100):
                file.write(bytes(1 << 20))
    time.sleep(3)
    return []
