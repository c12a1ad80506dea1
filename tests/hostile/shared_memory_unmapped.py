"""Fills shared memory, and lets go of all but a page of it: no process is charged for the rest.

lesson: start_here
expects: 0
says: tried 2, got []
"""

# cell: sign_in
import mmap


def fill(file):
    """A page that stays mapped keeps the whole gigabyte there."""
    held = mmap.mmap(file, 1 << 30, mmap.MAP_SHARED, mmap.PROT_READ)
    for place in range(0, 1 << 30, 4096):
        held[place]
    held.madvise(mmap.MADV_DONTNEED)


def sign_in(path, name):
    attempt("nobody's memory", fill, -1)
    attempt("nobody's memory, by its other name", lambda: fill(os.open("/dev/zero", os.O_RDONLY)))
    show()
    return []
