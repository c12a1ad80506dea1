"""Asks each time.

loses: test_ask_once
says: as which item, and where in it is the text
"""

# cell: ask_once
async def ask_once(agent, session, text):
    result = await Runner.run(agent, text, session=session)
    return result.final_output
