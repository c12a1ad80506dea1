"""Binder would build what `make lab` installs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def dockerfile() -> str:
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug"]
    user = ["--user-id", "1000", "--user-name", "jovyan"]
    done = subprocess.run(
        [*command, *user, str(ROOT)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stderr + done.stdout


def test_binder_uses_a_python_we_support(dockerfile: str) -> None:
    """
    Without binder/runtime.txt it would take 3.10.
    """
    assert "py-2d3-2e11" in dockerfile  # the lock file's name, as the Dockerfile escapes it


def test_binder_installs_the_pins_and_runs_our_scripts(dockerfile: str) -> None:
    """
    The pins, the steps after them and the start script are all found.
    """
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in dockerfile
    assert "./binder/postBuild" in dockerfile
    assert "binder/start" in dockerfile


def test_binder_and_make_share_their_pins() -> None:
    """
    There is one set of pins, and it names no package index.
    """
    assert "-r ../requirements.txt" in (ROOT / "binder" / "requirements.txt").read_text().split(
        "\n"
    )
    pins = (ROOT / "requirements.txt").read_text()
    assert "://" not in pins
    assert "--" not in pins
    assert all("==" in line for line in pins.splitlines())
