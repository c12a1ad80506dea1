"""Takes back a lone question, finishes anything else."""

# cell: ask_once
async def ask_once(agent, session, text):
    latest = await session.get_items(limit=1)
    if latest and latest[0].get("role") == "user" and latest[0].get("content") == text:
        await session.pop_item()
        return (await Runner.run(agent, text, session=session)).final_output
    after = []
    for item in reversed(await session.get_items()):
        if item.get("role") == "user":
            break
        after.insert(0, item)
    else:
        item = {}
    if item.get("content") != text:
        return (await Runner.run(agent, text, session=session)).final_output
    if after[-1].get("role") == "assistant":
        parts = after[-1]["content"]
        return parts if isinstance(parts, str) else "".join(part["text"] for part in parts)
    return (await Runner.run(agent, [], session=session)).final_output
