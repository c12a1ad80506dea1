"""Makes an old checkpoint the latest with invoke; hashes its keys; overwrites the steps."""

# cell: undo
def undo(path, thread_id):
    with SqliteSaver.from_conn_string(path) as saver:
        graph, here = diary_graph(saver), thread(thread_id)
        past = list(graph.get_state_history(here))
        by_id = {state.config["configurable"]["checkpoint_id"]: state for state in past}
        if not past or not past[0].values["messages"]:
            raise LookupError("there is no turn to take back")

        def parent(state):
            up = state.parent_config
            return by_id[up["configurable"]["checkpoint_id"]] if up else None

        state = past[0]
        while state.next != ("__start__",):
            state = parent(state)
        before = parent(state)
        if before:
            graph.invoke(None, before.config)
            return [message.text for message in before.values["messages"]]
        graph.update_state(here, {"messages": Overwrite([])}, "listen")
        return []


# cell: charge
import hashlib


def key_of(thread_id, number):
    return hashlib.sha256(f"{thread_id}|{number}".encode()).hexdigest()


def charge(state, config):
    number = len(state["receipts"])
    key = key_of(config["configurable"]["thread_id"], number)
    return {"receipts": [bank_pay(state["bank"], key, state["prices"][number])]}


def settle(path, thread_id, bank, prices):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        first = next(saver.list(thread(thread_id), limit=1), None)
        bill = {"bank": bank, "prices": prices, "receipts": []}
        graph.invoke(None if first else bill, thread(thread_id), durability="sync")
        return graph.get_state(thread(thread_id)).values["receipts"]


# cell: upgrade
def upgrade(path):
    found = []
    with SqliteSaver.from_conn_string(path) as saver:
        old, new = trip_v1(saver), trip_v3(saver)
        for checkpoint in list(saver.list(None)):
            thread_id = checkpoint.config["configurable"]["thread_id"]
            values = old.get_state(thread(thread_id)).values
            if thread_id in found or new.get_state(thread(thread_id)).values.get("origin"):
                continue
            due = old.get_state(thread(thread_id)).next
            node = {"plan": START, "approve": "plan", "book": "confirm"}.get(due[0] if due else "", "book")
            origin, destination = values["route"].split(" to ", 1)
            new.update_state(
                thread(thread_id),
                {
                    "version": 3,
                    "origin": origin,
                    "destination": destination,
                    "steps": Overwrite(values["steps"]),
                },
                as_node=node,
            )
            found.append(thread_id)
    found.sort()
    return found
