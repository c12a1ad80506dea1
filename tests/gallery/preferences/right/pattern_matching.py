"""match instead of if, walrus instead of assignment, one return per case."""

# cell: detect
def detect_preferences_node(state, store):
    match state:
        case {"messages": [*_, last], "user_id": str(user)}:
            text = last.text.lower()
        case _:
            return {}
    found = []
    for word in text.replace(",", " ").replace(".", " ").split():
        if (name := KEYWORDS.get(word)) and name not in found:
            found.append(name)
            stamp = datetime.now(UTC).isoformat()
            store.put((user, "preferences"), key=name, value={"detected_at": stamp})
    return {"detected_preferences": found}


# cell: respond
def respond_node(state, store):
    match [item.key for item in store.search((state["user_id"], "preferences"), limit=5)]:
        case []:
            text = "Tell me what you like."
        case [only]:
            text = f"I know one thing: {only}."
        case [*some, last]:
            text = f"I know {len(some) + 1} things: {', '.join(some)} and {last}."
    return {"messages": [{"role": "assistant", "content": text}]}


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    names = []
    for item in store.search((user_id, "preferences"), limit=100):
        match item.value:
            case {"detected_at": str(text)} if (
                timedelta(0) <= now - datetime.fromisoformat(text) <= timedelta(days=30)
            ):
                names.append(item.key)
    return names
