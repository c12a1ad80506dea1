"""Goes back whatever happens."""

# cell: what_if
async def what_if(agent, session, turn, question):
    current = [each["branch_id"] for each in await session.list_branches() if each["is_current"]]
    here = current[0] if current else "main"
    await session.create_branch_from_turn(turn)
    try:
        result = await Runner.run(agent, question, session=session)
        await session.store_run_usage(result)
    finally:
        await session.switch_to_branch(here)
    return result.final_output
