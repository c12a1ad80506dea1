"""Reference for `0_start_here/start_here`: what was returned is on disk."""

from __future__ import annotations

from pathlib import Path

__all__ = ["sign_in"]


# cell: sign_in
def sign_in(path: str, name: str) -> list[str]:
    """Add a name to the guest book at *path*; return all names in it, oldest first.

    A kill of the process after the call loses nothing: the file is closed by then. (A power
    cut could: that takes `os.fsync`.)
    """
    with Path(path).open("a", encoding="utf-8") as book:
        book.write(f"{name}\n")
    return Path(path).read_text(encoding="utf-8").splitlines()
