"""Reference for `2_sessions/openai_conversations_session`: one conversation a user, and the way out.

Each `# cell:` comment names the notebook cell it answers. Held to a real SIGKILL by
`tests/test_openai_conversations_session.py`; the API's behaviour is that of openai-agents 0.24
and openai 3.54, read from their source and run against the workbook's local server.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from agents import Agent, OpenAIConversationsSession, Runner
from agents.memory import Session
from openai import AsyncOpenAI

__all__ = ["move", "resume_chat"]


# cell: resume_chat
async def resume_chat(path: str, user_id: str, text: str) -> str:
    """Take a turn in the user's conversation at OpenAI, made if there is none yet.

    The file at *path* holds the conversation's id and nothing else. A kill between the creation
    and the commit leaves an empty conversation at the server that nobody knows: one at most.

    Raises:
        openai.NotFoundError: Somebody deleted the conversation at the server.
    """
    query = "SELECT id FROM conversations WHERE user_id = ?"
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "CREATE TABLE IF NOT EXISTS conversations (user_id TEXT PRIMARY KEY, id TEXT)"
        )
        found = db.execute(query, [user_id]).fetchone()
        if found is None:
            async with AsyncOpenAI() as client:
                made = await client.conversations.create()
            with db:
                # Another process may have been faster; whoever saves first has made the one.
                db.execute(
                    "INSERT OR IGNORE INTO conversations VALUES (?, ?)", [user_id, made.id]
                )
            found = db.execute(query, [user_id]).fetchone()
    # No session: one request a turn, and the server adds the question with its answer.
    result = await Runner.run(Agent(name="Guide"), text, conversation_id=found[0])
    return str(result.final_output)


# cell: move
async def move(source: OpenAIConversationsSession, target: Session) -> int:
    """Move a conversation from OpenAI to another session; return its number of items.

    A run that was killed may be repeated: what the target has already is not added again. The
    conversation is deleted only when the target has given back all of it. (OpenAI's package says
    that deleting a conversation does not delete its items; what a real account keeps is not run.)

    Raises:
        ValueError: The target holds something else, or has not kept the copy.
        openai.NotFoundError: There is no such conversation (any more).
    """
    # A limit of the session's own would hide the older items, and they would be deleted.
    everything: list[Any] = await source.get_items(limit=2**31)
    # An item's id means something only to the server that gave it.
    copy: list[Any] = [
        {key: value for key, value in item.items() if key != "id"} for item in everything
    ]
    there: list[Any] = await target.get_items()
    if there != copy[: len(there)]:
        raise ValueError("the target holds another conversation; move into an empty session")
    await target.add_items(copy[len(there) :])
    if await target.get_items() != copy:
        raise ValueError("the target has not kept all items; the conversation stays at OpenAI")
    await source.clear_session()
    return len(copy)
