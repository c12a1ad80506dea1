"""A fresh copy of the workbook does what the README says: it opens, and it marks a class."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from autograder import cli, course
from autograder.book import notebooks
from autograder.cells import is_solution, is_test, read_notebook

ROOT = Path(__file__).parents[1]
DEMO = ("right/classes.py", "wrong/detect_all_messages.py")
COMMANDS = re.compile(r"^```sh\n(.+?)\n```$", re.MULTILINE | re.DOTALL)


def fresh_copy(folder: Path) -> Path:
    """Copy what git would clone, with a demo class small enough for a test."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("this copy of the workbook is not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        if "gallery" not in name or name.endswith(DEMO):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person would who has opened a terminal in *folder*."""
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=outside(),
        capture_output=True,
        text=True,
        timeout=900,
    )


def outside() -> dict[str, str]:
    """Return the environment without the one these tests run in."""
    ours = str(Path(sys.executable).parent)
    path = [part for part in os.environ["PATH"].split(":") if part != ours]
    drop = (
        "VIRTUAL_ENV",
        "MAKEFLAGS",
        "MFLAGS",
        "MAKELEVEL",
        "MAKEOVERRIDES",
        "ARGS",
        "PYTHONPATH",
    )
    kept = {name: value for name, value in os.environ.items() if name not in drop}
    return kept | {"PATH": ":".join(path)}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh copy, set up by its own `make class`."""
    root = fresh_copy(tmp_path_factory.mktemp("workbook"))
    done = run(root, "make class")
    if "no network" in done.stderr and "CI" not in os.environ:
        pytest.skip("setting up a fresh copy needs the network")
    assert done.returncode == 0, done.stderr
    assert re.search(r"demo-reference +26 of 26", done.stdout)
    assert "Feedback: course/feedback/" in done.stdout
    return root


def test_the_readme_names_these_commands() -> None:
    """
    What the README tells people to type is what these tests run.
    """
    commands = COMMANDS.findall((ROOT / "README.md").read_text())

    assert commands == ["make lab", "make class", "make test"]


def test_make_lab_opens_the_workbook(root: Path) -> None:
    """
    `make lab` serves JupyterLab on the port that was asked for, and installs nothing again.
    """
    before = (root / ".venv" / "install.log").stat().st_mtime_ns
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = f"--no-browser --port {port} --IdentityProvider.token=''"
    lab = subprocess.Popen(
        ["make", "lab", f"ARGS={options}"],
        cwd=root,
        env=outside(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        page = fetch(f"http://127.0.0.1:{port}/lab", lab)
    finally:
        os.killpg(lab.pid, signal.SIGTERM)
        lab.wait(30)

    assert re.search(r'"preferredPath": "/?notebooks"', page)
    assert "apputils-extension:announcements" in page
    assert (root / ".venv" / "install.log").stat().st_mtime_ns == before


def fetch(url: str, server: subprocess.Popen[bytes]) -> str:
    """Return the page at *url* once the server answers."""
    end = time.monotonic() + 90
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("JupyterLab did not answer")


def test_the_release_is_the_book(root: Path) -> None:
    """
    What nbgrader hands out has, cell for cell, the text that students have here.
    """
    for path in notebooks(ROOT):
        released = read_notebook(root / "course" / "release" / path.parent.name / path.name)

        assert [c.source for c in released.cells] == [
            c.source for c in read_notebook(path).cells
        ]


def test_the_source_holds_the_answers(root: Path) -> None:
    """
    Each solution cell of the source has its answer between nbgrader's marks.
    """
    for path in notebooks(ROOT):
        source = read_notebook(root / "course" / "source" / path.parent.name / path.name)
        for cell in source.cells:
            if is_solution(cell):
                assert "### BEGIN SOLUTION" in cell.source
                assert "raise NotImplementedError" not in cell.source


def test_stock_nbgrader_gives_each_its_due(root: Path) -> None:
    """
    26 for the reference, 0 for the untouched stub, and what is left for the others.
    """
    found = {
        mark.student: (mark.score, mark.out_of)
        for mark in course.marks(root)
        if mark.assignment == "6_preferences"
    }

    assert found == {
        "demo-reference": (26, 26),
        "demo-classes": (26, 26),
        "demo-detect-all-messages": (22, 26),
        "demo-untouched": (0, 26),
    }


def test_the_feedback_page_tells_the_promise(root: Path) -> None:
    """
    A student reads which promise was broken, what was seen and what to try.
    """
    folder = root / "course" / "feedback" / "demo-detect-all-messages" / "6_preferences"
    page = (folder / "preferences.html").read_text()

    assert "only the last message counts" in page
    assert "which only an earlier message states" in page


@pytest.mark.parametrize(("student", "failing"), [("demo-reference", 0), ("demo-untouched", 8)])
def test_validate_agrees_with_the_checks(root: Path, student: str, failing: int) -> None:
    """
    `nbgrader validate` on a student's notebook says what its checks say.
    """
    submitted = root / "course" / "submitted" / student / "6_preferences" / "preferences.ipynb"
    tests = [cell for cell in read_notebook(submitted).cells if is_test(cell)]

    told = run(root, f". .venv/bin/activate && nbgrader validate {submitted}").stdout

    assert told.count("The following cell failed") == failing
    assert ("Success!" in told) == (failing == 0)
    assert failing in (0, len(tests))


def test_somebody_elses_submission_is_left_alone(root: Path) -> None:
    """
    Handing in for the demo class again touches no other student.
    """
    other = root / "course" / "submitted" / "somebody" / "6_preferences" / "preferences.ipynb"
    other.parent.mkdir(parents=True)
    other.write_text("theirs")

    course.submit_demo_class(root)

    assert other.read_text() == "theirs"


def test_the_wrong_folder_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Run elsewhere, the command says where to run it and writes nothing.
    """
    monkeypatch.chdir(tmp_path)

    assert cli.main(["course"]) == 2
    assert "Run this in the workbook's folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
