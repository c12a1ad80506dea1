"""Catches, goes back, raises again."""

# cell: what_if
async def what_if(agent, session, turn, question):
    current = None
    for branch in await session.list_branches():
        if branch["is_current"]:
            current = branch["branch_id"]
    await session.create_branch_from_turn(turn_number=turn)
    try:
        result = await Runner.run(agent, input=question, session=session)
    except Exception:
        await session.switch_to_branch(current)
        raise
    await session.store_run_usage(result)
    await session.switch_to_branch(current)
    return result.final_output
