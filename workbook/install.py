"""Make `.venv` hold exactly what `requirements.txt` pins; a second call finds it done.

Run by `make` with the system's Python, before anything is installed: standard
library only. Whatever goes wrong is told in one line, with what to do about it;
the full story is in `.venv/install.log`.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["main"]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOG = VENV / "install.log"
STAMP = VENV / "installed.json"
PYTHON = VENV / "bin" / "python"

# JupyterLab asks each new user whether it may fetch news from the internet.
PAGE_CONFIG = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}

NO_NETWORK = "no network; connect once to install, later runs need none"
# What pip prints when it fails, and what a person can do about it.
CAUSES = {
    "No space left on device": "the disk is full; free 2 GB, then run the same command again",
    "Disk quota exceeded": "the disk quota is used up; free 2 GB, then run the same command again",
    "Permission denied": f"no permission to write in {ROOT}; run it as the user who owns the folder",
    "Read-only file system": f"{ROOT} is on a read-only disk; copy the folder to a writable one",
    "Failed to establish a new connection": NO_NETWORK,
    "name resolution": NO_NETWORK,
    "timed out": "the network is too slow or blocked; run the same command again",
    "ProxyError": "the network's proxy refused; check HTTPS_PROXY, then run it again",
    "CERTIFICATE_VERIFY_FAILED": "the network's certificate is not trusted; set PIP_CERT, then run it again",
    "Could not find a version": "the package index lacks a pinned version; check `pip config list`",
    "No module named ensurepip": (
        "Python's venv module is incomplete; on Debian or Ubuntu: sudo apt install "
        f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    ),
}


class InstallError(Exception):
    """One sentence: what is wrong and what to do."""


def wanted() -> dict[str, str]:
    """Return what the environment is to be made from, by part."""
    return {
        # A moved checkout has a broken environment: its scripts carry absolute paths.
        "folder": str(ROOT),
        "pins": hashlib.sha256((ROOT / "requirements.txt").read_bytes()).hexdigest(),
        "project": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
    }


def installed() -> dict[str, str]:
    """Return what the environment was made from; nothing where there is none."""
    try:
        found: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if PYTHON.exists() else {}


def check_python() -> None:
    """Raise `InstallError` for a Python the pins were not made for."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        found = ".".join(map(str, sys.version_info[:3]))
        raise InstallError(
            f"Python 3.11, 3.12 or 3.13 is needed, this is {found}; install one, "
            "or name it: make lab PYTHON=/path/to/python3.12"
        )


def create() -> None:
    """Make an empty virtual environment."""
    try:
        venv.EnvBuilder(with_pip=True, clear=True).create(VENV)
    except subprocess.CalledProcessError as error:
        told = (error.output or b"").decode(errors="replace")
        raise InstallError(
            advice(told) or f"no virtual environment in {VENV}: {error}"
        ) from error


def pip(*arguments: str) -> None:
    """Run pip in the environment; turn its failure into one sentence."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]
    with LOG.open("w") as log:
        done = subprocess.run(
            [*command, "--retries=2", *arguments],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        told = LOG.read_text(errors="replace")
        raise InstallError(advice(told) or f"pip failed; its last words are in {LOG}")


def advice(told: str) -> str:
    """Return what to do about a failure that printed *told*; nothing if it is unknown."""
    return next((advice for sign, advice in CAUSES.items() if sign in told), "")


def settle() -> None:
    """Write the settings that JupyterLab reads from this environment."""
    prefix = VENV if PYTHON.exists() else Path(sys.prefix)
    folder = prefix / "etc" / "jupyter" / "labconfig"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page_config.json").write_text(json.dumps(PAGE_CONFIG, indent=2) + "\n")


def install() -> None:
    """Bring the environment up to date, doing no more than needed.

    A part is noted when it is done, so that an interrupted set-up goes on there.
    """
    target, done = wanted(), installed()
    if done == target:
        return
    check_python()
    if done.get("folder") != target["folder"]:
        print("Setting up .venv (a minute or two, once) ...", flush=True)
        create()
        done = note({"folder": target["folder"]})
    if done.get("pins") != target["pins"]:
        # The pins are complete, and pip has no other way to leave a package out.
        pip("--no-deps", "--requirement", "requirements.txt")
        settle()
        done = note(done | {"pins": target["pins"]})
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    note(done | {"project": target["project"]})


def note(done: dict[str, str]) -> dict[str, str]:
    """Write down what the environment now holds."""
    STAMP.write_text(json.dumps(done))
    return done


def main() -> int:
    """Install if needed; return the exit code."""
    if sys.argv[1:] == ["settings"]:
        settle()
        return 0
    try:
        install()
    except InstallError as error:
        print(f"Cannot set up: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        told = f"{error.strerror} ({error.filename})"
        print(f"Cannot set up: {advice(told) or told}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
