"""Is no coroutine function.

loses: test_what_if
says: which `def` does it need
"""

# cell: what_if
def what_if(agent, session, turn, question):
    asyncio.run(session.create_branch_from_turn(turn))
    result = Runner.run_sync(agent, question, session=session)
    return result.final_output
