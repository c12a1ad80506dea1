"""What decides a mark, in one word: the same word, the same mark for the same file and seed."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

__all__ = ["version"]

ROOT = Path(__file__).parents[2]
OURS = ("autograder/**/*.py", "workbook/**/*.py", "notebooks/*/*.ipynb")
# What the lessons are about; another release may judge the same code otherwise.
LIBRARIES = ("langgraph", "langgraph-checkpoint", "openai-agents")


@cache
def version() -> str:
    """Return a digest of code, lessons and libraries, as they are when first asked."""
    digest = hashlib.sha256()
    for pattern in OURS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    return digest.hexdigest()
