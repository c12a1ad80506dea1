"""Uses the asynchronous saver inside functions that are not."""

# cell: undo
import asyncio

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver


async def take_back(path, thread_id):
    config = thread(thread_id)
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = await graph.aget_state(config)
        if not state.values.get("messages"):
            raise LookupError("nothing to undo")
        while state.metadata["source"] != "input":
            state = await graph.aget_state(state.parent_config)
        target = state.parent_config or config
        values = {"messages": []} if state.parent_config else {"messages": Overwrite([])}
        await graph.aupdate_state(target, values, as_node="listen")
        state = await graph.aget_state(config)
        return [message.text for message in state.values["messages"]]


def undo(path, thread_id):
    return asyncio.run(take_back(path, thread_id))


# cell: charge
def charge(state, config):
    number = len(state["receipts"])
    key = f"{config['configurable']['thread_id']}#{number}"
    return Command(update={"receipts": [bank_pay(state["bank"], key, state["prices"][number])]})


async def pay_all(path, thread_id, bill):
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        if await saver.aget_tuple(thread(thread_id)):
            bill = None
        final = await graph.ainvoke(bill, thread(thread_id), durability="sync")
        return final["receipts"]


def settle(path, thread_id, bank, prices):
    bill = {"bank": bank, "prices": prices, "receipts": []}
    return asyncio.run(pay_all(path, thread_id, bill))


# cell: upgrade
def upgrade(path):
    before = {(): "book", ("plan",): START, ("approve",): "plan", ("book",): "confirm"}
    done = []
    with SqliteSaver.from_conn_string(path) as saver:
        for thread_id in sorted({c.config["configurable"]["thread_id"] for c in saver.list(None)}):
            config = {"configurable": {"thread_id": thread_id}}
            old = trip_v1(saver).get_state(config)
            if "route" not in old.values:
                continue
            origin, destination = old.values["route"].split(" to ")
            trip_v3(saver).update_state(
                config,
                {"version": 3, "origin": origin, "destination": destination},
                as_node=before[old.next],
            )
            done.append(thread_id)
    return done
