"""Setting up says in one line what is wrong, and does nothing when nothing is to be done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NEEDED = ("Makefile", "pyproject.toml", "requirements.txt", "workbook/install.py")


def copy_to(folder: Path) -> Path:
    for name in NEEDED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def make_setup(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "-s", "setup", f"PYTHON={sys.executable}"],
        cwd=folder,
        env=os.environ | {"PIP_CONFIG_FILE": os.devnull} | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that is not make's own."""
    assert done.returncode != 0
    [line] = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    return line


def test_no_python_is_one_line(tmp_path: Path) -> None:
    """
    Without a fitting Python, the line names the versions and how to choose one.
    """
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("make", "sh", "id"):
        (tools / tool).symlink_to(shutil.which(tool) or "")
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    folder = copy_to(tmp_path / "repo")

    done = subprocess.run(
        ["make", "-s", "setup"],
        cwd=folder,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
    )

    assert "Python 3.11, 3.12 or 3.13 is needed and none was found" in complaint(done)


def test_no_network_is_one_line(tmp_path: Path) -> None:
    """
    Without a network, the line says that only the first run needs one.
    """
    folder = copy_to(tmp_path)

    done = make_setup(
        folder, PIP_INDEX_URL="http://127.0.0.1:9", PIP_RETRIES="0", PIP_FIND_LINKS=""
    )

    assert complaint(done) == (
        "Cannot set up: no network; connect once to install, later runs need none"
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(tmp_path)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("making a small disk needs the right to mount")
    yield copy_to(tmp_path)
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_full_disk_is_one_line(small_disk: Path) -> None:
    """
    On a full disk, the line says so and how much to free.
    """
    done = make_setup(small_disk)

    assert complaint(done).startswith("Cannot set up: the disk is full; free 2 GB")


def test_a_read_only_disk_is_one_line(small_disk: Path) -> None:
    """
    On a read-only disk, the line says to copy the folder.
    """
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    done = make_setup(small_disk)

    assert "is on a read-only disk; copy the folder to a writable one" in complaint(done)


def test_a_second_call_does_nothing() -> None:
    """
    Where everything is installed, setting up prints nothing and runs no pip.
    """
    log = ROOT / ".venv" / "install.log"
    before = log.stat().st_mtime_ns

    done = subprocess.run(["make", "-s", "setup"], cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert log.stat().st_mtime_ns == before
