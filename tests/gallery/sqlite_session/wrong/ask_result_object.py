"""Returns the result.

loses: test_ask_once
says: is the run's `final_output`
"""

# cell: ask_once
from __future__ import annotations


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
    return result
