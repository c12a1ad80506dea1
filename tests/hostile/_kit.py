"""What every attack carries along: a list of what it tried, and of what it was not refused."""

import ctypes
import os

TRIED, GOT = [], []
LIBC = ctypes.CDLL(None, use_errno=True)


def attempt(what, effort, *arguments):
    """Try something; it is got if it does not raise and gives something other than nothing."""
    TRIED.append(what)
    try:
        found = effort(*arguments)
    except BaseException as refused:
        return refused
    if found is None or (found and found != -1):
        GOT.append(what)
    return found


def system_call(number, *arguments):
    """Ask the kernel directly, past every library."""
    given = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    result = LIBC.syscall(ctypes.c_long(number), *given)
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def show():
    """Print what came of it, where feedback shows the end of what was printed."""
    print(f"tried {len(TRIED)}, got {sorted(GOT)}")
