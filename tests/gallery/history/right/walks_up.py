"""Follows the parents; tries to carry on first; has a table of nodes."""

# cell: undo
def undo(path, thread_id):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        state = graph.get_state(config)
        if not state.values.get("messages"):
            raise LookupError(f"{thread_id} has no turn")
        while state.metadata["source"] != "input":
            state = graph.get_state(state.parent_config)
        if state.parent_config is None:
            graph.update_state(config, {"messages": Overwrite([])}, as_node="listen")
        else:
            graph.update_state(state.parent_config, None, as_node="listen")
        return [message.text for message in graph.get_state(config).values["messages"]]


# cell: charge
def charge(state, config):
    done = state["receipts"]
    key = config["configurable"]["thread_id"] + ":" + str(len(done))
    receipt = bank_pay(state["bank"], key, state["prices"][len(done)])
    return {"receipts": [receipt]}


def settle(path, thread_id, bank, prices):
    config = {"configurable": {"thread_id": thread_id}}
    with SqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        try:
            return graph.invoke(None, config, durability="sync")["receipts"]
        except EmptyInputError:
            start = {"bank": bank, "prices": prices, "receipts": []}
            return graph.invoke(start, config, durability="sync")["receipts"]


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
