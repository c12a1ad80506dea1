"""Reference for `2_sessions/advanced_sqlite_session`: ask on a branch, adopt an old session.

Each `# cell:` comment names the notebook cell it answers.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

from agents import Agent, Runner
from agents.extensions.memory import AdvancedSQLiteSession

__all__ = ["adopt", "open_branched", "what_if"]


# cell: what_if
async def what_if(
    agent: Agent[Any], session: AdvancedSQLiteSession, turn: int, question: str
) -> str:
    """Ask *question* in place of that turn's, on a branch of its own; return the answer.

    The branch and its usage stay in the file. Nobody else may use this *object* meanwhile:
    which branch is current is kept in the object, not in the file (openai-agents 0.24).

    Raises:
        ValueError: The current branch has no such turn; turns count from 1.
    """
    listed = await session.list_branches()
    # An empty branch is in no list; it has no turns either, and the next line says so.
    here = next((each["branch_id"] for each in listed if each["is_current"]), "main")
    # Without a name the SDK finds one that was never used, whatever a crash left behind.
    await session.create_branch_from_turn(turn)
    try:
        result = await Runner.run(agent, question, session=session)
        # Usage goes to the last turn of the branch that is current now.
        await session.store_run_usage(result)
    finally:
        await session.switch_to_branch(here)
    return str(result.final_output)


# cell: adopt
async def adopt(path: str, session_id: str) -> int:
    """File an old SQLiteSession's items by turn, in one transaction; return how many.

    The items stay where they are, with the time at which they came. 0: nothing was to do.

    Raises:
        ValueError: The session has begun anew as an AdvancedSQLiteSession; nothing changed.
    """
    open_branched(path, session_id).close()  # makes the tables
    with closing(sqlite3.connect(path)) as db, closing(open_branched(":memory:")) as model, db:
        db.execute("BEGIN IMMEDIATE")
        old = """SELECT id, created_at, message_data FROM agent_messages WHERE session_id = ?
                 AND id NOT IN (SELECT message_id FROM message_structure) ORDER BY id"""
        items = db.execute(old, [session_id]).fetchall()
        filed = "SELECT 1 FROM message_structure WHERE session_id = ?"
        if items and db.execute(filed, [session_id]).fetchone():
            raise ValueError(f"{session_id!r} has begun anew; which history comes first?")
        # Which turn, type and tool an item is of: the SDK itself says so, in memory.
        await model.add_items([json.loads(data) for _, _, data in items])
        turns = await model.get_conversation_by_turns()
        cards = [(turn, turn, *card.values()) for turn in turns for card in turns[turn]]
        add = """INSERT INTO message_structure (session_id, sequence_number, message_id, created_at,
                   user_turn_number, branch_turn_number, message_type, tool_name)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
        for number, (item, card) in enumerate(zip(items, cards, strict=True), start=1):
            db.execute(add, [session_id, number, *item[:2], *card])
    return len(items)


def open_branched(path: str, session_id: str = "user-alice") -> AdvancedSQLiteSession:
    """Open an AdvancedSQLiteSession, and make what tables are missing; close it in the end."""
    return AdvancedSQLiteSession(session_id=session_id, db_path=path, create_tables=True)
