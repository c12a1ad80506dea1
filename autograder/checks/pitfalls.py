"""What `5_choosing/pitfalls` must show first: chats that only their owner can use.

What is found in a file of somebody else's is in `pitfalls_audit`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from autograder.checks.pitfalls_audit import check_audit
from autograder.checks.pitfalls_ids import opaque, unpredictable
from autograder.contract import CodeRaised, NotPlain, Student, Trial
from autograder.probes import pitfalls as probes
from autograder.task import task

__all__ = ["check_audit", "check_safe_chat"]

PRELOAD = (
    "langgraph.checkpoint.sqlite",
    "langgraph.graph",
    "workbook.crash",
    "workbook.look",
    "workbook.services",
)
ADVICE = {
    "Invalid checkpointer": "from_conn_string() gives a context manager; who enters it?",
    "Cannot operate on a closed database": "the graph is used after its `with` block has ended",
    "created in a thread": "a graph works in several threads; what does sqlite3.connect need?",
    "no such table": "who makes the table, and is it there when nobody has a chat yet?",
    "Checkpointer requires one or more": "the config names the thread: {'configurable': {'thread_id': ...}}",
    "KeyError: 'files'": "which input does the very first turn give to the node?",
    "database is locked": "is one connection still in a transaction when the next one writes?",
    "not subscriptable": "invoke() returns the final state, a dict",
}
NAMES = ("margarida", "wolfgang", "philippa", "ekaterina", "sebastiao", "henrietta")
HOME, DATABASE = "home", "home/chats.db"


@task("safe_chat", 5, ("new_chat", "my_chats", "safe_chat"), PRELOAD, ADVICE)
def check_safe_chat(student: Student) -> Iterator[Trial]:
    """Ids cannot be guessed, files stay out of the state, and strangers are refused."""
    home = student.new_folder(HOME)
    names = student.random.sample(NAMES, 2)
    alice, bob = (f"user-{name}" for name in names)
    first = student.call("new_chat", str(home), alice)
    yield Trial(
        "`new_chat` returns a thread id",
        kept=isinstance(first, str) and first != "",
        saw=f"it returned {first!r}",
        nudge="what does a function give back that never says `return`?"
        if first is None
        else "a thread id is a text, which is what a saver stores",
    )
    alices = [first, *student.run(probes.begin, str(home), alice, 11)]
    bobs = student.run(probes.begin, str(home), bob, 12)
    yield from opaque({alice: alices, bob: bobs})
    student.restart()
    yield from _listed(student, {alice: alices, bob: bobs})
    yield unpredictable(student, alice, [*alices, *bobs])
    yield from _turns(student, alice, alices)
    yield from _uploads(student, (alice, alices[1]), (bob, bobs[0]))
    yield from _refused(student, alice, alices[1], bob)


def _listed(student: Student, ids: dict[str, list[str]]) -> Iterator[Trial]:
    """Ask for each user's chats in a process that did not begin them."""
    for user, wanted in ids.items():
        found = student.call("my_chats", str(student.folder / HOME), user)
        yield Trial(
            "after a kill, `my_chats` lists each chat of the user's once, also without a turn",
            kept=isinstance(found, list) and sorted(map(str, found)) == sorted(wanted),
            saw=f"of {len(wanted)} chats it returned {_told(found)}",
            nudge=_not_listed(found, wanted),
        )
    unused = str(student.new_folder("unused"))
    for nobody, home in (("user-%", ""), ("user-nobody", ""), (next(iter(ids)), unused)):
        found = student.call("my_chats", home or str(student.folder / HOME), nobody)
        yield Trial(
            "who has no chats gets an empty list",
            kept=found == [],
            saw=f"for the user {nobody!r}{', in an empty folder,' * bool(home)} it returned {_told(found)}",
            nudge="a user's id is compared as it is: which comparison reads `%` otherwise?",
        )


def _told(found: Any) -> str:
    return f"a list of {len(found)}" if isinstance(found, list) else repr(found)


def _not_listed(found: Any, wanted: list[str]) -> str:
    if isinstance(found, NotPlain) or not isinstance(found, list):
        return "a list of texts, please"
    if not found:
        return "what of a chat that nobody has written to is on disk, rather than in memory?"
    if set(found) == set(wanted):
        return "a thread has many checkpoints; how often is it one chat?"
    if set(found) > set(wanted):
        return "all chats, or this user's?"
    return "which chats are missing, and when did your code note whose they are?"


def _turns(student: Student, alice: str, ids: list[str]) -> Iterator[Trial]:
    home, chat = str(student.folder / HOME), ids[1]
    reply = student.call("safe_chat", home, alice, chat, "I land at noon")
    yield Trial(
        "a turn returns the reply's text",
        kept=reply == "I know 1 of your messages and 0 of your files.",
        saw=f"the first turn returned {reply!r}",
        nudge="the final state has all messages; the caller wants the text of the last",
    )
    count = "SELECT count(*) FROM checkpoints WHERE thread_id = ?"
    yield Trial(
        "the thread is in `chats.db`, under its id",
        kept=student.rows(DATABASE, count, chat) > [(0,)],
        saw="for this id, chats.db has no checkpoint",
        nudge="in which file, and under which id, does your saver keep the chat?",
    )
    student.restart()
    try:
        reply = student.call("safe_chat", home, alice, chat, "The museum was closed")
    except CodeRaised as fault:
        reply = f"{fault}"
    yield Trial(
        "after a kill, the owner goes on",
        kept=reply == "I know 2 of your messages and 0 of your files.",
        saw=f"after a kill -9, the second turn came to: {reply}",
        nudge="after a turn, where does it say whose the chat is? look at its *latest* checkpoint"
        if "Permission" in str(reply)
        else "what does your code keep in the process, and what on disk?",
    )
    found = student.call("my_chats", home, alice)
    yield Trial(
        "`my_chats` lists a chat once, however many turns it has",
        kept=isinstance(found, list) and sorted(found) == sorted(ids),
        saw=f"after two turns of one chat, it returned {_told(found)} for {len(ids)} chats",
        nudge="a turn leaves several checkpoints; how often is it one chat?",
    )


def _uploads(
    student: Student, alices: tuple[str, str], bobs: tuple[str, str]
) -> Iterator[Trial]:
    home, kept = str(student.folder / HOME), {}
    for number, (user, chat) in enumerate([alices, alices, bobs]):
        mark = f"scan-{student.random.randrange(10**9)}"
        content = f"{mark}: a visa for Goiás\n" * 40
        reply = student.call("safe_chat", home, user, chat, f"Scan {number}", content)
        files = student.aside(probes.files_of, f"{home}/chats.db", chat)
        yield Trial(
            "the content of an upload is not in the database",
            kept=mark.encode() not in student.contents(DATABASE),
            saw="chats.db has the words of the upload",
            nudge="what goes into the input of the graph: the content, or a path?",
        )
        yield Trial(
            "its path is in the state's `files`",
            kept=len(files) == (2 if number == 1 else 1) and "of your files." in str(reply),
            saw=f"after upload {number + 1} the thread's files are {len(files)}; reply: {reply!r}",
            nudge="`files` adds up by itself: what is new in this turn?",
        )
        kept[content] = files[-1]
    student.restart()
    for content, file in kept.items():
        yield _kept(student, content, file)


def _kept(student: Student, content: str, file: str) -> Trial:
    content_there, inside = None, False
    path = Path(os.path.normpath(student.folder / HOME / file))
    # Where the folder is reached through a link, a path may have either form.
    for folder in (student.folder, student.folder.resolve()):
        if path.is_relative_to(folder / HOME):
            inside = True
            content_there = student.files().get(str(path.relative_to(folder)))
    there = content_there is not None
    found = (content_there or b"").decode("utf-8", "replace")
    if not inside:
        saw, nudge = "the path leads out of `folder`", "who else empties that place, and when?"
    elif not there:
        saw, nudge = (
            "there is no file at that path",
            "what happens to the file, after the turn?",
        )
    elif found.startswith("scan-"):
        saw, nudge = "it holds another upload", "how many uploads may have the same name?"
    else:
        saw, nudge = f"it holds {found[:30]!r}", "the file has the content, as it was given"
    return Trial(
        "each path leads to what was uploaded, also after other uploads",
        kept=found == content,
        saw=f"of one upload: {saw}",
        nudge=nudge,
    )


def _refused(student: Student, alice: str, chat: str, bob: str) -> Iterator[Trial]:
    home, before = str(student.folder / HOME), _rows(student)
    mark = f"intruder-{student.random.randrange(10**9)}"
    guessed = chat[:-1] + ("A" if chat[-1] != "A" else "B")
    for user, thread_id, what, nudge in (
        (bob, chat, "somebody else's chat", "the id exists; whose is it?"),
        (
            alice,
            guessed,
            "an invented id",
            "nobody began that chat; who says that it may begin?",
        ),
        (alice, None, "the id None", "under which id does a saver keep None?"),
        (alice, "", "an empty id", "None is not the only id that names nothing"),
        (alice, "%", "the id '%'", "which comparison takes `%` for anything?"),
        (None, chat, "a chat, by nobody", "who is asking, if nobody is logged in?"),
    ):
        yield _refusal(student, what, nudge, [home, user, thread_id, mark, f"{mark} uploads"])
    strays = [name for name, raw in student.files().items() if mark.encode() in raw]
    yield Trial(
        "what was refused is in no file",
        kept=not strays,
        saw=f"the words of a refused turn are in {[PurePath(name).name for name in strays][:2]}",
        nudge="what comes first, the look at the owner or the writing?",
    )
    yield Trial(
        "a refusal adds no row",
        kept=_rows(student) == before,
        saw=f"rows by table were {before}, and are {_rows(student)}",
        nudge="refuse first, write later",
    )
    texts = student.aside(probes.texts_of, f"{home}/chats.db", chat)
    reply = student.call("safe_chat", home, alice, chat, "Home again")
    yield Trial(
        "after all that, the owner goes on",
        kept=len(texts) == 8 and reply == "I know 5 of your messages and 2 of your files.",
        saw=f"the chat had {len(texts)} messages, and the owner was told {reply!r}",
        nudge="what does your code do to a chat when somebody else asks for it?",
    )


def _refusal(student: Student, what: str, nudge: str, arguments: list[Any]) -> Trial:
    promise = f"{what} is refused with a PermissionError"
    try:
        told = student.call("safe_chat", *arguments)
    except CodeRaised as fault:
        return Trial(
            promise,
            kept="PermissionError" in fault.kinds,
            saw=f"it raised {fault}",
            nudge="which exception does the task name?",
        )
    refused = not isinstance(told, str) or "I know" not in told
    return Trial(
        promise,
        kept=False,
        saw=f"it returned {told!r}",
        nudge="how will the caller notice that it was refused?" if refused else nudge,
    )


def _rows(student: Student) -> dict[str, int]:
    tables = student.rows(DATABASE, "SELECT name FROM sqlite_master WHERE type = 'table'")
    counts = {}
    for (name,) in tables:
        counts[str(name)] = student.rows(DATABASE, f'SELECT count(*) FROM "{name}"')[0][0]  # noqa: S608 (their own tables)
    return counts
