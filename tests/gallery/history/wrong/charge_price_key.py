"""Makes the key of thread and price.

loses: test_charge
says: does the key say which is which
"""

# cell: charge
def charge(state, config):
    number = len(state["receipts"])
    key = f"{config['configurable']['thread_id']}/{state['prices'][number]}"
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
