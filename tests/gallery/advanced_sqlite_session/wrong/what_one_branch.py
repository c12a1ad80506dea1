"""Uses one branch for all calls.

loses: test_what_if
says: where do the second call's items go
"""

# cell: what_if
async def what_if(agent, session, turn, question):
    here = [each["branch_id"] for each in await session.list_branches() if each["is_current"]][0]
    names = [each["branch_id"] for each in await session.list_branches()]
    if f"turn-{turn}" in names:
        await session.switch_to_branch(f"turn-{turn}")
        while await session.pop_item():
            pass
        for item in (await session.get_items(branch_id=here)):
            if len(await session.get_conversation_turns()) == turn - 1 and item.get("role") == "user":
                break
            await session.add_items([item])
    else:
        await session.create_branch_from_turn(turn, f"turn-{turn}")
    try:
        result = await Runner.run(agent, question, session=session)
        await session.store_run_usage(result)
    finally:
        await session.switch_to_branch(here)
    return result.final_output
