"""Returns copies, and prints."""

# cell: trim
import copy


def trim(history, new, turns=3):
    history = copy.deepcopy(history)
    users = sum(1 for item in history if item.get("role") == "user")
    skip, out = users - turns, []
    for item in history:
        if item.get("role") in ("system", "developer"):
            continue
        skip -= item.get("role") == "user"
        if skip < 0 and (out or item.get("role") == "user"):
            out.append(item)
    for kind, other in (("function_call", "function_call_output"), ("function_call_output", "function_call")):
        partners = [i.get("call_id") for i in out if i.get("type") == other]
        out = [i for i in out if i.get("type") != kind or i.get("call_id") in partners]
    print(len(out), "items")
    return [i for i in history if i.get("role") in ("system", "developer")] + out + copy.deepcopy(new)
