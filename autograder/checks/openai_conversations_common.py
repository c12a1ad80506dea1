"""What both checks of `2_sessions/openai_conversations_session` share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from openai import OpenAI, OpenAIError

from autograder.checks.asking import asked
from workbook.services.openai_api import LOCAL_KEY
from workbook.services.sibling import start_once

__all__ = ["ADVICE", "PRELOAD", "local_client", "local_server"]

SECONDS = 10.0  # for one answer of a server on this machine

# The last of each library's modules as well: a child would import them at its first request.
PRELOAD = (
    "agents",
    "anyio._backends._asyncio",
    "httpcore2",
    "httpx2",
    "openai.lib.streaming.responses",
    "openai.pagination",
    "openai.resources.conversations",
    "openai.resources.responses.responses",
    "sqlite3",
    "truststore",
    "workbook.crash",
    "workbook.look",
    "workbook.services",
)
ADVICE = {
    "a coroutine was expected": "the check awaits it; which `def` does it need?",
    "can't be used in 'await' expression": "which of your calls is not asynchronous?",
    "'coroutine'": "which of your calls needs an `await`?",
    "run_sync() cannot be called": "inside an event loop one awaits; which method of `Runner` is for that?",
    "Session ID not yet available": "which first call makes the id of a conversation?",
    'near "': "a user id is data; how does SQL get data that is no part of its text?",
    "unrecognized token": "a user id is data; how does SQL get data that is no part of its text?",
    "UNIQUE constraint failed": "somebody was faster; whose conversation counts now?",
    "no such table": "who makes the table, and before which statement?",
    "already exists": "the table is there from the last time; how does SQL say so?",
    "database is locked": "how long is your transaction open, and what does it wait for?",
    "Expected a non-empty value": "there is no id yet; who makes one?",
    "Session persistence cannot be combined": "a session, or a conversation id: section 4",
    "KeyError: 'id'": "does each item have an id?",
    "NotFoundError": "is the conversation still needed when you delete it, and is its id the right one?",
}


@contextmanager
def local_client() -> Iterator[OpenAI]:
    """Give a client of that API for a check, which does not wait for long."""
    told = local_server()
    url, key = told["OPENAI_BASE_URL"], told["OPENAI_API_KEY"]
    with (
        asked("the API", OpenAIError),
        OpenAI(base_url=url, api_key=key, timeout=SECONDS, max_retries=0) as client,
    ):
        yield client


def local_server() -> dict[str, str]:
    """Return the environment of this machine's own API: a check costs nobody money."""
    return {"OPENAI_BASE_URL": start_once("openai_api", 0), "OPENAI_API_KEY": LOCAL_KEY}
