"""Looks at the latest four items, as many as a turn with one tool has.

loses: test_ask_once
says: how many items can follow a question
"""


# cell: ask_once
async def ask_once(agent, session, text):
    items = await session.get_items(limit=4)
    asked = [number for number, item in enumerate(items) if item.get("role") == "user"]
    is_last = bool(asked) and items[asked[-1]]["content"] == text
    if is_last and items[-1].get("role") == "assistant":
        content = items[-1]["content"]
        return content if isinstance(content, str) else "".join(part["text"] for part in content)
    return (await Runner.run(agent, [] if is_last else text, session=session)).final_output
