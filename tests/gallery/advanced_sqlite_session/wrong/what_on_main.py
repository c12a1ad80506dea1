"""Asks without a branch.

loses: test_what_if
says: of the conversation from that turn on
"""

# cell: what_if
async def what_if(agent, session, turn, question):
    result = await Runner.run(agent, question, session=session)
    await session.store_run_usage(result)
    return result.final_output
