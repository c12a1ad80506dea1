"""Takes every stored answer for a list of parts; one that is a text it asks for anew.

loses: test_ask_once
says: a stored answer may be a plain text as well
"""


# cell: ask_once
async def ask_once(agent, session, text):
    items = await session.get_items()
    users = [number for number, item in enumerate(items) if item.get("role") == "user"]
    again = bool(users) and items[users[-1]]["content"] == text
    if again and items[-1].get("role") == "assistant":
        texts = [part["text"] for part in items[-1]["content"] if isinstance(part, dict)]
        return "".join(texts)
    result = await Runner.run(agent, [] if again else text, session=session)
    return result.final_output
