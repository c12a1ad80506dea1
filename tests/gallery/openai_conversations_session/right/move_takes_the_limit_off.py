"""Takes the session's own limit off."""

# cell: move
async def move(source, target):
    source.session_settings = SessionSettings(limit=None)
    copy = [dict(item) for item in await source.get_items()]
    for item in copy:
        item.pop("id")
    there = await target.get_items()
    match there:
        case []:
            await target.add_items(copy)
        case _ if there == copy[: len(there)]:
            await target.add_items(copy[len(there) :])
        case _:
            raise ValueError
    if copy != await target.get_items():
        raise ValueError
    await source.clear_session()
    return len(copy)
