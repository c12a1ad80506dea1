"""Which notebooks need a kernel of their own, because no fork of a warm process can run them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from autograder.cells import Notebook
from autograder.marked import NotMarkable

__all__ = ["beside", "kernel_of"]

TOLD = ("argv", "env", "display_name", "language", "interrupt_mode", "metadata")
OURS = "python3"
LONGEST = 100  # characters of a name
WHOLE = ("pyvenv.cfg", "conda-meta")  # what the folder of a Python of its own has


def kernel_of(notebook: Notebook, *, always: bool = False) -> dict[str, Any] | None:
    """Return what `kernel.json` says of the kernel that a notebook needs to itself.

    None where a fork does as well: the notebook is for this Python, or for one that is not
    installed here. With *always* it gets its kernel in any case.

    Raises:
        NotMarkable: It is in another language, of which no kernel is installed.
    """
    asked = _part(notebook.metadata, "kernelspec")
    name = _word(asked, "name") or OURS
    name = OURS if name == "python" else name  # whichever Python this is, as Jupyter has it
    try:
        spec = KernelSpecManager().get_kernel_spec(name).to_dict()
    except NoSuchKernel:
        about = _part(notebook.metadata, "language_info")
        language = _word(asked, "language") or _word(about, "name") or "python"
        if language == "python" and not always:
            return None
        raise NotMarkable(
            f"it is for the kernel {name!r} ({language}), which is not installed here; "
            "`jupyter kernelspec list` shows those that are"
        ) from None
    if not always and spec["language"] == "python" and _is_ours(spec["argv"]):
        return None
    return {key: spec[key] for key in TOLD}


def beside(kernel: dict[str, Any]) -> tuple[str, ...]:
    """Return the folder of the Python that the kernel runs in, where that is another one."""
    root = Path(kernel["argv"][0]).absolute().parent.parent
    return (str(root),) if any((root / name).exists() for name in WHOLE) else ()


def _part(told: Any, name: str) -> dict[str, Any]:
    """Return a part of what a student's file says, if it has the form that it should have."""
    found = told.get(name) if isinstance(told, dict) else None
    return found if isinstance(found, dict) else {}


def _word(told: dict[str, Any], name: str) -> str:
    found = told.get(name)
    return found[:LONGEST] if isinstance(found, str) else ""


def _is_ours(argv: list[str]) -> bool:
    """Say whether it is IPython's kernel in the Python that this is."""
    here = os.path.dirname(argv[0]) in ("", os.path.dirname(sys.executable))  # noqa: PTH120 (as written)
    return here and any(word.startswith("ipykernel") for word in argv)
