"""What decides a mark, in one word: the same word, the same mark for the same file and seed.

Of the lessons, a file's own decides: its code cells, and the checks that its test cells name.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from autograder.book import CHECK, notebooks
from autograder.cells import Notebook, is_test, nbformat
from autograder.lessons import original

__all__ = ["version", "version_of"]

ROOT = Path(__file__).parents[2]
OURS = ("autograder/**/*.py", "workbook/**/*.py", "notebooks/*/*.ipynb")
# What marks every lesson. Checks and probes are a lesson's own; benchmarks and mutants mark nobody.
ENGINE = ("autograder/*.py", *(f"autograder/{x}/**/*.py" for x in ("engine", "grading")))
ENGINE += ("workbook/**/*.py", "autograder/checks/__init__.py", "autograder/probes/__init__.py")
OWN = ("autograder.checks.", "autograder.probes.")
# What the lessons are about; another release may judge the same code otherwise.
LIBRARIES = ("langgraph", "langgraph-checkpoint", "openai-agents")
LARGEST = 2 << 20  # bytes of a file that nobody has looked at, and that is read here


@cache
def version() -> str:
    """Return a digest of code, lessons and libraries, as they are when first asked."""
    return _digest(_found(OURS))


def version_of(content: bytes) -> str:
    """Return a digest of what decides the mark of this very file.

    Of a file that cannot be looked at here, all lessons decide.
    """
    try:
        lesson = _lesson(content)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return version()
    # Which lesson a file is, the ids of all of them decide.
    cells = _cells(lesson) if lesson else ""
    return _version_with(cells, frozenset(_named(lesson)) if lesson else frozenset())


def _lesson(content: bytes) -> Notebook | None:
    """Return the lesson that a file is, as marking finds it; nothing if it is none.

    Raises:
        ValueError, TypeError, KeyError, AttributeError, RecursionError: It is not known.
    """
    if len(content) > LARGEST:
        raise ValueError("too large")
    told = json.loads(content.decode("utf-8-sig"))
    if told["nbformat"] != 4:
        raise ValueError("its cells are elsewhere")
    cells = [{"metadata": cell["metadata"]} for cell in told["cells"]]
    return original(nbformat.from_dict({"cells": cells}))


def _cells(lesson: Notebook) -> str:
    """Return what marking reads of a lesson: no word of its text is in it, and no output."""
    return json.dumps(
        [
            [cell.get("id"), cell.metadata, cell.source]
            for cell in lesson.cells
            if cell.cell_type == "code"
        ]
    )


def _named(lesson: Notebook) -> Iterator[str]:
    """Yield the modules of the checks that a lesson's test cells name."""
    for cell in lesson.cells:
        if is_test(cell) and (named := CHECK.search(cell.source)):
            yield named[1]


@cache
def _version_with(cells: str, checks: frozenset[str]) -> str:
    return _digest([*_found(ENGINE), *_with_imports(checks)], f"{_all_ids()}\n{cells}\n")


@cache
def _all_ids() -> str:
    lessons = (json.loads(path.read_bytes())["cells"] for path in notebooks(ROOT))
    return json.dumps(
        [[cell["metadata"].get("nbgrader") for cell in cells] for cells in lessons]
    )


def _with_imports(modules: Iterable[str]) -> list[Path]:
    """Return the files of checks, and of the checks and probes that these import."""
    found: dict[str, Path] = {}
    left = list(modules)
    while left:
        module = left.pop()
        path = ROOT / f"{module.replace('.', '/')}.py"
        if module not in found and path.is_file():
            found[module] = path
            left += [name for name in _imports(path) if name.startswith(OWN)]
    return sorted(found.values())


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # What is imported from a package may be a module of it.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield str(node.module)


def _found(patterns: Iterable[str]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]


def _digest(files: Iterable[Path], more: str = "") -> str:
    digest = hashlib.sha256(more.encode())
    for path in files:
        digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    return digest.hexdigest()
