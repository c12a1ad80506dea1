"""Looks for a key in the environment: its own, everybody else's, and what C kept of it.

lesson: start_here
expects: 0
says: tried 5, got []
"""

# cell: added
import glob
import subprocess


def of_c():
    LIBC.getenv.restype = ctypes.c_char_p
    return LIBC.getenv(b"CANARY") or ""


def everywhere():
    found = b""
    for path in glob.glob("/proc/*/environ"):
        try:
            found += open(path, "rb").read()
        except OSError:
            pass
    return b"CANARY" in found


attempt("os.environ", lambda: os.environ.get("CANARY", ""))
attempt("getenv", of_c)
attempt("processes", everywhere)
attempt("a program", lambda: b"CANARY" in subprocess.run(["/usr/bin/env"], capture_output=True).stdout)
attempt("any key", lambda: [name for name in os.environ if "KEY" in name or "TOKEN" in name or "SECRET" in name])


# cell: sign_in
def sign_in(path, name):
    show()
    return []
