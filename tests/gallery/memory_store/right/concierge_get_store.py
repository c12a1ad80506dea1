"""Asks get_store, replies with a message object."""


# cell: concierge
def concierge(state, runtime: Runtime[Traveller]):
    from langchain_core.messages import AIMessage

    user = runtime.context.user_id
    remember(get_store(), user, str(uuid4()), {"said": state["messages"][-1].content})
    said = recall(get_store(), user).values()
    return {"messages": [AIMessage("You told me: " + ", ".join(v["said"] for v in said))]}
