"""A class on a Dask cluster: the same work on other machines, without a shared filesystem.

What goes out is a batch of notebooks as bytes, each with a seed; what comes back is plain data.
Dask supervises and never runs a student's code: each worker's own installation of this workbook
marks, in walled processes, so loops, deaths and memory bombs are ordinary results there, too.

Dask pickles what it sends, and whoever reaches a scheduler can run anything on all its machines
and on this one. So the cluster must be the instructor's own, in a network of theirs, or speak
TLS: an address `tls://`, with the certificates that Dask's own configuration names.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dask
from distributed import Client, Security
from distributed.comm.addressing import get_address_host_port
from distributed.comm.core import connect
from distributed.versions import VersionMismatchWarning

from autograder.feedback import first_line
from autograder.grading.crew import Crew, NoCrew, Told
from autograder.grading.foreman import Foreman

__all__ = ["on_cluster"]

CONNECT_SECONDS = 10.0


def on_cluster(address: str, *, trusting: bool = False, **how: Any) -> Crew:
    """Return a crew of the workers of the Dask scheduler at *address*.

    *how* are more keyword arguments of `classroom.mark_bytes`.
    It raises `NoCrew` before it sends a submission, where the scheduler cannot be reached, has
    no worker, or has one that would mark otherwise than this machine; `CrewGone` later.
    """

    def crew(jobs: dict[str, bytes]) -> Iterator[tuple[str, Told]]:
        if not jobs:
            return
        with _connected(address) as client:
            yield from Foreman(client, address, jobs, {"trusting": trusting, **how}).mark()

    return crew


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    # What goes wrong is told here, in a sentence; Dask would add a page of its own.
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(("distributed", "tornado")):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    large = {"distributed.admin.large-graph-warning-threshold": "1 GiB"}
    with dask.config.set(large), warnings.catch_warnings():
        warnings.simplefilter("ignore", VersionMismatchWarning)
        try:
            host, port = get_address_host_port(address, strict=True)
        except ValueError:
            raise NoCrew(
                f"{address!r} is no address of a Dask scheduler; one is tcp://HOST:8786"
            ) from None
        try:
            # Dask's client goes on trying, and if it fails does not end for a while.
            socket.create_connection((host, port), CONNECT_SECONDS).close()
            asyncio.run(_knock(address))
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except Exception as error:  # Dask takes any answer for a scheduler's, and stumbles
            raise NoCrew(
                f"no Dask scheduler answers at {address} ({first_line(error)}); "
                "start one with `dask scheduler`, or correct the address"
            ) from None
        with client:
            yield client


async def _knock(address: str) -> None:
    how = Security().get_connection_args("client")
    comm = await connect(address, timeout=CONNECT_SECONDS, **how)
    await comm.close()
