"""A kernel of its own, behind the same walls, for what a fork cannot run."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.cells import nbformat
from autograder.engine.doctor import examine
from autograder.engine.walls import Walls
from autograder.kernels import beside, kernel_of
from autograder.marked import NotMarkable
from autograder.marking import Grader

# Another language, by a real kernel: it says its cells backwards, and can fail and die.
BACKWARDS = """
import os
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel


class Backwards(Kernel):
    implementation = implementation_version = banner = "backwards"
    language_info = {"name": "backwards", "mimetype": "text/plain", "file_extension": ".txt"}

    def do_execute(self, code, silent, *more, **others):
        if code == "die":
            os._exit(1)
        done = {"execution_count": self.execution_count}
        if code == "fail":
            error = {"ename": "Wrong", "evalue": "it failed", "traceback": ["it failed"]}
            self.send_response(self.iopub_socket, "error", error)
            return done | error | {"status": "error"}
        text = {"name": "stdout", "text": code[::-1]}
        self.send_response(self.iopub_socket, "stream", text)
        return done | {"status": "ok", "payload": [], "user_expressions": {}}


IPKernelApp.launch_instance(kernel_class=Backwards)
"""

WITH_THREAD = """
import queue, threading

asked, told = queue.Queue(), queue.Queue()


def work():
    while True:
        told.put(asked.get() * 2)


def double(number):
    asked.put(number)
    return told.get(timeout=5)


threading.Thread(target=work, daemon=True).start()
"""

pytestmark = pytest.mark.skipif(
    examine().level != "room", reason="this machine has no room, where alone a kernel may run"
)


def notebook_of(sources: list[str], **metadata: Any) -> Any:
    made = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources)))
    made.metadata.update(metadata)
    return made


def install(folder: Path, name: str, argv: list[str], language: str) -> None:
    """Install a kernel as `jupyter kernelspec install` does."""
    there = folder / "kernels" / name
    there.mkdir(parents=True)
    told = {"argv": argv, "display_name": name.title(), "language": language}
    (there / "kernel.json").write_text(json.dumps(told))


def shown(notebook: Any) -> list[list[str]]:
    return [[text_of(output) for output in cell.outputs] for cell in notebook.cells]


def text_of(output: Any) -> str:
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return str(output.get("text") or output["data"]["text/plain"])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that Jupyter looks for kernels in, and submissions may read."""
    folder = tmp_path_factory.mktemp("jupyter")
    folder.chmod(0o755)
    before = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = str(folder)
    (folder / "backwards.py").write_text(BACKWARDS)
    argv = [sys.executable, str(folder / "backwards.py"), "-f", "{connection_file}"]
    install(folder, "backwards", argv, "backwards")
    yield folder
    os.environ.pop("JUPYTER_PATH")
    if before is not None:
        os.environ["JUPYTER_PATH"] = before


@pytest.fixture(scope="module")
def grader(place: Path) -> Iterator[Grader]:
    made = Grader(read=(str(place),))
    yield made
    made.close()


def run(grader: Grader, notebook: Any, folder: Path, seconds: float = 20) -> list[list[str]]:
    """Run a notebook in a kernel of its own; return what its cells show."""
    grader.run(notebook, folder, seconds, kernel_of(notebook, always=True))
    return shown(notebook)


def test_a_notebook_in_another_language_has_its_kernel(grader: Grader, tmp_path: Path) -> None:
    """
    Its outputs and its errors come from that kernel, cell by cell.
    """
    notebook = notebook_of(["abc", "fail", "was"], kernelspec={"name": "backwards"})

    assert run(grader, notebook, tmp_path) == [["cba"], ["Wrong: it failed"], ["saw"]]


def test_a_kernel_that_dies_takes_its_cells_along(grader: Grader, tmp_path: Path) -> None:
    """
    The cells below say that they were not run, and the next submission has a kernel.
    """
    notebook = notebook_of(["abc", "die", "abc"], kernelspec={"name": "backwards"})

    first, died, after = run(grader, notebook, tmp_path)

    assert first == ["cba"]
    assert "ended the whole process" in died[0]
    assert "not run to their end" in after[0]
    assert run(grader, notebook_of(["ab"], kernelspec={"name": "backwards"}), tmp_path) == [
        ["ba"]
    ]


def test_python_in_a_kernel_of_its_own(grader: Grader, tmp_path: Path) -> None:
    """
    Values, files, the stop button and the kernel's own objects are a kernel's.
    """
    (tmp_path / "data.csv").write_text("1,2")
    cells = ["x = 20\nx + 1", "open('data.csv').read()", "while True: pass", "x"]
    cells.append("type(get_ipython().kernel).__name__")

    found = run(grader, notebook_of(cells, kernelspec={"name": "python3"}), tmp_path, 5)

    assert found == [["21"], ["'1,2'"], ["KeyboardInterrupt: "], ["20"], ["'IPythonKernel'"]]


ATTEMPTS = """
import os, socket
def attempt(what, *arguments):
    try:
        what(*arguments)
    except OSError as error:
        return type(error).__name__
    return "done"
"""


def test_a_kernel_stands_behind_the_same_walls(grader: Grader, tmp_path: Path) -> None:
    """
    No file of the grader's, no port of this machine, no family of sockets beyond its own.
    """
    secret = tmp_path / "secret"
    secret.write_text("secret")
    secret.chmod(0o644)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        cells = [
            ATTEMPTS,
            f"attempt(open, {str(secret)!r})",
            f"attempt(socket.create_connection, {listener.getsockname()!r})",
            "attempt(socket.socket, socket.AF_VSOCK)",
            "attempt(socket.socket, socket.AF_INET6)",
            "attempt(open, '/usr/lib/mine', 'w')",
            "[each for each in os.listdir('/proc') if each.isdigit()].__len__() < 10",
        ]

        _, *found = run(grader, notebook_of(cells, kernelspec={"name": "python3"}), tmp_path)

    assert found[0] == ["'FileNotFoundError'"]
    assert found[1:4] == [["'PermissionError'"]] * 3
    assert found[4:] == [["'OSError'"], ["True"]]


def test_this_python_needs_no_kernel(place: Path) -> None:
    """
    A notebook for this Python is run in a fork, and so is one for a Python that is not here.
    """
    assert kernel_of(notebook_of([], kernelspec={"name": "python3"})) is None
    assert kernel_of(notebook_of([])) is None
    assert (
        kernel_of(notebook_of([], kernelspec={"name": "my-env", "language": "python"})) is None
    )


def test_another_python_needs_its_kernel(place: Path, tmp_path: Path) -> None:
    """
    Its folder is one more that submissions may read.
    """
    (tmp_path / "pyvenv.cfg").touch()
    python = str(tmp_path / "bin" / "python")
    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    install(place, "other", argv, "python")

    found = kernel_of(notebook_of([], kernelspec={"name": "other"}))

    assert found
    assert found["argv"] == argv
    assert beside(found) == (str(tmp_path),)


def test_a_kernel_that_is_not_installed_is_named() -> None:
    """
    Who grades is told which one is missing, and how to see those that are there.
    """
    notebook = notebook_of([], kernelspec={"name": "ir", "language": "R"})

    with pytest.raises(NotMarkable, match=r"kernel 'ir' \(R\).*kernelspec list"):
        kernel_of(notebook)


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": None},
        {"kernelspec": ["python3"]},
        {"kernelspec": {"name": 5}},
        {"kernelspec": {"name": {"a": 1}, "language": ["R"]}},
        {"kernelspec": {"name": "../../python3"}},
        {"kernelspec": {"name": "x" * 1_000_000}},
        {"kernelspec": {"name": "unknown"}, "language_info": ["R"]},
        {"kernelspec": "python3", "language_info": None},
    ],
    ids=str,
)
def test_a_notebook_may_say_what_it_likes_about_its_kernel(metadata: dict[str, Any]) -> None:
    """
    It is a student's file: what has not the form of a name names none.
    """
    notebook = notebook_of([])
    notebook.metadata = metadata

    assert kernel_of(notebook) is None


def test_what_a_kernel_keeps_there_is_not_a_submissions(grader: Grader, tmp_path: Path) -> None:
    """
    A file by the name of the kernel's folder stays out of its way.
    """
    (tmp_path / ".kernel").write_text("mine")
    notebook = notebook_of(["abc"], kernelspec={"name": "backwards"})

    assert run(grader, notebook, tmp_path) == [["cba"]]


def test_a_kernel_that_does_not_start_is_told(
    grader: Grader, place: Path, tmp_path: Path
) -> None:
    """
    A kernel that ends at once is no answer of a student's.
    """
    install(place, "broken", [sys.executable, "-c", "0"], "broken")

    with pytest.raises(NotMarkable, match="kernel did not start"):
        run(grader, notebook_of(["1"], kernelspec={"name": "broken"}), tmp_path)


def test_there_is_no_kernel_without_a_room(place: Path, tmp_path: Path) -> None:
    """
    Landlock alone does not keep it from the sockets that lie in this machine's folders.
    """
    grader = Grader(trusting=True)
    grader.processes.walls = Walls(room=False)
    notebook = notebook_of(["1"], kernelspec={"name": "backwards"})

    with pytest.raises(NotMarkable, match=r"Backwards.*does not have"):
        run(grader, notebook, tmp_path)
    grader.close()


def test_a_module_that_starts_a_thread_is_imported_by_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A fork would have the module and not its thread; so the warm process is made without it.
    """
    (tmp_path / "with_thread.py").write_text(WITH_THREAD)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    grader = Grader(trusting=True, preload=("with_thread", "colorsys"))
    cells = ["import sys\n'colorsys' in sys.modules, 'with_thread' in sys.modules"]
    cells.append("import with_thread\nwith_thread.double(21)")
    notebook = notebook_of(cells)

    grader.run(notebook, tmp_path, 10)
    grader.close()

    assert grader.processes.threaded == {"with_thread"}
    assert shown(notebook) == [["(True, False)"], ["42"]]
