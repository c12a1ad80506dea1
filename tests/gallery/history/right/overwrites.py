"""Overwrites the list on the latest checkpoint; always gives an input; counts steps."""

# cell: undo
class NoTurn(LookupError):
    pass


def undo(path, thread_id):
    with SqliteSaver.from_conn_string(path) as saver:
        graph, config = diary_graph(saver), thread(thread_id)
        messages = list(graph.get_state(config).values.get("messages", []))
        if not messages:
            raise NoTurn(thread_id)
        while messages.pop().type != "human":
            pass
        graph.update_state(config, {"messages": Overwrite(messages)}, as_node="listen")
        return [message.content for message in messages]


# cell: charge
def charge(state, config):
    number = len(state["receipts"])
    key = f"bill of {config['configurable']['thread_id']}, item {number + 1}"
    return {"receipts": [bank_pay(state["bank"], key, state["prices"][number])]}


def settle(path, thread_id, bank, prices):
    # The receipts are added to what is there: an input begins where the thread stands.
    bill = {"bank": bank, "prices": prices, "receipts": []}
    with SqliteSaver.from_conn_string(path) as saver:
        final = bill_graph(saver, charge).invoke(bill, thread(thread_id), durability="sync")
    return final["receipts"]


# cell: upgrade
NODES = [START, "plan", "confirm", "book"]


def upgrade(path):
    """How many steps a trip has says where it stands."""
    upgraded = set()
    with SqliteSaver.from_conn_string(path) as saver:
        threads = {}
        for checkpoint in saver.list(None):
            threads.setdefault(checkpoint.config["configurable"]["thread_id"], checkpoint)
        for thread_id, latest in threads.items():
            values = latest.checkpoint["channel_values"]
            if values.get("version"):
                continue
            origin, destination = values["route"].split(" to ")
            new = dict(version=3, origin=origin, destination=destination)
            node = NODES[len(values.get("steps", []))]
            trip_v3(saver).update_state(thread(thread_id), new, as_node=node)
            upgraded.add(thread_id)
    return sorted(upgraded)
