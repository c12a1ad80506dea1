"""Returns the first part of a stored answer.

loses: test_ask_once
says: which parts make up the answer
"""


# cell: ask_once
async def ask_once(agent, session, text):
    items = await session.get_items()
    asked = [number for number, item in enumerate(items) if item.get("role") == "user"]
    is_last = bool(asked) and items[asked[-1]]["content"] == text
    if is_last and items[-1].get("role") == "assistant":
        content = items[-1]["content"]
        return content if isinstance(content, str) else content[0]["text"]
    return (await Runner.run(agent, [] if is_last else text, session=session)).final_output
