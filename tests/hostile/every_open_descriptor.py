"""Looks at every descriptor that it was born with, for a way out that somebody left open.

lesson: start_here
expects: 0
says: kinds ['/dev/null', 'socket'], got []
"""

# cell: added
import fcntl

KINDS = set()
for number in range(256):
    try:
        there = os.readlink(f"/proc/self/fd/{number}")
        flags = fcntl.fcntl(number, fcntl.F_GETFL)
    except OSError:
        continue
    KINDS.add(there.split(":")[0])
    if there.startswith("/"):
        attempt(f"folder {number}", os.fchdir, number)
        attempt(f"relative {number}", lambda: os.open("..", os.O_RDONLY, dir_fd=number))
        attempt(f"home {number}", lambda: os.open(FACTS["notes"][1:], os.O_RDONLY, dir_fd=number))
# What a listing of the folder itself opened does not count.
KINDS = sorted(kind for kind in KINDS if not kind.startswith("/proc"))


# cell: sign_in
def sign_in(path, name):
    print(f"kinds {KINDS}, got {sorted(GOT)}")
    return []
