"""Lets a second object go to the branch; the first never moves."""

# cell: what_if
async def what_if(agent, session, turn, question):
    with closing(
        AdvancedSQLiteSession(session_id=session.session_id, db_path=session.db_path)
    ) as twin:
        for branch in await session.list_branches():
            if branch["is_current"] and branch["branch_id"] != "main":
                await twin.switch_to_branch(branch["branch_id"])
        await twin.create_branch_from_turn(turn)
        result = await Runner.run(agent, question, session=twin)
        await twin.store_run_usage(result)
        return result.final_output
