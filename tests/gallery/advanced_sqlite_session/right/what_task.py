"""Is made of small functions."""

# cell: what_if
async def current_branch(session):
    for branch in await session.list_branches():
        if branch["is_current"]:
            return branch["branch_id"]
    return "main"


async def run_and_bill(agent, session, question):
    result = await Runner.run(agent, question, session=session)
    await session.store_run_usage(result)
    return result


async def what_if(agent, session, turn, question):
    home = await current_branch(session)
    turns = [each["turn"] for each in await session.get_conversation_turns()]
    if turn not in turns:
        raise ValueError(f"turn {turn} is none of {turns}")
    try:
        await session.create_branch_from_turn(turn)
        return (await run_and_bill(agent, session, question)).final_output
    finally:
        await session.switch_to_branch(home)
