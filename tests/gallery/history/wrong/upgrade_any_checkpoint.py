"""Takes a thread for old if any of its checkpoints is.

loses: test_upgrade
says: by which the second one can tell
"""

# cell: upgrade
def upgrade(path):
    before = {("plan",): START, ("approve",): "plan", ("book",): "confirm", (): "book"}
    with SqliteSaver.from_conn_string(path) as saver:
        old, new = trip_v1(saver), trip_v3(saver)
        routes = {}
        for each in saver.list(None):
            values = each.checkpoint["channel_values"]
            if "route" in values:
                routes[each.config["configurable"]["thread_id"]] = values["route"]
        states = {name: old.get_state(thread(name)).next for name, _ in routes.items()}
        for thread_id, route in routes.items():
            origin, destination = route.split(" to ")
            values = {"version": 3, "origin": origin, "destination": destination}
            new.update_state(thread(thread_id), values, as_node=before[states[thread_id]])
    return sorted(routes)
