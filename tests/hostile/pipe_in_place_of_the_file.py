"""Puts a pipe where the guest book should be: who opens it to read waits for ever.

lesson: start_here
expects: 0
says: tried 3, got []
"""

# cell: sign_in
GUESTS = []


def sign_in(path, name):
    if not GUESTS:
        attempt("a pipe", os.mkfifo, path)
        attempt("a node", os.mknod, path, 0o10600)
        attempt("a terminal", os.mknod, path, 0o20600, os.makedev(5, 0))
    GUESTS.append(name)
    show()
    return GUESTS
