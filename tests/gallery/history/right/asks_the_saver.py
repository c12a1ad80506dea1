"""Reads with the saver itself; a class pays; two migrations in a row."""

# cell: undo
def undo(path, thread_id):
    config = thread(thread_id)
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        found = saver.get_tuple(config)
        if found is None or not found.checkpoint["channel_values"].get("messages"):
            raise LookupError(f"no turn on {thread_id}")
        while found.metadata["source"] != "input":
            found = saver.get_tuple(found.parent_config)
        if found.parent_config:
            new = graph.update_state(found.parent_config, {}, as_node="listen")
        else:
            new = graph.update_state(config, {"messages": Overwrite([])}, as_node="listen")
        return [message.text for message in graph.get_state(new).values["messages"]]


# cell: charge
class Cashier:
    def __init__(self, path, thread_id):
        self.path, self.config = path, {"configurable": {"thread_id": thread_id}}

    def run(self, given):
        with SqliteSaver.from_conn_string(self.path) as saver:
            graph = bill_graph(saver, charge)
            return graph.invoke(given, self.config, durability="sync")["receipts"]


def charge(state, config):
    unpaid_prices = state["prices"][len(state["receipts"]) :]
    key = "{}-{}".format(config["configurable"]["thread_id"], len(unpaid_prices))
    return {"receipts": [bank_pay(state["bank"], key, unpaid_prices[0])]}


def settle(path, thread_id, bank, prices):
    cashier = Cashier(path, thread_id)
    try:
        return cashier.run(None)
    except EmptyInputError:
        return cashier.run({"bank": bank, "prices": prices, "receipts": []})


# cell: upgrade
def upgrade(path):
    """Two small migrations, one after the other: the name of the node, then the route."""
    with SqliteSaver.from_conn_string(path) as saver:
        names = {c.config["configurable"]["thread_id"] for c in saver.list(None)}
        old = {
            name: trip_v1(saver).get_state(thread(name))
            for name in names
            if "version" not in saver.get_tuple(thread(name)).checkpoint["channel_values"]
        }
        for name, state in old.items():
            fields = split_route(rename_node(state))
            node = fields.pop("after")
            trip_v3(saver).update_state(thread(name), fields, as_node=node)
        return sorted(old)


def rename_node(state):
    due = [name.replace("approve", "confirm") for name in state.next] or ["end"]
    order = [START, "plan", "confirm", "book", "end"]
    return {"route": state.values["route"], "after": order[order.index(due[0]) - 1]}


def split_route(fields):
    origin, destination = fields.pop("route").split(" to ")
    return fields | {"version": 3, "origin": origin, "destination": destination}
