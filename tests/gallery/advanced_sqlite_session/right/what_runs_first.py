"""Runs the agent on a list of items, and files the run on a branch afterwards."""

# cell: what_if
async def what_if(agent, session, turn, question):
    current = next((b["branch_id"] for b in await session.list_branches() if b["is_current"]), "main")
    earlier = []
    turns = 0
    for item in await session.get_items():
        turns += item.get("role") == "user"
        if turns == turn:
            break
        earlier.append(item)
    else:
        raise ValueError(f"there is no turn {turn}")
    result = await Runner.run(agent, [*earlier, {"role": "user", "content": question}])
    await session.create_branch_from_turn(turn)
    await session.add_items(result.to_input_list()[len(earlier):])
    await session.store_run_usage(result)
    await session.switch_to_branch(current)
    return result.final_output
