"""Finishes a turn with None, which the Runner does not take for an empty input.

loses: test_ask_once
says: how does section 5 go on without new words
"""


# cell: ask_once
async def ask_once(agent, session, text):
    items = await session.get_items()
    asked = [number for number, item in enumerate(items) if item.get("role") == "user"]
    is_last = bool(asked) and items[asked[-1]]["content"] == text
    if is_last and items[-1].get("role") == "assistant":
        content = items[-1]["content"]
        return content if isinstance(content, str) else "".join(part["text"] for part in content)
    return (await Runner.run(agent, None if is_last else text, session=session)).final_output
