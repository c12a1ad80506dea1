"""What `6_preferences/preferences` must show: the five tasks of the exercise itself.

The three bonus tasks are in `preferences_bonus`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    "Expected dict": "a node returns a dict: which parts of the state changed, and to what",
    "list index out of range": "what does search() return when nothing is stored yet?",
    "not subscriptable": "how does this style of state give its fields: state[...] or state. ...?",
    "Invalid checkpointer": "from_conn_string() gives a context manager; who enters it?",
    "Cannot operate on a closed database": "the graph outlived its `with` block",
    "created in a thread": "a graph works in several threads; what does sqlite3.connect need?",
    "does not support async methods": "chat is called without await; which calls have no `a` in front?",
    "'NoneType' object has no attribute": "what does your graph get as its store and checkpointer?",
    "not JSON serializable": "a store keeps plain data: text, numbers, lists, dicts",
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


@task("state", 2, ("PreferenceState",), PRELOAD, ADVICE)
def check_state(student: Student) -> Iterator[Trial]:
    """The schema has three fields, and two of them grow from turn to turn."""
    [user] = draw_users(student, 1)
    first, second = (KEYWORDS[word] for word in draw_keywords(student, 2))

    fields = student.run(probes.fields)
    for field in ("messages", "user_id", "detected_preferences"):
        yield Trial(
            f"the state has the field `{field}`",
            kept=field in fields,
            saw=f"its fields are {listed(fields)}",
            nudge=_FIELD_NUDGES[field],
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
    found = after["detected"]
    yield Trial(
        "detected preferences accumulate",
        kept=sorted(map(str, found)) == sorted([first, second]),
        saw=f"after detecting {first}, then {second}, the state held {found}",
        nudge="which annotation tells LangGraph to add rather than replace?",
    )


_FIELD_NUDGES = {
    "messages": "start from a schema that brings `messages` along",
    "user_id": "how will a node know whose preferences to load?",
    "detected_preferences": "where does a node report what it found? mind the spelling",
}


@task("detect", 4, ("PreferenceState", "detect_preferences_node"), PRELOAD, ADVICE)
def check_detect(student: Student) -> Iterator[Trial]:
    """Keywords of the last message, in any case, are stored for this user and returned."""
    alice, bob = draw_users(student, 2)
    one, two, three = draw_keywords(student, 3)
    file = "probe.db"

    def detect(user: str, *texts: str) -> list[str]:
        return sorted(student.run(probes.detect, str(student.folder / file), user, texts))

    def stored(user: str) -> list[str]:
        prefix = f"{user}.preferences"
        found = student.rows(
            file, "SELECT key FROM store WHERE prefix = ? ORDER BY key", prefix
        )
        return [key for (key,) in found]

    found = detect(alice, f"Please be {one} today.")
    everywhere = [prefix for (prefix,) in student.rows(file, "SELECT prefix FROM store")]
    yield Trial(
        "a preference is stored under (user_id, 'preferences')",
        kept=bool(everywhere) and set(everywhere) == {f"{alice}.preferences"},
        saw=f"for {alice}, the store had {listed(everywhere)}",
        nudge="store.put(namespace, key, value): the namespace is a tuple of two labels"
        if everywhere
        else "which call of the store writes?",
    )
    yield Trial(
        "its key is the preference's name",
        kept=stored(alice) == [KEYWORDS[one]],
        saw=f"'{one}' was stored under the key {listed(stored(alice))}",
        nudge="KEYWORDS maps what people say to what we call it"
        if len(stored(alice)) == 1
        else "how many preferences does a message with one keyword state?",
    )
    [kind] = student.rows(file, "SELECT json_type(CAST(value AS TEXT)) FROM store")[0]
    yield Trial(
        "the stored value is a dict",
        kept=kind == "object",
        saw=f"the value was stored as JSON {kind}",
        nudge="search() hands back item.value; what would you like to find in it later?",
    )
    yield Trial(
        "the node returns what it detected",
        kept=found == [KEYWORDS[one]],
        saw=f"`detected_preferences` held {listed(found)} after a message with '{one}'",
        nudge="a node's return value is the only way into the state"
        if not found
        else "return the preferences' names, each once",
    )
    found = detect(alice, f"And {two.upper()}, thanks")
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
    found = detect(alice, f"Be {three}, {one} and {two}.")
    yield Trial(
        "every keyword of a message counts",
        kept=found == sorted(KEYWORDS[word] for word in (one, two, three)),
        saw=f"of '{three}', '{one}' and '{two}' it detected {listed(found)}",
        nudge="one message may state several preferences; where does your loop end?",
    )
    found = detect(bob, f"I like it {one}.", "What is a thread?")
    yield Trial(
        "only the last message counts",
        kept=found == [],
        saw=f"it detected {listed(found)}, which only an earlier message states",
        nudge="state['messages'] is the whole conversation; the last one is at the end",
    )
    yield Trial(
        "a message without a keyword stores nothing",
        kept=stored(bob) == [],
        saw=f"'What is a thread?' stored {listed(stored(bob))}",
        nudge="store only what you have found",
    )
    for word in sorted(KEYWORDS):
        found = detect(bob, f"So {word}!")
        yield Trial(
            f"'{word}' is known",
            kept=found == [KEYWORDS[word]],
            saw=f"'So {word}!' was detected as {listed(found)}",
            nudge=f"what does KEYWORDS say for '{word}'?",
        )


@task("respond", 4, ("PreferenceState", "respond_node"), PRELOAD, ADVICE)
def check_respond(student: Student) -> Iterator[Trial]:
    """The reply names all of this user's stored preferences and nobody else's."""
    alice, bob = draw_users(student, 2)
    mine, also_mine, not_mine = (KEYWORDS[word] for word in draw_keywords(student, 3))

    def respond(
        stored: dict[str, list[str]], detected: Iterable[str] = ()
    ) -> dict[str, object]:
        told: dict[str, object] = student.run(probes.respond, alice, stored, list(detected))
        return told

    reply = respond({alice: [mine]})
    yield Trial(
        "it adds one message to the conversation",
        kept=reply["messages"] == 2,
        saw=f"a conversation of one message became one of {reply['messages']}",
        nudge="return {'messages': [...]} with the new message only",
    )
    yield Trial(
        "that message is the assistant's",
        kept=reply["role"] in {"ai", "assistant"},
        saw=f"its role was '{reply['role']}'",
        nudge="who is speaking?",
    )
    yield Trial(
        "the reply names a stored preference",
        kept=mine in str(reply["text"]),
        saw=f"{mine} was stored for the user; the reply was {reply['text']!r}",
        nudge="search the store under (user_id, 'preferences'); an item's key is the name",
    )
    both = respond({alice: [mine, also_mine]})
    yield Trial(
        "the reply names every preference that applies",
        kept=mine in str(both["text"]) and also_mine in str(both["text"]),
        saw=f"{mine} and {also_mine} were stored; the reply was {both['text']!r}",
        nudge="search() returns a list; use all of it",
    )
    every = respond({alice: sorted(KEYWORDS.values())})
    missing = [name for name in KEYWORDS.values() if name not in str(every["text"])]
    yield Trial(
        "all five can apply at once",
        kept=not missing,
        saw=f"with all five stored the reply left out {listed(missing)}",
        nudge="does anything in your code limit how many come back?",
    )
    none = respond({})
    named = [name for name in KEYWORDS.values() if name in str(none["text"])]
    yield Trial(
        "with no preference stored, the reply names none",
        kept=not named,
        saw=f"nothing was stored; the reply was {none['text']!r}",
        nudge="where did that name come from, if not from the store?",
    )
    private = respond({alice: [mine], bob: [not_mine], f"{alice}0": [also_mine]})
    shown = [name for name in (not_mine, also_mine) if name in str(private["text"])]
    yield Trial(
        "another user's preferences are never shown",
        kept=not shown,
        saw=f"the reply to {alice} named {listed(shown)}, which is another user's",
        nudge="how much of the store does your search cover?",
    )
    yield Trial(
        "replying leaves the store as it was",
        kept=not private["store_changed"],
        saw="the store's contents were different after the reply",
        nudge="loading is not taking out",
    )


@task("checkpointer", 4, ("open_checkpointer",), PRELOAD, ADVICE)
def check_checkpointer(student: Student) -> Iterator[Trial]:
    """Threads live in the file that was named, and outlive the process."""
    file = f"threads-{student.random.randrange(1000)}.db"
    path = str(student.folder / file)
    one, two = (f"trip-{n}" for n in student.random.sample(range(10, 99), 2))

    told = student.run(probes.open_and_say, path, one, "first")
    yield Trial(
        "it is used in a `with` block",
        kept=told["is_manager"],
        saw=f"it gave a {told['type']}, which `with` cannot enter",
        nudge="contextlib.contextmanager, or something that already is one",
    )
    yield Trial(
        "the `with` block gets a saver that a graph can use",
        kept=told.get("texts") == ["first", "noted"],
        saw=f"inside the block there was {told['type']}",
        nudge="what comes after `as`?",
    )
    count = "SELECT count(*) FROM checkpoints WHERE thread_id = ?"
    yield Trial(
        "the checkpoints are in the file at `path`",
        kept=student.rows(file, count, one) > [(0,)],
        saw=f"no checkpoint in {file}; the folder holds "
        f"{listed(sorted(p.name for p in student.folder.iterdir()))}",
        nudge="which file does your saver write to?",
    )
    told = student.run(probes.open_and_say, path, one, "second")
    yield Trial(
        "opening the file again finds the thread",
        kept=told["texts"] == ["first", "noted", "second", "noted"],
        saw=f"the thread's messages were {told['texts']}",
        nudge="what does your function do to a file that is already there?",
    )
    told = student.run(probes.open_and_say, path, two, "hello")
    yield Trial(
        "another thread starts empty",
        kept=told["texts"] == ["hello", "noted"],
        saw=f"a new thread began with {told['texts']}",
        nudge="the thread_id of the config must reach the saver unchanged",
    )
    student.restart()
    told = student.run(probes.open_and_say, path, one, "third")
    yield Trial(
        "a thread outlives its process",
        kept=told["texts"][:4] == ["first", "noted", "second", "noted"],
        saw=f"after a kill -9 the thread's messages were {told['texts']}",
        nudge="what was only in memory is gone; what was on disk?",
    )


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

    reply = student.call("chat", folder, alice, one, f"I prefer it {word}, please")
    yield Trial(
        "chat returns the reply's text",
        kept=isinstance(reply, str) and bool(reply),
        saw=f"it returned {reply if isinstance(reply, NotPlain) else repr(reply)}",
        nudge="the caller wants the text of the last message, nothing else",
    )
    yield Trial(
        "the reply uses the preference just stated",
        kept=name in reply,
        saw=f"to a message with '{word}' the reply was {reply!r}",
        nudge="which of the two nodes must run first?",
    )
    threads = "SELECT DISTINCT thread_id FROM checkpoints"
    saved = [thread for (thread,) in student.rows("conversations.db", threads)]
    yield Trial(
        "conversations.db holds the conversation's thread",
        kept=saved == [one],
        saw=f"for the thread {one}, it had {listed(saved)}",
        nudge="follow thread_id from chat's argument to the config, and the checkpointer to its file",
    )
    keys = "SELECT prefix, key FROM store"
    stored = student.rows("preferences.db", keys)
    yield Trial(
        "preferences.db holds the preference",
        kept=stored == [(f"{alice}.preferences", name)],
        saw=f"for {alice} and '{word}', it had {listed('/'.join(row) for row in stored)}",
        nudge="follow user_id from chat's argument into the state, and the store to its file",
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
    [(before,)] = student.rows("conversations.db", per_thread, one)
    student.restart()
    student.call("chat", folder, alice, one, "Where were we?")
    [(after,)] = student.rows("conversations.db", per_thread, one)
    yield Trial(
        "conversation 1 goes on where it stopped",
        kept=after > before,
        saw=f"its thread had reached super-step {before} and was still there a turn later",
        nudge="the same thread_id must find the same thread",
    )
    elsewhere = student.folder / "elsewhere"
    elsewhere.mkdir()
    reply = student.call("chat", str(elsewhere), alice, one, "Tell me about state")
    yield Trial(
        "an empty folder is an empty memory",
        kept=name not in str(reply),
        saw=f"in a folder of its own the reply was still {reply!r}",
        nudge="does everything you open lie in `folder`?",
    )
