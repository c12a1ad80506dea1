"""Makes a new key in each try.

loses: test_charge
says: what does the second try know of the first
"""

# cell: charge
def charge(state, config):
    number = len(state["receipts"])
    key = str(uuid4())
    return {"receipts": [bank_pay(state["bank"], key, state["prices"][number])]}


def settle(path, thread_id, bank, prices):
    with SqliteSaver.from_conn_string(path) as saver:
        graph = bill_graph(saver, charge)
        try:
            final = graph.invoke(None, thread(thread_id), durability="sync")
        except EmptyInputError:
            bill = {"bank": bank, "prices": prices, "receipts": []}
            final = graph.invoke(bill, thread(thread_id), durability="sync")
    return final["receipts"]
