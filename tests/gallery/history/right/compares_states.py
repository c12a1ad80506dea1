"""Looks for the state it wants to be in; keys are ids of tasks; has a class."""

# cell: undo
def undo(path, thread_id):
    config = thread(thread_id)
    with SqliteSaver.from_conn_string(path) as saver:
        graph = diary_graph(saver)
        current = graph.get_state(config).values.get("messages", [])
        said = [place for place, message in enumerate(current) if message.type == "human"]
        if not said:
            raise LookupError(thread_id)
        wanted = said[-1]
        for state in graph.get_state_history(config):
            found = state.values.get("messages", [])
            if not state.next and found == current[:wanted] and found:
                graph.update_state(state.config, {"messages": []}, as_node="listen")
                return [m.text for m in found]
        graph.update_state(config, {"messages": Overwrite([])}, as_node="listen")
        return []


# cell: charge
def charge(state, config):
    # The id of the task is made from the checkpoint before it: the same in each try.
    key = config["configurable"]["checkpoint_ns"] + config["configurable"]["thread_id"]
    number = len(state["receipts"])
    return {"receipts": [bank_pay(state["bank"], key, state["prices"][number])]}


def settle(path, thread_id, bank, prices):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        try:
            final = graph.invoke(None, thread(thread_id), durability="sync")
        except EmptyInputError:
            final = graph.invoke(
                dict(bank=bank, prices=prices, receipts=[]), thread(thread_id), durability="sync"
            )
    return [receipt for receipt in final["receipts"]]


# cell: upgrade
class Upgrader:
    WHO = {"plan": START, "approve": "plan", "book": "confirm"}

    def __init__(self, saver):
        self.saver, self.old, self.new = saver, trip_v1(saver), trip_v3(saver)

    def ids(self):
        listed = self.saver.list(None)
        return sorted({each.config["configurable"]["thread_id"] for each in listed})

    def one(self, config):
        state = self.old.get_state(config)
        if "route" not in state.values:
            return False
        cities = dict(zip(("origin", "destination"), state.values["route"].split(" to ")))
        who = "book"
        for task in state.tasks:
            who = self.WHO[task.name]
        self.new.update_state(config, cities | {"version": 3}, as_node=who)
        return True


def upgrade(path):
    with SqliteSaver.from_conn_string(path) as saver:
        upgrader = Upgrader(saver)
        return [name for name in upgrader.ids() if upgrader.one(thread(name))]
