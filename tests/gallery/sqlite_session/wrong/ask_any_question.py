"""Looks for the question anywhere.

loses: test_ask_once
says: how far back does your code look
"""

# cell: ask_once
async def ask_once(agent, session, text):
    items = await session.get_items()
    for place, item in enumerate(items):
        if item.get("role") == "user" and item["content"] == text:
            for later in items[place:]:
                if later.get("role") == "assistant":
                    return later["content"][0]["text"]
            result = await Runner.run(agent, [], session=session)
            return result.final_output
    result = await Runner.run(agent, text, session=session)
    return result.final_output
