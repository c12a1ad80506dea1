"""Run notebooks from top to bottom in a fresh kernel, and store what they show."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from autograder.cells import Notebook, is_test, nbformat, read_notebook
from autograder.task import Task

__all__ = ["CellFailed", "execute", "failed_tests", "notebooks", "store_outputs", "tasks"]

CELL_SECONDS = 60
CHECK = re.compile(r"^from (autograder\.checks\.\w+) import (\w+)$", re.MULTILINE)
# What differs between machines and versions, and what no reader looks at.
NOT_KEPT = ("execution", "collapsed", "scrolled")


class CellFailed(Exception):
    """A cell raised that was not meant to; the message says which and how."""


def notebooks(root: Path) -> list[Path]:
    """Return the book's notebooks in reading order."""
    found = root.glob("notebooks/*/*.ipynb")
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def execute(notebook: Notebook, folder: Path) -> Notebook:
    """Run *notebook* in *folder*, in place, and return it.

    Cells tagged `raises-exception` may raise.

    Raises:
        CellFailed: Another cell raised, hung, or took the kernel with it.
    """
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        # What a cell prints piece by piece is one output, however it was flushed.
        coalesce_streams=True,
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise CellFailed(str(error)) from error
    for cell in notebook.cells:
        for name in NOT_KEPT:
            cell.metadata.pop(name, None)
    # The kernel reports the Python it ran on; a reader has another.
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def store_outputs(path: Path) -> None:
    """Run the notebook at *path* and write it back with its outputs."""
    notebook = read_notebook(path)
    execute(notebook, path.parent)
    nbformat.write(notebook, path)


def failed_tests(notebook: Notebook) -> dict[str, str]:
    """Return what each test cell that raised says, by its `grade_id`."""
    return {
        cell.metadata.nbgrader.grade_id: output.evalue
        for cell in notebook.cells
        if is_test(cell)
        for output in cell.outputs
        if output.output_type == "error"
    }


def tasks(notebook: Notebook) -> dict[str, Task]:
    """Return the check behind each test cell, by its `grade_id`."""
    found: dict[str, Task] = {}
    for cell in notebook.cells:
        if is_test(cell):
            named = CHECK.search(cell.source)
            if named is None:
                raise ValueError(
                    f"the test cell {cell.id} imports no check of autograder.checks"
                )
            module, name = named.groups()
            found[cell.metadata.nbgrader.grade_id] = getattr(import_module(module), name)
    return found
