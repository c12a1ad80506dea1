"""Goes back to main, wherever it was.

loses: test_what_if
says: main is not the only place
"""

# cell: what_if
async def what_if(agent, session, turn, question):
    here = [each["branch_id"] for each in await session.list_branches() if each["is_current"]][0]
    await session.create_branch_from_turn(turn)
    try:
        result = await Runner.run(agent, question, session=session)
        await session.store_run_usage(result)
    finally:
        await session.switch_to_branch("main")
    return result.final_output
