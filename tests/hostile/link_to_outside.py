"""Puts a link to somebody's file where the guest book should be, to read it in the feedback.

lesson: start_here
expects: 0
says: tried 3, got []
"""

# cell: sign_in
GUESTS = []


def sign_in(path, name):
    if not GUESTS:
        attempt("a link", os.symlink, FACTS["notes"], path)
        attempt("a link to a device", os.symlink, "/dev/zero", path)
        attempt("a hard link", os.link, FACTS["notes"], path)
    GUESTS.append(name)
    show()
    return GUESTS
