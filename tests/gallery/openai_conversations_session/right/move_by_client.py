"""Reads and deletes with OpenAI's client."""

# cell: move
class NotMoved(ValueError):
    pass


async def move(source, target):
    async with AsyncOpenAI() as client:
        copy = []
        async for item in client.conversations.items.list(source.session_id, order="asc", limit=100):
            clean = item.model_dump(exclude_unset=True)
            clean.pop("id", None)
            copy.append(clean)
        rest = list(copy)
        for item in await target.get_items():
            if not rest or rest.pop(0) != item:
                raise NotMoved("the target is in use")
        await target.add_items(rest)
        if await target.get_items() == copy:
            await client.conversations.delete(source.session_id)
            return len(copy)
    raise NotMoved("the copy is incomplete")
