"""Has helpers, and the SDK's own way to get at a text."""

# cell: ask_once
def spoken(item):
    content = item.get("content")
    return content if isinstance(content, str) else "".join(part["text"] for part in content or [])


def since_last_question(items):
    for place in range(len(items) - 1, -1, -1):
        if items[place].get("role") == "user":
            return spoken(items[place]), items[place + 1 :]
    return None, []


async def ask_once(agent, session, text):
    question, rest = since_last_question(await session.get_items())
    if question != text:
        run = await Runner.run(agent, input=text, session=session)
    elif rest and rest[-1].get("type", "message") == "message":
        return spoken(rest[-1])
    else:
        run = await Runner.run(agent, input=[], session=session)
    return run.final_output
