"""Waits for the disk in a new run, and not in the one that goes on after a kill.

loses: test_charge
says: who goes on is a run like any other
"""


# cell: charge
def charge(state, config):
    number = len(state["receipts"])
    key = f"{config['configurable']['thread_id']}#{number}"
    return {"receipts": [bank_pay(state["bank"], key, state["prices"][number])]}


def settle(path, thread_id, bank, prices):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        try:
            final = graph.invoke(None, thread(thread_id))
        except EmptyInputError:
            bill = {"bank": bank, "prices": prices, "receipts": []}
            final = graph.invoke(bill, thread(thread_id), durability="sync")
    return final["receipts"]
