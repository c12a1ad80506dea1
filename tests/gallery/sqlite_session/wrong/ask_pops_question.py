"""Takes back the question only, and asks again.

loses: test_ask_once
says: which input lets the run go on from there
"""

# cell: ask_once
async def ask_once(agent, session, text):
    items = await session.get_items()
    asked = [i for i, item in enumerate(items) if item.get("role") == "user"]
    if asked and items[asked[-1]]["content"] == text:
        if items[-1].get("role") == "assistant":
            return items[-1]["content"][0]["text"]
        while (await session.pop_item()).get("role") != "user":
            pass
    result = await Runner.run(agent, text, session=session)
    return result.final_output
