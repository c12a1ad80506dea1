"""Probes for `2_sessions/openai_conversations_session`.

What goes over the wire is seen, and cut, in the HTTP client that all of OpenAI's clients use.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
from agents import (
    OpenAIConversationsSession,
    SessionSettings,
    SQLiteSession,
    set_tracing_disabled,
)

FASTER_SECONDS = 2.5  # only who waits for a lock of the first one's takes that long
Items = list[Any]
Hook = Callable[[], None]


def chat(
    names: Any, server: dict[str, str], path: str, user: str, text: str, at: str = ""
) -> Any:
    """Take a turn by the student's `resume_chat`; the process dies at the moment *at*."""
    _use(server)
    _watch({at: _die})
    return asyncio.run(names.resume_chat(path, user, text))


def chat_twice(
    names: Any, server: dict[str, str], path: str, user: str, slow: str, fast: str
) -> Any:
    """Take two turns at once: the second process begins and ends while the first one creates.

    One that waits for the first, behind a lock say, ends after it.
    """
    _use(server)
    go, started = os.pipe()
    ended, running = os.pipe()
    if os.fork() == 0:
        os.close(started)
        try:
            if os.read(go, 1):
                _watch({})
                asyncio.run(names.resume_chat(path, user, fast))
        finally:
            os._exit(0)
    os.close(running)

    def let_the_other_run() -> None:
        os.write(started, b"!")
        select.select([ended], [], [], FASTER_SECONDS)

    _watch({"created": let_the_other_run})
    try:
        return asyncio.run(names.resume_chat(path, user, slow))
    finally:
        os.close(started)
        os.read(ended, 1)


class Leaky(SQLiteSession):
    """A session that says nothing and keeps all but the last item of what it is given."""

    async def add_items(self, items: Items) -> None:
        """Add all items but one."""
        await super().add_items(items[:-1])


class Mortal(SQLiteSession):
    """A session whose process dies when it has added something."""

    async def add_items(self, items: Items) -> None:
        """Add items, and die."""
        await super().add_items(items)
        _die()


def move(
    names: Any,
    server: dict[str, str],
    conversation: str,
    path: str,
    kind: str = "",
    limit: int | None = None,
) -> Any:
    """Move a conversation by the student's `move` into a session of *kind* in a file.

    A *kind* that is none is a moment at which the process dies.
    """
    _use(server)
    _watch({kind: _die})
    source = OpenAIConversationsSession(
        conversation_id=conversation, session_settings=SessionSettings(limit=limit)
    )
    made = {"leaky": Leaky, "mortal": Mortal}.get(kind, SQLiteSession)
    with closing(made("trip-7", path)) as target:
        return asyncio.run(names.move(source, target))


def fill(_: Any, path: str, items: Items) -> None:
    """Put items into the file that a conversation is to be moved to."""
    with closing(SQLiteSession("trip-7", path)) as target:
        asyncio.run(target.add_items(items))


def kept(_: Any, path: str) -> Items:
    """Return the items in that file."""
    with closing(SQLiteSession("trip-7", path)) as target:
        return list(asyncio.run(target.get_items()))


def _use(server: dict[str, str]) -> None:
    os.environ.update(server)
    set_tracing_disabled(disabled=True)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _watch(hooks: dict[str, Hook]) -> None:
    """Write each request into `requests.txt`, and call the hook of each moment.

    "created": the server has made a conversation and its answer is here. "items": items are
    about to be sent. "answered": the model's answer is here. "delete" and "deleted": the same
    two moments of deleting a conversation.
    """
    send, send_now = httpx2.AsyncClient.send, httpx2.Client.send

    async def asynchronously(self: Any, request: Any, **options: Any) -> Any:
        _pass(_before(request), hooks)
        response = await send(self, request, **options)
        await response.aread()
        _after(request, response, hooks)
        return response

    def synchronously(self: Any, request: Any, **options: Any) -> Any:
        _pass(_before(request), hooks)
        response = send_now(self, request, **options)
        response.read()
        _after(request, response, hooks)
        return response

    httpx2.AsyncClient.send = asynchronously  # type: ignore[method-assign]
    httpx2.Client.send = synchronously  # type: ignore[method-assign]


def _before(request: Any) -> str:
    parts = request.url.path.split("/")
    if request.method == "DELETE" and parts[-2] == "conversations":
        return "delete"
    return "items" if request.method == "POST" and parts[-1] in ("items", "responses") else ""


def _after(request: Any, response: Any, hooks: dict[str, Hook]) -> None:
    last = request.url.path.split("/")[-1]
    if response.status_code != httpx2.codes.OK:
        return
    if request.method == "POST" and last == "conversations":
        _note(f"created {response.json()['id']}")
        _pass("created", hooks)
    elif request.method == "POST" and last == "responses":
        _pass("answered", hooks)
    elif _before(request) == "delete":
        _pass("deleted", hooks)


def _pass(moment: str, hooks: dict[str, Hook]) -> None:
    if moment:
        hooks.get(moment, lambda: None)()


def _note(line: str) -> None:
    with Path("requests.txt").open("a") as notes:
        notes.write(f"{line}\n")
