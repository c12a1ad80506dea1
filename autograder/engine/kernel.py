"""A kernel of its own for a notebook that no fork can run: another language, another Python.

It lives below a walled child, which talks with it over sockets in the submission's folder and
hands its outputs on. That costs a start of the kernel for each submission, as in nbgrader.
"""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import nbformat as _nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from autograder.engine.files import KERNELS_OWN
from autograder.engine.shell import Outputs

__all__ = ["Kernel"]

START_SECONDS = 50  # some languages take their time

nbformat: Any = _nbformat


class _Only(KernelSpecManager):
    """Knows one kernel, which was looked up where the grader's own kernels are."""

    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__()
        self.told = told

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return it, whatever the name."""
        return KernelSpec(resource_dir="", **self.told)


class Kernel:
    """A kernel with sockets in the current folder.

    Args:
        told: What its `kernel.json` says.

    Raises:
        RuntimeError: It did not start, or did not answer within `START_SECONDS`.
    """

    def __init__(self, told: dict[str, Any]) -> None:
        home = Path(KERNELS_OWN).absolute()
        home.mkdir(exist_ok=True)
        # Where kernels keep what they remember; the other places are closed to it.
        os.environ |= {"HOME": str(home), "JUPYTER_RUNTIME_DIR": str(home)}
        self._manager = AsyncKernelManager(
            kernel_spec_manager=_Only(told),
            kernel_name="only",
            transport="ipc",
            connection_file=str(home / "k.json"),
        )
        self._client = NotebookClient(
            nbformat.v4.new_notebook(),
            km=self._manager,
            timeout=None,
            startup_timeout=START_SECONDS,
            allow_errors=True,
        )
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._loop.add_signal_handler(signal.SIGINT, self._interrupt)
        self._loop.run_until_complete(self._client.async_start_new_kernel())
        self._loop.run_until_complete(self._client.async_start_new_kernel_client())

    def run(self, source: str) -> list[dict[str, Any]]:
        """Run a cell; return its outputs, cut off where there are too many.

        Raises:
            DeadKernelError: The kernel has ended.
        """
        cells = self._client.nb.cells
        cells.append(nbformat.v4.new_code_cell(source))
        asked = self._client.async_execute_cell(cells[-1], len(cells) - 1)
        shown = Outputs()
        try:
            self._loop.run_until_complete(asked)
        except DeadKernelError:
            raise
        except Exception as error:  # whatever a message of the kernel's made of the client
            shown.error("NoOutput", f"the kernel sent what is no output ({error})", [])
        for output in cells[-1].outputs:
            _show(output, shown)
        return shown.all

    def _interrupt(self) -> None:
        asked = self._manager.interrupt_kernel()
        self._interrupting: asyncio.Future[Any] = asyncio.ensure_future(asked, loop=self._loop)


def _show(output: Any, shown: Outputs) -> None:
    if output.output_type == "stream":
        shown.stream(output.name, output.text)
    elif output.output_type == "error":
        shown.error(output.ename, output.evalue, output.traceback)
    else:
        shown.add(output, len(str(output)))
