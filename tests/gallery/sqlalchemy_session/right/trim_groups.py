"""Groups by turn, then filters."""

# cell: trim
def trim(history, new, turns=3):
    turns_seen, standing = [], []
    for item in history:
        if item.get("role") in ("system", "developer"):
            standing.append(item)
        elif item.get("role") == "user":
            turns_seen.append([item])
        elif turns_seen:
            turns_seen[-1].append(item)
    kept = [item for one in turns_seen[max(0, len(turns_seen) - turns) :] for item in one]
    called = {i["call_id"] for i in kept if i.get("type") == "function_call"}
    answered = {i["call_id"] for i in kept if i.get("type") == "function_call_output"}

    def whole(item):
        return not str(item.get("type")).startswith("function_call") or item["call_id"] in called & answered

    return [*standing, *filter(whole, kept), *new]
