"""What must outlive a process in `6_preferences/preferences`: threads, and preferences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.preferences_common import (
    ADVICE,
    KEYWORDS,
    PRELOAD,
    draw_keywords,
    draw_users,
    listed,
)
from autograder.contract import Student, Trial
from autograder.probes import preferences_memory as probes
from autograder.task import task

__all__ = ["check_checkpointer", "check_two_conversations"]


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
        saw=f"it returned {reply!r}",
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
    elsewhere = student.new_folder("elsewhere")
    reply = student.call("chat", str(elsewhere), alice, one, "Tell me about state")
    kept = name not in str(reply)
    yield Trial(
        "an empty folder is an empty memory",
        kept=kept,
        saw=f"in a folder of its own the reply was still {reply!r}",
        nudge="" if kept else _elsewhere_nudge(student, str(elsewhere), alice, name),
    )
    saved = student.rows("elsewhere/conversations.db", f"{threads} ORDER BY thread_id")
    yield Trial(
        "its conversations are in that folder, too",
        kept=(one,) in saved,
        saw=f"elsewhere/conversations.db has no thread {one}, which went on in that folder",
        nudge="does everything you open lie in `folder`?",
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
