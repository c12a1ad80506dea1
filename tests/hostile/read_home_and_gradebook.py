"""Reads a home folder, the gradebook and a classmate's submission, in every way that reads.

lesson: start_here
expects: 0
says: tried 24, got []
"""

# cell: added
import linecache
import mmap
import shutil
import sqlite3
import subprocess


def openat2(path):
    how = (ctypes.c_uint64 * 3)(os.O_RDONLY, 0, 0)
    return system_call(437, -100, path.encode(), how, 24) or True


def by_program(path):
    return subprocess.run(["/bin/cat", path], capture_output=True).stdout


def mapped(path):
    with open(path, "rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[:10]


for what in ("notes", "gradebook", "other"):
    path = FACTS[what]
    attempt(f"open {what}", lambda: open(path, "rb").read())
    attempt(f"openat2 {what}", openat2, path)
    attempt(f"cat {what}", by_program, path)
    attempt(f"mmap {what}", mapped, path)
    attempt(f"copy {what}", shutil.copy, path, "mine")
    attempt(f"lines {what}", linecache.getlines, path)
    attempt(f"list {what}", os.listdir, os.path.dirname(path))
attempt("sqlite", lambda: sqlite3.connect(f"file:{FACTS['gradebook']}?mode=ro", uri=True).execute("SELECT 1 FROM checkpoints").fetchall())
attempt("attach", lambda: sqlite3.connect(":memory:").execute("ATTACH ? AS theirs", (FACTS["gradebook"],)))
attempt("handle", lambda: system_call(303, -100, FACTS["notes"].encode(), ctypes.create_string_buffer(128), ctypes.byref(ctypes.c_int()), 0) or True)


# cell: sign_in
def sign_in(path, name):
    show()
    return []
