"""Real local servers: each starts on first use, and is gone when nobody uses it any more.

A call such as `postgres()` gives the server's URL and sets the environment variables that
client libraries read, so a notebook holds the code one would deploy. `DATABASE_URL`,
`REDIS_URL` and `COSMOSDB_ENDPOINT` that are set already win: then nothing is started and
nothing is changed.

- `openai_api` runs beside one kernel and forgets everything with it (`sibling.py`); it wins
  over a key that is set, unless `WORKBOOK_OPENAI=real` is.
- `postgres`, `redis` and `cosmosdb` serve all notebooks of a user at once, stop when the last
  of them is gone, and know next time what they knew before (`shared.py`, `keeper.py`).
"""

from __future__ import annotations

import os
import warnings

from workbook.services.databases import new_database
from workbook.services.errors import ServiceError

# This import comes before `def openai_api` on purpose: it makes the subpackage an attribute
# of this package, once, and the function then takes the name.
from workbook.services.openai_api import LOCAL_KEY, OFFICIAL_URL
from workbook.services.process import failed, ready
from workbook.services.shared import lease
from workbook.services.sibling import running, start_once, wait_for_parent_to_end

__all__ = [
    "ServiceError",
    "cosmosdb",
    "failed",
    "new_database",
    "openai_api",
    "postgres",
    "ready",
    "redis",
    "wait_for_parent_to_end",
]

REAL = "WORKBOOK_OPENAI"  # set to "real", it has the lessons talk to OpenAI itself


def openai_api(port: int = 0) -> str:
    """Return the base URL of a local OpenAI API, started by the first call.

    The server listens on 127.0.0.1, lives as long as this process and keeps everything in its
    memory; each call points `OPENAI_BASE_URL` and `OPENAI_API_KEY` of this process, and so of
    those that it starts, at it and switches off the Agents SDK's tracing, which would go to
    OpenAI. So a key that somebody has set for other work sends nothing of a lesson away, and
    costs nothing.

    With `WORKBOOK_OPENAI=real` set, this starts and changes nothing, and returns the URL that
    the user's own `OPENAI_API_KEY` and `OPENAI_BASE_URL` lead to.

    Args:
        port: The port to listen on; 0 takes a free one.

    Raises:
        ServiceError: The port is taken, the server did not start, or the real API is wanted
            and neither of its variables is set.
    """
    key, url = os.environ.get("OPENAI_API_KEY"), os.environ.get("OPENAI_BASE_URL")
    if os.environ.get(REAL) == "real":
        return _real_openai(key, url)
    if key == LOCAL_KEY and url and url != running("openai_api"):
        return url  # the server of the process that started this one
    url = start_once("openai_api", port)
    os.environ["OPENAI_BASE_URL"] = url
    os.environ["OPENAI_API_KEY"] = LOCAL_KEY
    os.environ["OPENAI_AGENTS_DISABLE_TRACING"] = "1"
    _reach_directly()
    return url


def _real_openai(key: str | None, url: str | None) -> str:
    if not key and not url:
        raise ServiceError(
            f"{REAL} is real, and OPENAI_API_KEY is not set: set it, or unset {REAL}"
        )
    return url or OFFICIAL_URL


def _reach_directly() -> None:
    """Have HTTP clients take no proxy to this machine."""
    for variable in ("NO_PROXY", "no_proxy"):
        known = os.environ.get(variable, "")
        if "127.0.0.1" not in known:
            os.environ[variable] = f"{known},127.0.0.1".strip(",")


def postgres(port: int = 0) -> str:
    """Return the URL of a PostgreSQL with pgvector, and set `DATABASE_URL` to it.

    The form is `postgresql://user:password@127.0.0.1:PORT/agents`. Its data are kept between
    runs; for an empty database that nobody else uses, see `new_database`.

    Args:
        port: The port to listen on; 0 takes the last one, or a free one.

    Raises:
        ServiceError: The port is taken, or the server did not start.
    """
    return _shared("postgres", "DATABASE_URL", port)


def redis(port: int = 0) -> str:
    """Return the URL of a Redis (Valkey), and set `REDIS_URL` to it.

    The form is `redis://:password@127.0.0.1:PORT/0`. Its data are kept between runs; for an
    empty numbered database that nobody else uses, see `new_database`.

    Args:
        port: The port to listen on; 0 takes the last one, or a free one.

    Raises:
        ServiceError: The port is taken, or the server did not start.
    """
    return _shared("redis", "REDIS_URL", port)


def cosmosdb(port: int = 0) -> str:
    """Return the endpoint of a Cosmos DB account; set `COSMOSDB_ENDPOINT` and `COSMOSDB_KEY`.

    The local one is an emulator of ours for the protocol's part that the workbook uses. Its
    data are kept between runs.

    Args:
        port: The port to listen on; 0 takes the last one, or a free one.

    Raises:
        ServiceError: The port is taken, or the server did not start.
    """
    endpoint = _shared("cosmosdb", "COSMOSDB_ENDPOINT", port)
    if "127.0.0.1" in endpoint:
        _reach_directly()
        # The client does not verify a certificate on this machine, and says so at each request.
        warnings.filterwarnings("ignore", "Unverified HTTPS request .* host '127.0.0.1'")
    return endpoint


_ours: dict[str, str] = {}


def _shared(name: str, variable: str, port: int) -> str:
    url = os.environ.get(variable)
    if url and url != _ours.get(variable):
        return url
    environment = lease(name, port)
    os.environ.update(environment)
    _ours.update(environment)
    return environment[variable]
