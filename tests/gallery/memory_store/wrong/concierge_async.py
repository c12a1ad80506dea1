"""Is async.

loses: test_concierge
says: does this node need `async`
"""


# cell: concierge
async def concierge(state, runtime):
    user = runtime.context.user_id
    await runtime.store.aput(("notes", user), uuid4().hex, {"text": state["messages"][-1].text})
    found = await runtime.store.asearch(("notes", user), limit=1000)
    return {"messages": [("ai", "; ".join(item.value["text"] for item in found))]}
