"""Notebook cells with IPython's semantics, in a process that is no kernel.

Magics, top-level await, rich outputs and tracebacks are IPython's own; what a kernel would send
over a socket is collected here as notebook outputs, up to a limit.
"""

from __future__ import annotations

import base64
import sys
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from traitlets import Type
from traitlets.config import Config

__all__ = ["Outputs", "Shell", "make"]

MOST = 1_000_000  # characters of all outputs of one cell
MOST_OUTPUTS, MOST_ERRORS = 1000, 20  # of one cell
CUT = "\n[the rest of the output was cut off]\n"


class Outputs:
    """The outputs of one cell, as a notebook has them; a flood is cut off, and says so."""

    def __init__(self) -> None:
        self.all: list[dict[str, Any]] = []
        self._room = MOST
        self._errors = 0

    def stream(self, name: str, text: str) -> None:
        """Add what was printed, to the last output if that is of the same stream."""
        fits, was_open = text[: max(self._room, 0)], self._room > 0
        self._room -= len(text)
        if fits:
            self._print(name, fits)
        if was_open and self._room < 0:
            self._print("stderr", CUT)

    def add(self, output: dict[str, Any], size: int) -> None:
        """Add any other output, of about *size* characters, if it still fits."""
        was_open, self._room = self._room > 0, self._room - size
        if self._room >= 0 and len(self.all) < MOST_OUTPUTS:
            self.all.append(output)
        elif was_open:
            self._print("stderr", CUT)

    def error(self, name: str, message: str, traceback: list[str]) -> None:
        """Add what was raised, whatever else there is: a cell with an error earns nothing."""
        self._errors += 1
        if self._errors <= MOST_ERRORS:
            told = [line[:10_000] for line in traceback[:100]]
            self.all.append(
                {
                    "output_type": "error",
                    "ename": name[:200],
                    "evalue": message[:10_000],
                    "traceback": told,
                }
            )

    def _print(self, name: str, text: str) -> None:
        if self.all and self.all[-1].get("name") == name:
            self.all[-1]["text"] += text
        else:
            self.all.append({"output_type": "stream", "name": name, "text": text})


class _Stream:
    """Stands for stdout or stderr while a cell runs."""

    encoding = "utf-8"

    def __init__(self, shell: Shell, name: str) -> None:
        self._shell, self.name = shell, name

    def write(self, text: str) -> int:
        self._shell.outputs.stream(self.name, text)
        return len(text)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def isatty(self) -> bool:
        return False


class _Publisher(DisplayPublisher):
    """Collects what `display(...)` shows."""

    shell: Any

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        data = _as_text(data)
        shown = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        self.shell.outputs.add(shown, _size(data))

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs = Outputs()


class _Hook(DisplayHook):
    """Collects the value of a cell's last line."""

    shell: Any

    def write_output_prompt(self) -> None:
        """Show none."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        result = {
            "output_type": "execute_result",
            "execution_count": self.prompt_count,
            "data": _as_text(format_dict),
            "metadata": md_dict or {},
        }
        self.shell.outputs.add(result, _size(format_dict))

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Compiler(CachingCompiler):
    """Calls each cell's code by the cell's id, so that a traceback says which."""

    cell = ""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return f"<cell {self.cell or number}>"


class Shell(InteractiveShell):
    """IPython without a terminal, a history or a kernel."""

    compiler_class = Type(_Compiler)
    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    outputs = Outputs()
    compile: Any

    def enable_gui(self, gui: Any = None) -> None:
        """Accept `%matplotlib inline`; there is no window to show."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.outputs.error(str(etype.__name__), str(evalue), [str(line) for line in stb])

    def run(self, cell: str, source: str) -> tuple[BaseException | None, list[dict[str, Any]]]:
        """Run a cell; return what it raised, if anything, and its outputs."""
        self.outputs = Outputs()
        self.compile.cell = cell
        before = sys.stdout, sys.stderr
        streams: Any = _Stream(self, "stdout"), _Stream(self, "stderr")
        sys.stdout, sys.stderr = streams
        try:
            run: Any = self.run_cell
            result: ExecutionResult = run(source, store_history=True)
        finally:
            sys.stdout, sys.stderr = before
        return result.error_before_exec or result.error_in_exec, self.outputs.all


def make() -> Shell:
    """Return a shell whose names are those of `__main__`."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    main = sys.modules["__main__"]
    # As the one shell of the process: display() asks for that.
    shell: Shell = Shell.instance(config=config, user_module=main, user_ns=main.__dict__)
    return shell


def _as_text(data: dict[str, Any]) -> dict[str, Any]:
    """Return a bundle as a notebook has it: pictures in base64, all else as it is."""
    return {
        kind: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for kind, value in data.items()
    }


def _size(data: dict[str, Any]) -> int:
    return sum(len(str(value)) for value in data.values())
