"""Coroutines inside, plain functions outside: asyncio.run where the caller does not await."""

# cell: detect
import asyncio


async def remember(store, user_id, name):
    value = {"detected_at": datetime.now(UTC).isoformat()}
    await asyncio.to_thread(store.put, (user_id, "preferences"), name, value)


async def listen(state, store):
    text = state["messages"][-1].text.lower()
    names = [name for word, name in KEYWORDS.items() if word in text]
    for name in names:
        await remember(store, state["user_id"], name)
    return {"detected_preferences": names}


def detect_preferences_node(state, store):
    return asyncio.run(listen(state, store))


# cell: respond
def respond_node(state, store):
    async def reply():
        found = await asyncio.to_thread(store.search, (state["user_id"], "preferences"))
        return {"messages": [("assistant", " ".join(item.key for item in found) or "Hello")]}

    return asyncio.run(reply())


# cell: chat
def chat(folder, user_id, thread_id, text):
    async def turn():
        with (
            open_checkpointer(f"{folder}/conversations.db") as saver,
            open_store(f"{folder}/preferences.db") as store,
        ):
            graph = build_graph(saver, store)
            given = {"messages": [("user", text)], "user_id": user_id}
            config = {"configurable": {"thread_id": thread_id}}
            return await asyncio.to_thread(graph.invoke, given, config, durability="sync")

    return asyncio.run(turn())["messages"][-1].text


# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents.extensions.memory import EncryptedSession, SQLAlchemySession

    url = f"sqlite+aiosqlite:///{path}"
    kept = SQLAlchemySession.from_url(user_id, url=url, create_tables=True)
    return EncryptedSession(
        session_id=user_id, underlying_session=kept, encryption_key=key, ttl=ttl
    )
