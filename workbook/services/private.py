"""A server for whoever starts it and nobody else: empty at first, gone with its starter.

The program `python -m workbook.services.private NAME --port N --folder F`, started by grading,
where no submission may meet what notebooks or other submissions keep. It ends when its standard
input does, or when its server has; nothing is kept.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import selectors
import shutil
from importlib import import_module
from pathlib import Path

from workbook.services.errors import ServiceError
from workbook.services.keeper import SERVERS, Server
from workbook.services.process import failed, ready

__all__ = ["main"]

LOOK_EVERY = 1.0  # seconds between looks at whether the server lives
LARGEST_FILE, MEMORY = 1 << 30, 4 << 30  # bytes: strangers' code fills it


def main() -> None:
    """Start the server and keep it while somebody holds the other end of standard input."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(SERVERS))
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument(
        "--folder", type=Path, required=True, help="for its files; an empty one"
    )
    wanted = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    server: Server | None = None
    try:
        module, name = SERVERS[wanted.name]
        server = getattr(import_module(module), name)(wanted.folder, wanted.port)
        assert server is not None
        ready(json.dumps(server.start()))
        _wait(server)
    except (OSError, RuntimeError, ServiceError) as error:
        failed(str(error).strip().split("\n")[0])
    finally:
        if server:
            server.stop()
        shutil.rmtree(wanted.folder, ignore_errors=True)


def _wait(server: Server) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ)
        while server.is_alive():
            if selector.select(LOOK_EVERY) and not os.read(0, 1024):
                return


if __name__ == "__main__":
    main()
