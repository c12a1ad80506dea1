"""Probes for `1_checkpointers/cosmosdb_saver`."""

from __future__ import annotations

import os
import warnings
from typing import Any


def account(names: Any, endpoint: str, key: str) -> None:
    """Let the student's code find the account."""
    # The client verifies no certificate on this machine, and says so at each request.
    warnings.filterwarnings("ignore", "Unverified HTTPS request")
    os.environ["COSMOSDB_ENDPOINT"], os.environ["COSMOSDB_KEY"] = endpoint, key


def tell(names: Any, database: str, thread_id: str, text: str) -> list[str]:
    """Take a turn of a diary, with the notebook's own function."""
    saver = names.CosmosDBSaver(database_name=database, container_name="checkpoints")
    told: list[str] = names.tell(saver, thread_id, text)
    return told


def copy(names: Any, database: str, thread_id: str, target: str) -> None:
    """Copy a thread, as a process does that is killed before it can clean up."""
    saver = names.CosmosDBSaver(database_name=database, container_name="checkpoints")
    saver.copy_thread(thread_id, target)


def failing_turn(names: Any, database: str, thread_id: str) -> str:
    """Try out a turn in which the diary's node raises; return what comes out."""

    def fail(state: Any) -> Any:
        raise ConnectionError("the diary does not answer")

    code, names.listen.__code__ = names.listen.__code__, fail.__code__
    try:
        return f"it returned {names.try_out(database, thread_id, 'Hello?')!r}"
    except ConnectionError as error:
        return str(error)
    finally:
        names.listen.__code__ = code
