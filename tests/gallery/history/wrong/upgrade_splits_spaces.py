"""Splits the route at every space.

loses: test_upgrade
says: where does the task split
"""

# cell: upgrade
def upgrade(path):
    before = {("plan",): START, ("approve",): "plan", ("book",): "confirm", (): "book"}
    done = []
    with SqliteSaver.from_conn_string(path) as saver:
        old, new = trip_v1(saver), trip_v3(saver)
        for thread_id in sorted({c.config["configurable"]["thread_id"] for c in saver.list(None)}):
            if new.get_state(thread(thread_id)).values.get("version"):
                continue
            state = old.get_state(thread(thread_id))
            origin, destination = state.values["route"].replace(" to ", " ").split()
            values = {"version": 3, "origin": origin, "destination": destination}
            new.update_state(thread(thread_id), values, as_node=before[state.next])
            done.append(thread_id)
    return done
