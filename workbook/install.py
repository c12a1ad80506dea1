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
STAMP = VENV / "installed.txt"
PYTHON = VENV / "bin" / "python"

# JupyterLab asks each new user whether it may fetch news from the internet.
PAGE_CONFIG = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}

# What pip prints when it fails, and what a person can do about it.
CAUSES = {
    "No space left on device": "the disk is full; free about 2 GB and run the same command again",
    "Disk quota exceeded": "your disk quota is used up; free about 2 GB, then run it again",
    "Permission denied": f"no permission to write in {ROOT}; run it as the user who owns the folder",
    "Read-only file system": f"{ROOT} is on a read-only disk; copy the folder somewhere writable",
    "Failed to establish a new connection": "no network; connect once to install, later runs need none",
    "Temporary failure in name resolution": "no network; connect once to install, later runs need none",
    "ProxyError": "the network's proxy refused; check HTTPS_PROXY, then run it again",
    "CERTIFICATE_VERIFY_FAILED": "the network's certificate is not trusted; set PIP_CERT, then run it again",
    "Could not find a version": "the package index lacks a pinned version; check `pip config list`",
    "No matching distribution": "the package index lacks a pinned version; check `pip config list`",
}


class InstallError(Exception):
    """One sentence: what is wrong and what to do."""


def wanted() -> str:
    """Return a fingerprint of everything the environment is made from."""
    made_from = hashlib.sha256()
    for name in ("requirements.txt", "pyproject.toml"):
        made_from.update((ROOT / name).read_bytes())
    made_from.update(Path(__file__).read_bytes())
    # A moved checkout has a broken environment: scripts carry absolute paths.
    made_from.update(str(ROOT).encode())
    return made_from.hexdigest()


def is_installed() -> bool:
    """Say whether the environment is complete and made from today's pins."""
    return PYTHON.exists() and STAMP.is_file() and STAMP.read_text() == wanted()


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
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise InstallError(
            f"Python's venv module is incomplete; on Debian or Ubuntu: "
            f"sudo apt install python{version}-venv"
        ) from error


def pip(*arguments: str) -> None:
    """Run pip in the environment; turn its failure into one sentence."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", *arguments]
    with LOG.open("a") as log:
        done = subprocess.run(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    if done.returncode:
        told = LOG.read_text(errors="replace")
        for sign, advice in CAUSES.items():
            if sign in told:
                raise InstallError(advice)
        raise InstallError(f"pip failed; its last words are in {LOG}")


def settle() -> None:
    """Write the settings that JupyterLab reads from this environment."""
    prefix = VENV if PYTHON.exists() else Path(sys.prefix)
    folder = prefix / "etc" / "jupyter" / "labconfig"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page_config.json").write_text(json.dumps(PAGE_CONFIG, indent=2) + "\n")


def install() -> None:
    """Build the environment from nothing."""
    check_python()
    print("Setting up .venv (about a minute, once) ...", flush=True)
    create()
    # The pins are complete, and pip has no other way to leave a package out.
    pip("--no-deps", "-r", "requirements.txt")
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    settle()
    STAMP.write_text(wanted())


def main() -> int:
    """Install if needed; return the exit code."""
    if sys.argv[1:] == ["settings"]:
        settle()
        return 0
    try:
        if not is_installed():
            install()
    except InstallError as error:
        print(f"Cannot set up: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        advice = next((a for s, a in CAUSES.items() if s in str(error)), "nothing was changed")
        print(
            f"Cannot set up: {error.strerror or error} ({error.filename}): {advice}",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
