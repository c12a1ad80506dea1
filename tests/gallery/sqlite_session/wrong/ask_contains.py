"""Takes a question that contains another one for the same.

loses: test_ask_once
says: what makes two questions one
"""


# cell: ask_once
async def ask_once(agent, session, text):
    items = await session.get_items()
    asked = [number for number, item in enumerate(items) if item.get("role") == "user"]
    is_last = bool(asked) and text in items[asked[-1]]["content"]
    if is_last and items[-1].get("role") == "assistant":
        content = items[-1]["content"]
        return content if isinstance(content, str) else "".join(part["text"] for part in content)
    return (await Runner.run(agent, [] if is_last else text, session=session)).final_output
