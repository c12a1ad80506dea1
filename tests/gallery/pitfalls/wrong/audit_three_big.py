"""Reports three big checkpoints, and not two.

loses: test_audit
says: threads: two checkpoints, each a byte too long
"""

# cell: audit
def audit(path, largest, secret, address):
    if not Path(path).exists():
        raise FileNotFoundError(path)
    with closing(sqlite3.connect(path)) as db:
        checkpoints = db.execute("SELECT thread_id, checkpoint, metadata FROM checkpoints").fetchall()
        writes = db.execute("SELECT thread_id, value FROM writes").fetchall()
    faults = {"nobody": set(), "shared": set(), "bulky": set(), "secret": set(), "address": set()}
    users, big = {}, {}
    for thread_id, checkpoint, metadata in checkpoints:
        if thread_id == "" or thread_id.endswith("None"):
            faults["nobody"].add(thread_id)
        user = json.loads(metadata).get("user_id")
        if user is not None:
            users.setdefault(thread_id, set()).add(user)
        if len(checkpoint) > largest:
            big[thread_id] = big.get(thread_id, 0) + 1
        if re.search(secret.encode(), checkpoint) or re.search(secret.encode(), metadata):
            faults["secret"].add(thread_id)
        if re.search(address, metadata.decode()):
            faults["address"].add(thread_id)
    for thread_id, value in writes:
        if re.search(secret.encode(), value):
            faults["secret"].add(thread_id)
    faults["shared"] = {thread_id for thread_id, names in users.items() if len(names) > 1}
    faults["bulky"] = {thread_id for thread_id, count in big.items() if count > 2}
    return {fault: sorted(ids) for fault, ids in faults.items()}
