"""Walks backwards and counts."""

# cell: trim
def trim(history, new, turns=3):
    standing, kept, group, left = [], [], [], turns
    for item in reversed(history):
        role = item.get("role")
        if role in {"system", "developer"}:
            standing.insert(0, item)
            continue
        group.insert(0, item)
        if role == "user":
            if left > 0:
                kept = group + kept
                left -= 1
            group = []
    ids = [item["call_id"] for item in kept if "call_id" in item]
    kept = [item for item in kept if "call_id" not in item or ids.count(item["call_id"]) > 1]
    return standing + kept + list(new)
