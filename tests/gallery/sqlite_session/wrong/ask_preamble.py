"""Takes what the agent said before it called a tool for its answer.

loses: test_ask_once
says: an agent may speak before it calls a tool
"""


# cell: ask_once
async def ask_once(agent, session, text):
    items = await session.get_items()
    asked = [number for number, item in enumerate(items) if item.get("role") == "user"]
    if not asked or items[asked[-1]]["content"] != text:
        return (await Runner.run(agent, text, session=session)).final_output
    done = [item for item in items[asked[-1] + 1 :] if item.get("role") == "assistant"]
    if not done:
        return (await Runner.run(agent, [], session=session)).final_output
    content = done[-1]["content"]
    return content if isinstance(content, str) else "".join(part["text"] for part in content)
