"""Answers with an apology when the model fails.

loses: test_what_if
says: that there is no answer
"""

# cell: what_if
async def what_if(agent, session, turn, question):
    here = [each["branch_id"] for each in await session.list_branches() if each["is_current"]][0]
    await session.create_branch_from_turn(turn)
    answer = "Sorry, no answer."
    try:
        result = await Runner.run(agent, question, session=session)
        await session.store_run_usage(result)
        answer = result.final_output
    except Exception as error:
        print(error)
    await session.switch_to_branch(here)
    return answer
