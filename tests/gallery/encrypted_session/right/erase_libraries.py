"""Uses what the libraries offer, and cleans."""

# cell: erase_user
def erase_user(folder, user_id):
    gone = {"threads": 0, "sessions": 0, "items": 0}
    checkpoints, sessions, memories = (Path(folder) / f"{name}.db" for name in ("checkpoints", "sessions", "store"))
    if checkpoints.exists():
        with SqliteSaver.from_conn_string(str(checkpoints)) as saver:
            threads = {found.config["configurable"]["thread_id"] for found in saver.list(None, filter={"user_id": user_id})}
            for thread_id in threads:
                saver.delete_thread(thread_id)
            gone["threads"] = len(threads)
        clean(checkpoints)
    if sessions.exists():
        with closing(SQLiteSession(user_id, sessions)) as session:
            gone["sessions"] = 1 if asyncio.run(session.get_items()) else 0
            asyncio.run(session.clear_session())
        clean(sessions)
    if memories.exists():
        with SqliteStore.from_conn_string(str(memories)) as store:
            while found := store.search((user_id,)):
                for item in found:
                    store.delete(item.namespace, item.key)
                    gone["items"] += 1
        clean(memories)
    return gone
