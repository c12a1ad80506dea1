"""Reference for `2_sessions/sqlite_session`: undo a turn, and ask once whatever happens.

Each `# cell:` comment names the notebook cell it answers.
"""

from __future__ import annotations

from typing import Any

from agents import Agent, Runner
from agents.memory import Session

__all__ = ["ask_once", "pop_turn"]


# cell: pop_turn
async def pop_turn(session: Session) -> list[Any]:
    """Take the last turn away from a session; return its items, oldest first.

    A kill in the middle leaves the beginning of the turn; calling again takes that away.
    """
    turn: list[Any] = []
    while (item := await session.pop_item()) is not None:
        turn.insert(0, item)
        if item.get("role") == "user":
            break
    return turn


# cell: ask_once
async def ask_once(agent: Agent[Any], session: Session, text: str) -> str:
    """Ask, finish asking, or return what was answered; return the answer's text.

    The SDK stores a question before it asks the model, and a tool's output before it asks
    again (openai-agents 0.24), so an empty input finishes what a crash interrupted. A tool that
    was interrupted itself runs again: give its effect an idempotency key.
    """
    items: list[Any] = list(await session.get_items())
    asked = [index for index, item in enumerate(items) if item.get("role") == "user"]
    is_last = bool(asked) and items[asked[-1]].get("content") == text
    if is_last and items[-1].get("role") == "assistant":
        content = items[-1]["content"]
        if isinstance(content, str):
            return content
        return "".join(part.get("text", "") for part in content)
    result = await Runner.run(agent, [] if is_last else text, session=session)
    return str(result.final_output)
