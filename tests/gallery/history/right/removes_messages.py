"""Removes messages by their ids; asks whether a bill was begun; lists ids with SQL."""

# cell: undo
from langchain_core.messages import RemoveMessage


def undo(path, thread_id):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        messages = graph.get_state(thread(thread_id)).values.get("messages", [])
        last = [i for i, message in enumerate(messages) if message.type == "human"]
        if not last:
            raise LookupError("nothing to undo")
        gone = [RemoveMessage(id=message.id) for message in messages[last[-1] :]]
        graph.update_state(thread(thread_id), {"messages": gone}, as_node="listen")
    return [message.text for message in messages[: last[-1]]]


# cell: charge
def charge(state, config):
    step = config["metadata"]["langgraph_step"]
    thread_id = config["metadata"]["thread_id"]
    price = state["prices"][len(state["receipts"])]
    return {"receipts": [bank_pay(state["bank"], f"{thread_id} step {step}", price)]}


def settle(path, thread_id, bank, prices):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        begun = graph.get_state(thread(thread_id)).created_at is not None
        given = None if begun else {"bank": bank, "prices": prices, "receipts": []}
        return graph.invoke(given, thread(thread_id), durability="sync")["receipts"]


# cell: upgrade
def upgrade(path):
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT DISTINCT thread_id FROM checkpoints ORDER BY thread_id")
        ids = [thread_id for (thread_id,) in rows]
    return [thread_id for thread_id in ids if upgrade_one(path, thread(thread_id))]


def upgrade_one(path, config):
    with SqliteSaver.from_conn_string(path) as saver:
        old, new = trip_v1(saver), trip_v3(saver)
        if new.get_state(config).values.get("version") == 3:
            return False
        state = old.get_state(config)
        origin, _, destination = state.values["route"].partition(" to ")
        match state.next:
            case ("plan",):
                node = "__start__"
            case ("approve",):
                node = "plan"
            case ("book",):
                node = "confirm"
            case _:
                node = "book"
        values = {"origin": origin, "destination": destination, "version": 3}
        new.update_state(config, values, as_node=node)
        return True
