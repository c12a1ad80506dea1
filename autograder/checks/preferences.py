"""What `6_preferences/preferences` must show: the five tasks of the exercise itself.

The three bonus tasks are in `preferences_bonus`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from autograder.contract import NotPlain, Student, Trial
from autograder.probes import preferences as probes
from autograder.task import task

__all__ = [
    "check_checkpointer",
    "check_detect",
    "check_respond",
    "check_state",
    "check_two_conversations",
]

# The lesson's five keywords and the preference each one states.
KEYWORDS = {
    "detailed": "detailed_explanations",
    "concise": "concise_responses",
    "examples": "include_examples",
    "formal": "formal_tone",
    "casual": "casual_tone",
}
PRELOAD = (
    "langgraph.checkpoint.sqlite",
    "langgraph.graph",
    "langgraph.store.memory",
    "langgraph.store.sqlite",
)
ADVICE = {
    "unexpected keyword argument 'namespace'": (
        "search() takes the namespace first, without a name; the lesson text is out of date here"
    ),
    "unexpected keyword argument 'serde'": (
        "from_conn_string() takes the path alone; the lesson text is out of date here"
    ),
    "can only concatenate list": "the field is a list; is it one also when there is one name?",
    "can only concatenate str": "what does the field's type start as, and what do nodes add?",
    "unsupported operand": "a reducer joins two values; does yours fit two lists?",
    "apply to a 'NoneType' object": "a list's method changes it in place; what does it hand back?",
    "dictionary update sequence": "which of the three things that put() takes is a dict?",
    "object is not iterable": "which of the things you pass on should be a list or a dict?",
    "Invalid reducer signature": "a reducer is given what was there and what is new",
    "Invalid namespace": "a namespace is a tuple of labels, also when it is short",
    "Expected dict": "a node returns a dict: which parts of the state changed, and to what",
    "list index out of range": "what is in that list when nothing was found yet?",
    "'builtin_function_or_method'": "a method that is named is not yet called",
    "Message' object is not subscriptable": "a message is an object: which attribute is its text?",
    "Item' object is not subscriptable": "an item is an object: which attribute is its name?",
    "expected str instance": "join() takes texts; what is in your list?",
    "'dict' object has no attribute": "a message, or a state: which form does it have here?",
    "not subscriptable": "how does this style of state give its fields: state[...] or state. ...?",
    "Invalid checkpointer": "from_conn_string() gives a context manager; who enters it?",
    "closed database": "what was opened in a `with` block is used after its end",
    "created in a thread": "a graph works in several threads; what does sqlite3.connect need?",
    "unable to open database": "sqlite3 takes the path of a file; what did it get?",
    "synchronous function": "the graph is invoked without await; does this node need `async`?",
    "async methods": "chat is called without await; which calls have no `a` in front?",
    "'NoneType' object has no attribute 'put'": "what does the graph get as its store?",
    "'NoneType' object has no attribute": "which call gave None, and what was it to find or to get?",
    "not JSON serializable": "a store keeps plain data: text, numbers, lists, dicts",
    "missing 1 required positional argument: 'value'": "put() needs three things: where, under which name, what",
    "KeyError: 'user_id'": "what does the graph get as its input, besides the message?",
    "'configurable' keys": "a saver keeps threads; who tells it which one, and in which dict?",
    "'StateGraph' object has no": "a builder is not a graph yet",
    "entrypoint": "where does the graph begin?",
    "the context manager protocol": "what does `with` enter? compare your two open_ functions",
    "unhashable type": "a schema is a class; what is yours?",
    "SystemExit": "leave a function with return: exit ends the process of everybody who called",
    "ended the whole process": "a function hands its result back; who else lives in this process?",
    "gave no answer within": "which loop, or which wait, never comes to its end?",
    "must be a": "compare what your function gives with what its docstring promises",
}


def listed(names: Iterable[str]) -> str:
    """Write names for a sentence."""
    return ", ".join(f"`{name}`" for name in names) or "nothing"


def draw_users(student: Student, count: int) -> list[str]:
    """Draw user ids; no dots, which a namespace label may not hold."""
    return [f"user-{number}" for number in student.random.sample(range(1000, 9999), count)]


def draw_keywords(student: Student, count: int) -> list[str]:
    """Draw some of the five keywords."""
    return student.random.sample(sorted(KEYWORDS), count)


STATE_ADVICE = {
    "'NoneType' object has no": "a reducer hands back the joined value; does yours?",
    **ADVICE,
}


@task("state", 2, ("PreferenceState",), PRELOAD, STATE_ADVICE)
def check_state(student: Student) -> Iterator[Trial]:
    """The schema has three fields, and two of them grow from turn to turn."""
    [user] = draw_users(student, 1)
    first, second = (KEYWORDS[word] for word in draw_keywords(student, 2))

    fields = student.run(probes.fields)
    for field, nudge in _FIELD_NUDGES.items():
        near = [name for name in get_close_matches(field, fields) if name not in _FIELD_NUDGES]
        yield Trial(
            f"the state has the field `{field}`",
            kept=field in fields,
            saw=f"its fields are {listed(fields)}",
            nudge=f"compare `{near[0]}` with the name in the task"
            if near
            else nudge
            if fields
            else "a field is declared as `name: type` in the class",
        )
    after = student.run(probes.two_turns, user, first, second)
    yield Trial(
        "a turn's messages are added to the earlier ones",
        kept=after["messages"] == ["one", "two"],
        saw=f"after the messages 'one' and 'two' it held {after['messages']}",
        nudge="which schema of LangGraph already knows how to add messages?",
    )
    yield Trial(
        "the user id stays as it was given",
        kept=after["user_id"] == user,
        saw=f"{user!r} had become {after['user_id']!r}",
        nudge="a field without a reducer keeps the last value written; is that enough here?",
    )
    yield Trial(
        "the user id stays itself when it is given again",
        kept=after["user_id_again"] == user,
        saw=f"{user!r} had become {after['user_id_again']!r}",
        nudge="which of the three fields grow, and which does not?",
    )
    found = after["detected"]
    yield Trial(
        "detected preferences accumulate",
        kept=sorted(found) == sorted([first, second]),
        saw=f"after detecting {first}, then {second}, the state held {found}",
        nudge=_growth_nudge(fields["detected_preferences"], after["kinds"]),
    )
    yield Trial(
        "each of them is a text",
        kept=after["kinds"] == ["str"],
        saw=f"in the list there was an object of the type {listed(after['kinds'])}",
        nudge="that reducer is made for messages; which one joins two lists of anything?",
    )


_FIELD_NUDGES = {
    "messages": "start from a schema that brings `messages` along",
    "user_id": "how will a node know whose preferences to load?",
    "detected_preferences": "where does a node report what it found? mind the spelling",
}


def _growth_nudge(has_reducer: bool, kinds: list[str]) -> str:
    if not has_reducer:
        return "which annotation tells LangGraph to add rather than replace?"
    if "list" in kinds:
        return "a node hands in a list; is it joined to the other, or put inside?"
    return "given the old list and the new one, what does your reducer hand back?"


@task("detect", 4, ("PreferenceState", "detect_preferences_node"), PRELOAD, ADVICE)
def check_detect(student: Student) -> Iterator[Trial]:
    """Keywords of the last message, in any case, are stored for this user and returned."""
    alice, bob, carol, dora = draw_users(student, 4)
    one, two, three = draw_keywords(student, 3)
    file = "probe.db"

    def detect(user: str, *texts: str, earlier: Iterable[str] = ()) -> list[str]:
        told = student.run(
            probes.detect, str(student.folder / file), user, texts, list(earlier)
        )
        in_memory.append(told["in_memory"])
        return sorted(told["found"])

    def stored(user: str) -> list[str]:
        prefix = f"{user}.preferences"
        found = student.rows(
            file, "SELECT key FROM store WHERE prefix = ? ORDER BY key", prefix
        )
        return [key for (key,) in found]

    in_memory: list[int] = []
    found = detect(alice, f"Please be {one} today.")
    everywhere = [prefix for (prefix,) in student.rows(file, "SELECT prefix FROM store")]
    yield Trial(
        "a preference is stored under (user_id, 'preferences')",
        kept=bool(everywhere) and set(everywhere) == {f"{alice}.preferences"},
        saw=f"for {alice}, the store had {listed(everywhere)}",
        nudge=_namespace_nudge(everywhere, alice, any(in_memory))
        if found or everywhere
        else f"was '{one}' found at all? compare with KEYWORDS",
    )
    yield Trial(
        "its key is the preference's name",
        kept=stored(alice) == [KEYWORDS[one]],
        saw=f"'{one}' was stored under the key {listed(stored(alice))}",
        nudge=_key_nudge(stored(alice), one),
    )
    yield Trial(
        "the node returns what it detected",
        kept=found == [KEYWORDS[one]],
        saw=f"`detected_preferences` held {listed(found)} after a message with '{one}'",
        nudge="return the preferences' names, each once"
        if found
        else "a node's return value is the only way into the state",
    )
    yield from _five_keywords(lambda text: detect(dora, text))
    found = detect(alice, f"And {two.upper()} thanks")
    yield Trial(
        "case does not matter",
        kept=found == [KEYWORDS[two]],
        saw=f"{two.upper()!r} was detected as {listed(found)}",
        nudge="compare in one case",
    )
    yield Trial(
        "a second statement adds to the first",
        kept=stored(alice) == sorted([KEYWORDS[one], KEYWORDS[two]]),
        saw=f"after '{one}', then '{two}', the store had {listed(stored(alice))}",
        nudge="what happens to the earlier preference when the next one is put?",
    )
    found = detect(bob, f"Make it {two}, will you?")
    yield Trial(
        "a comma after the keyword changes nothing",
        kept=found == [KEYWORDS[two]],
        saw=f"in 'Make it {two}, will you?' it detected {listed(found)}",
        nudge=f"is '{two},' the same text as '{two}'?",
    )
    found = detect(bob, f"Be {three}, {one} and {two}.")
    yield Trial(
        "every keyword of a message counts",
        kept=found == sorted(KEYWORDS[word] for word in (one, two, three)),
        saw=f"of '{three}', '{one}' and '{two}' it detected {listed(found)}",
        nudge="one message may state several preferences; where does your loop end?",
    )
    found = detect(bob, f"I like it {one}.", f"Now {two}.")
    yield Trial(
        "the last message counts",
        kept=KEYWORDS[two] in found,
        saw=f"it detected {listed(found)}; the last message states '{two}'",
        nudge="at which end of state['messages'] is the newest one?",
    )
    found = detect(carol, f"I like it {one}.", "What is a thread?")
    yield Trial(
        "only the last message counts",
        kept=found == [],
        saw=f"it detected {listed(found)}, which only an earlier message states",
        nudge="state['messages'] is the whole conversation; the last one is at the end",
    )
    yield Trial(
        "a message without a keyword stores nothing",
        kept=stored(carol) == [],
        saw=f"'What is a thread?' stored {listed(stored(carol))}",
        nudge="store only what you have found",
    )
    found = detect(carol, f"Now {two}.", earlier=[KEYWORDS[one]])
    yield Trial(
        "what an earlier turn detected is not returned again",
        kept=found.count(KEYWORDS[one]) == 1,
        saw=f"after {KEYWORDS[one]} in an earlier turn, the state held {listed(found)}",
        nudge="who joins the new names to the old ones, your node or the state's reducer?",
    )


def _five_keywords(detect: Callable[[str], list[str]]) -> Iterator[Trial]:
    for word in sorted(KEYWORDS):
        found = detect(f"So {word} again")
        yield Trial(
            f"'{word}' is known",
            kept=found == [KEYWORDS[word]],
            saw=f"'So {word} again' was detected as {listed(found)}",
            nudge=f"what does KEYWORDS say for '{word}'?",
        )


def _namespace_nudge(prefixes: list[str], user: str, in_memory: bool) -> str:
    if not prefixes and in_memory:
        return "that went into a store in memory; which store was your node given?"
    if not prefixes:
        return "which call of the store writes?"
    labels = prefixes[0].split(".")
    if labels == list("".join(labels)):
        return "each letter of a text became a label; what would have just two?"
    if user not in labels:
        return "the namespace says whose preference it is; where does the state say that?"
    if sorted(labels) == sorted([user, "preferences"]):
        return "both labels are there; which of them comes first?"
    return "store.put(namespace, key, value): the namespace is a tuple of two labels"


def _key_nudge(keys: list[str], word: str) -> str:
    if len(keys) != 1:
        return "how many preferences does a message with one keyword state?"
    if keys == [word]:
        return "KEYWORDS maps what people say to what we call it"
    return "items with the same key replace each other; which key tells preferences apart?"


@task("respond", 4, ("PreferenceState", "respond_node"), PRELOAD, ADVICE)
def check_respond(student: Student) -> Iterator[Trial]:
    """The reply names all of this user's stored preferences and nobody else's."""
    alice, bob = draw_users(student, 2)
    mine, also_mine, not_mine = (KEYWORDS[word] for word in draw_keywords(student, 3))

    def respond(stored: dict[str, list[str]], detected: Iterable[str] = ()) -> dict[str, Any]:
        told: dict[str, Any] = student.run(probes.respond, alice, stored, list(detected))
        return told

    # What only this conversation detected is not what is stored.
    reply = respond({alice: [mine]}, [not_mine])
    yield Trial(
        "it adds one message to the conversation",
        kept=reply["messages"] == 2,
        saw=f"a conversation of one message became one of {reply['messages']}",
        nudge="return {'messages': [...]} with the new message only"
        if reply["messages"] > 1
        else "what does the state get back from your function?",
    )
    yield Trial(
        "that message is the assistant's",
        kept=reply["role"] in {"ai", "assistant"},
        saw=f"its role was '{reply['role']}'",
        nudge="who is speaking?",
    )
    yield Trial(
        "the reply names a stored preference",
        kept=mine in reply["text"],
        saw=f"{mine} was stored for {alice}; the reply was {reply['text']!r}",
        nudge=_unnamed_nudge(reply, alice, mine, not_mine),
    )
    both = respond({alice: [mine, also_mine]})
    yield Trial(
        "two stored preferences still make one message",
        kept=both["messages"] == 2,
        saw=f"it added {both['messages'] - 1} messages",
        nudge="which part of the reply is said once, and which for each preference?",
    )
    yield Trial(
        "the reply names every preference that applies",
        kept=mine in both["text"] and also_mine in both["text"],
        saw=f"{mine} and {also_mine} were stored; the reply was {both['text']!r}",
        nudge="search() returns a list; use all of it",
    )
    every = respond({alice: sorted(KEYWORDS.values())})
    missing = [name for name in KEYWORDS.values() if name not in every["text"]]
    yield Trial(
        "all five can apply at once",
        kept=not missing,
        saw=f"with all five stored the reply left out {listed(missing)}",
        nudge="does anything in your code limit how many come back?",
    )
    none = respond({})
    yield Trial(
        "with no preference stored, there is a reply all the same",
        kept=none["messages"] == 2,
        saw=f"it added {none['messages'] - 1} messages for a user without preferences",
        nudge="who is new asked a question too; what does your function do then?",
    )
    named = [name for name in KEYWORDS.values() if name in none["text"]]
    yield Trial(
        "with no preference stored, the reply names none",
        kept=not named,
        saw=f"nothing was stored; the reply was {none['text']!r}",
        nudge="where did that name come from, if not from the store?",
    )
    private = respond({alice: [mine], bob: [not_mine], f"{alice}0": [also_mine]})
    shown = [name for name in (not_mine, also_mine) if name in private["text"]]
    yield Trial(
        "another user's preferences are never shown",
        kept=not shown,
        saw=f"the reply to {alice} named {listed(shown)}, which is another user's",
        nudge="how much of the store does your search cover?",
    )
    yield Trial(
        "replying takes nothing out of the store",
        kept=not private["lost"],
        saw=f"after the reply {private['lost']} items were gone",
        nudge="loading is not taking out",
    )
    yield Trial(
        "replying puts nothing into the store",
        kept=not private["added"],
        saw=f"after the reply there were {private['added']} items more",
        nudge="who will find that item in the next turn, and take it for what?",
    )


def _unnamed_nudge(reply: dict[str, Any], user: str, name: str, detected: str) -> str:
    looked = reply["asked"]
    letters = "".join(filter(str.isalpha, name))
    if letters in "".join(filter(str.isalpha, reply["text"].lower())):
        return "compare the name in the reply with the stored one, letter by letter"
    if not looked and detected in reply["text"]:
        return "the state knows one conversation; which memory outlives it?"
    if not looked:
        return "which call reads from the store that your node was given?"
    if not any(user in namespace for namespace in looked):
        return "whose namespace did your node look into? the state knows who is asking"
    if not any(namespace[0] == user for namespace in looked if namespace):
        return "a namespace has its labels in an order; in which were they put?"
    return "search the store under (user_id, 'preferences'); an item's key is the name"


@task("checkpointer", 4, ("open_checkpointer",), PRELOAD, ADVICE)
def check_checkpointer(student: Student) -> Iterator[Trial]:
    """Threads live in the file that was named, and outlive the process."""
    file = f"threads-{student.random.randrange(1000)}.db"
    path = str(student.folder / file)
    one, two = (f"trip-{n}" for n in student.random.sample(range(10, 99), 2))

    def say(path: str, thread: str, text: str, stay: bool = False) -> dict[str, Any]:
        told: dict[str, Any] = student.run(probes.open_and_say, path, thread, text, stay)
        return told

    told = say(path, one, "first")
    yield Trial(
        "it is used in a `with` block",
        kept="inside" in told,
        saw=f"it gave an object of the type `{told['gave']}`, which `with` cannot enter",
        nudge=_ENTER_NUDGES.get(
            "closed" if told["is_closed"] else told["gave"],
            "contextlib.contextmanager, or something that already is one",
        ),
    )
    yield Trial(
        "the `with` block gets a saver that a graph can use",
        kept=told.get("texts") == ["first", "noted"],
        saw=f"inside the block there was an object of the type `{told.get('inside')}`",
        nudge=_SAVER_NUDGES.get(told.get("inside", ""), "what comes after `as`?"),
    )
    count = "SELECT count(*) FROM checkpoints WHERE thread_id = ?"
    files = sorted(p.name for p in student.folder.iterdir())
    yield Trial(
        "the checkpoints are in the file at `path`",
        kept=student.rows(file, count, one) > [(0,)],
        saw=f"no checkpoint in {file}; the folder holds {listed(files)}",
        nudge=_file_nudge(file, files, told["inside"]),
    )
    told = say(path, one, "second")
    yield Trial(
        "opening the file again finds the thread",
        kept=told["texts"] == ["first", "noted", "second", "noted"],
        saw=f"the thread's messages were {told['texts']}",
        nudge="what does your function do to a file that is already there?",
    )
    told = say(path, two, "hello")
    yield Trial(
        "another thread starts empty",
        kept=told["texts"] == ["hello", "noted"],
        saw=f"a new thread began with {told['texts']}",
        nudge="the thread_id of the config must reach the saver unchanged",
    )
    told = say(f"{path}-2", one, "hello")
    yield Trial(
        "another path is another file",
        kept=told["texts"] == ["hello", "noted"],
        saw=f"in a second file the thread began with {told['texts']}",
        nudge="what does your function keep from one call to the next?",
    )
    say(path, one, "third", stay=True)
    student.restart()
    told = say(path, one, "fourth")
    yield Trial(
        "a thread outlives its process, killed inside the `with` block",
        kept=told["texts"][:6] == ["first", "noted", "second", "noted", "third", "noted"],
        saw=f"after a kill -9 the thread's messages were {told['texts']}",
        nudge="what was only in memory is gone; when does yours write to disk?",
    )


_ENTER_NUDGES = {
    "NoneType": "what does your function return?",
    "str": "a path is where the threads are; what opens it?",
    "method": "a method that is named is not yet called",
    "generator": "a function with yield gives a generator; which decorator is for `with`?",
    "_AsyncGeneratorContextManager": "nothing here awaits; which saver has no Async in front?",
    "closed": "a `with` inside your function ends when it returns; what is left of the saver?",
}
_SAVER_NUDGES = {
    "NoneType": "what does your function yield?",
    "Connection": "a connection is not a saver yet; which class takes one?",
    "SqliteStore": "a store keeps items, a saver keeps threads; which is this?",
    "_GeneratorContextManager": "what you yield wants to be entered itself; by whom?",
}


def _file_nudge(file: str, files: list[str], saver: str) -> str:
    if file in files:
        return "the file is there; is it an SQLite database, with checkpoints in it?"
    if files:
        return "which file does your saver write to?"
    if saver == "SqliteSaver":
        return "SqliteSaver writes where its connection leads; what was connected to?"
    return f"what does the name `{saver}` say about where it keeps things?"


CONVERSATIONS = (
    "PreferenceState",
    "detect_preferences_node",
    "respond_node",
    "build_graph",
    "open_checkpointer",
    "open_store",
    "chat",
)


@task("two_conversations", 6, CONVERSATIONS, PRELOAD, ADVICE)
def check_two_conversations(student: Student) -> Iterator[Trial]:
    """What one process learned, another one uses; the first was killed."""
    alice, bob = draw_users(student, 2)
    one, two, three = (f"talk-{n}" for n in student.random.sample(range(100, 999), 3))
    word, later = draw_keywords(student, 2)
    name, later_name = KEYWORDS[word], KEYWORDS[later]
    folder = str(student.folder)

    said = f"I prefer it {word} if I may"
    reply = student.call("chat", folder, alice, one, said)
    yield Trial(
        "chat returns the reply's text",
        kept=isinstance(reply, str) and bool(reply),
        saw=f"it returned {reply if isinstance(reply, NotPlain) else repr(reply)}",
        nudge="the reply exists by then; what does chat hand to its caller?"
        if reply is None
        else "the caller wants the text of the last message, nothing else",
    )
    together = student.rows("conversations.db", _TOGETHER)
    yield Trial(
        "one node has finished before the other begins",
        kept=not together,
        saw="detecting and responding took place in the same super-step",
        nudge="which edge makes a node wait for another one?",
    )
    keys = "SELECT prefix, key FROM store"
    stored = student.rows("preferences.db", keys)
    yield Trial(
        "the reply uses the preference just stated",
        kept=name in reply,
        saw=f"to a message with '{word}' the reply was {reply!r}",
        nudge=_reply_nudge(reply, said, bool(stored), student.rows("conversations.db", _RAN)),
    )
    threads = "SELECT DISTINCT thread_id FROM checkpoints"
    saved = [thread for (thread,) in student.rows("conversations.db", threads)]
    yield Trial(
        "conversations.db holds the conversation's thread",
        kept=saved == [one],
        saw=f"for the thread {one}, it had {listed(saved)}",
        nudge=_thread_nudge(saved, alice),
    )
    yield Trial(
        "preferences.db holds the preference",
        kept=stored == [(f"{alice}.preferences", name)],
        saw=f"for {alice} and '{word}', it had {listed('/'.join(row) for row in stored)}",
        nudge=_store_nudge(
            [prefix for prefix, _ in stored], alice, one, student.rows("conversations.db", keys)
        ),
    )
    student.restart()
    reply = student.call("chat", folder, alice, two, "Tell me about state")
    yield Trial(
        "conversation 2, in another process, uses what conversation 1 learned",
        kept=name in str(reply),
        saw=f"after a kill -9, in thread {two}, the reply was {reply!r}",
        nudge="what does the new process know that is not on disk?",
    )
    reply = student.call("chat", folder, alice, two, f"Now {later} as well")
    yield Trial(
        "a second statement adds to the first",
        kept=name in str(reply) and later_name in str(reply),
        saw=f"after '{word}', then '{later}', the reply was {reply!r}",
        nudge="the store keeps one item for each key",
    )
    reply = student.call("chat", folder, bob, three, "Tell me about state")
    shown = [found for found in (name, later_name) if found in str(reply)]
    yield Trial(
        "another user is told none of it",
        kept=not shown,
        saw=f"{bob} was told {listed(shown)}, which is what {alice} prefers",
        nudge="whose namespace does respond_node search?",
    )
    steps = "SELECT max(json_extract(CAST(metadata AS TEXT), '$.step')) FROM checkpoints"
    per_thread = f"{steps} WHERE thread_id = ?"
    [(before,)] = student.rows("conversations.db", per_thread, one) or [(None,)]
    yield Trial(
        "conversation 1 is still there after other conversations",
        kept=before is not None,
        saw=f"conversations.db had no checkpoint of the thread {one} any more",
        nudge="what does chat do to a file that is already there?",
    )
    student.restart()
    student.call("chat", folder, alice, one, "Where were we?")
    [(after,)] = student.rows("conversations.db", per_thread, one) or [(None,)]
    yield Trial(
        "conversation 1 goes on where it stopped",
        kept=after is not None and after > before,
        saw=f"its thread was at super-step {before}, and a turn later at {after}",
        nudge="the same thread_id must find the same thread, with all that was said in it",
    )
    elsewhere = student.folder / "elsewhere"
    elsewhere.mkdir()
    reply = student.call("chat", str(elsewhere), alice, one, "Tell me about state")
    kept = name not in str(reply)
    yield Trial(
        "an empty folder is an empty memory",
        kept=kept,
        saw=f"in a folder of its own the reply was still {reply!r}",
        nudge="" if kept else _elsewhere_nudge(student, str(elsewhere), alice, name),
    )


# Two tasks of one super-step wrote what the two nodes are there to write.
_TOGETHER = """
SELECT 1 FROM writes AS d JOIN writes AS r USING (thread_id, checkpoint_ns, checkpoint_id)
WHERE d.channel = 'detected_preferences' AND r.channel = 'messages' AND d.task_id <> r.task_id
"""


_RAN = "SELECT 1 FROM writes WHERE channel = 'detected_preferences'"


def _reply_nudge(reply: str, said: str, stored: bool, ran: list[Any]) -> str:
    if reply == said:
        return "that is what the user said; which message is the reply?"
    if not stored and ran:
        return "nothing was detected in the last message; whose message was that?"
    if not stored:
        return "nothing is in preferences.db; which node would have put it there?"
    return "one node writes, the other looks: where does each of them, and when?"


def _thread_nudge(saved: list[str], user: str) -> str:
    if not saved:
        return "does the graph get a checkpointer, and which file does that write to?"
    if user in saved:
        return "a person has many conversations; which argument names this one?"
    return "follow thread_id from chat's argument to the config"


def _store_nudge(prefixes: list[str], user: str, thread: str, beside: list[Any]) -> str:
    if beside:
        return "two memories, two files; which path does each open_ function get?"
    if not prefixes:
        return "follow the store from open_store to the graph; which file does it write to?"
    if any(thread in prefix for prefix in prefixes):
        return "which of chat's arguments says who is speaking?"
    if not any(user in prefix for prefix in prefixes):
        return "follow user_id from chat's argument into the state"
    return "one keyword was said; what did the detecting node put into the store?"


def _elsewhere_nudge(student: Student, folder: str, user: str, name: str) -> str:
    student.restart()
    if name in str(student.call("chat", folder, user, "new", "Tell me about state")):
        return "does everything you open lie in `folder`?"
    return "what does your code keep in a variable from one call to the next?"
