"""Never goes back.

loses: test_what_if
says: has a second effect; who undoes it
"""

# cell: what_if
async def what_if(agent, session, turn, question):
    await session.create_branch_from_turn(turn)
    result = await Runner.run(agent, question, session=session)
    await session.store_run_usage(result)
    return result.final_output
