"""A file that is there as a whole or not at all, whatever is killed or unplugged meanwhile."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

__all__ = ["swap"]


def swap(path: Path, data: bytes) -> None:
    """Put *data* where a file is or will be: as a whole or not at all, even if the power fails.

    Who is killed in here leaves a file `*.new` behind, which nobody reads.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{uuid4().hex}.new")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    # The name is an entry of the folder, and the folder's name one of the folder above.
    for folder in list(path.parents)[:3]:
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
