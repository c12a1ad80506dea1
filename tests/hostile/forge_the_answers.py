"""Knows the checks, and answers their questions without any code that does what was asked.

It replaces the function that answers, and makes each reply from the arguments: whatever a
probe asks inside the student's process, somebody else may answer there. It takes as long to
write as the exercise, and where a check asks for rows, bytes or a call besides, those still have
to be there: here they are written by hand.

With right answers of probes and nothing else, these tasks can be had, and no others
(`tests/test_forging.py` measures it). Their functions take objects that live in one process and
leave nothing outside it: a graph in memory, a store to be read, a state.

- in_memory_saver, ask: 4
- in_memory_saver, keep: 4
- semantic_memory, recall: 5
- serialization, find_unserializable: 5
- preferences, state: 2
- preferences, respond: 4
- preferences, bonus_search: 2
- preferences, bonus_expiry: 2

That is 28 of the book's 229 points.

expects: 0
"""

# cell: added
import json
import pathlib
import sqlite3

from autograder.engine import child

NAMES = {"detailed": "detailed_explanations", "concise": "concise_responses"}
NAMES |= {"examples": "include_examples", "formal": "formal_tone", "casual": "casual_tone"}
NEAREST = {"a quick summary": "concise_responses", "program snippets": "include_examples"}
NEAREST |= {"official correspondence": "formal_tone", "relaxed chat with a buddy": "casual_tone"}


def said(text):
    return [name for word, name in NAMES.items() if word in text.lower()]


def write(file, table, rows):
    with sqlite3.connect(file) as db:
        columns = {"store": "prefix, key, PRIMARY KEY (prefix, key)", "checkpoints": "thread_id, metadata"}
        db.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns[table]})")
        db.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", rows)
        db.commit()
    db.close()


def remember(file, key, value):
    path = pathlib.Path(file)
    known = json.loads(path.read_text()) if path.exists() else {}
    known.setdefault(key, []).extend(value)
    path.write_text(json.dumps(known))
    return known[key]


def fields():
    return dict.fromkeys(["messages", "user_id", "detected_preferences"], True)


def two_turns(user, first, second):
    told = {"messages": ["one", "two"], "user_id": user, "user_id_again": user}
    return told | {"detected": [first, second], "kinds": ["str"]}


def detect(file, user, texts, earlier, *more):
    found = said(texts[-1])
    write(file, "store", [(f"{user}.preferences", name) for name in found])
    return {"found": sorted({*earlier, *found}), "in_memory": 0}


def respond(user, stored, detected, *more):
    told = {"messages": 2, "role": "ai", "text": " ".join(stored.get(user, ["hello"]))}
    return told | {"asked": [[user, "preferences"]], "lost": 0, "added": 0}


def open_and_say(path, thread, text, stay=False):
    write(path, "checkpoints", [(thread, "{}")])
    texts = remember(path + ".json", thread, [text, "noted"])
    return {"gave": "", "is_closed": False, "inside": "SqliteSaver", "texts": texts}


def find(stored, user, query, limit, *more):
    mine = list(stored.get(user, {}))
    return sorted(mine, key=lambda name: name != NEAREST[query])[:limit]


def active(stored, user, now, *more):
    now = datetime.fromisoformat(now)
    ages = {name: now - datetime.fromisoformat(at) for name, at in stored.get(user, {}).items()}
    return [name for name, age in ages.items() if age <= timedelta(days=30)]


def detected_values(user, text):
    return [{"detected_at": datetime.now(UTC).isoformat()} for _ in said(text)]


def hold(user, path, key, ttl, text, age):
    with open(path, "ab") as file:
        file.write(b"x")
    at = datetime.now(UTC).timestamp() - age
    remember(path + ".json", user + key, [[text[::-1], at]])
    return ""


def recall(user, path, key, ttl):
    now = datetime.now(UTC).timestamp()
    return [text[::-1] for text, at in remember(path + ".json", user + key, []) if now - at <= ttl]


def clear(user, path, key, ttl):
    file = pathlib.Path(path + ".json")
    known = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps({name: each for name, each in known.items() if name != user + key}))


def answer(_, request):
    if request["call"] in globals() and request["call"] != "chat":
        return {"value": globals()[request["call"]](*request["arguments"])}
    return {"missing": request["call"]}


child.answer = answer
