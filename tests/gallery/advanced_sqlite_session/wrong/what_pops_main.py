"""Pops the turns off main.

loses: test_what_if
says: when the question was asked
"""

# cell: what_if
async def what_if(agent, session, turn, question):
    while len(await session.get_conversation_turns()) >= turn:
        await session.pop_item()
    result = await Runner.run(agent, question, session=session)
    await session.store_run_usage(result)
    return result.final_output
