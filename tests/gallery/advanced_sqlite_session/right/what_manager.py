"""Has a context manager for the way there and back."""

# cell: what_if
from contextlib import asynccontextmanager
from uuid import uuid4


@asynccontextmanager
async def branched(session, turn):
    before = {branch["branch_id"]: branch["is_current"] for branch in await session.list_branches()}
    name = await session.create_branch_from_turn(turn, f"what-if-{uuid4()}")
    try:
        yield name
    finally:
        for branch, was_current in before.items():
            if was_current:
                await session.switch_to_branch(branch)


async def what_if(agent, session, turn, question):
    async with branched(session, turn):
        run = await Runner.run(agent, question, session=session)
        await session.store_run_usage(run)
        return str(run.final_output)
