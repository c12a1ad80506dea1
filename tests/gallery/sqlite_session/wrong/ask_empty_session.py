"""Does not expect an empty session.

loses: test_ask_once
says: what if the session is empty
"""

# cell: ask_once
async def ask_once(agent, session, text):
    items = await session.get_items()
    asked = [i for i, item in enumerate(items) if item.get("role") == "user"]
    if items[asked[-1]]["content"] == text:
        return items[-1]["content"][0]["text"]
    result = await Runner.run(agent, text, session=session)
    return result.final_output
