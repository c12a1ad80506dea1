"""Never begins a bill.

loses: test_charge
says: what does a new bill begin with
"""

# cell: charge
def charge(state, config):
    number = len(state["receipts"])
    key = f"{config['configurable']['thread_id']}/{number}"
    return {"receipts": [bank_pay(state["bank"], key, state["prices"][number])]}


def settle(path, thread_id, bank, prices):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        return graph.invoke(None, thread(thread_id), durability="sync")["receipts"]
