"""Takes the first of the current branches, also where an empty session lists none.

loses: test_what_if
says: which branches does an empty session list
"""


# cell: what_if
async def what_if(agent, session, turn, question):
    here = [each["branch_id"] for each in await session.list_branches() if each["is_current"]][0]
    await session.create_branch_from_turn(turn)
    try:
        result = await Runner.run(agent, question, session=session)
        await session.store_run_usage(result)
    finally:
        await session.switch_to_branch(here)
    return result.final_output
