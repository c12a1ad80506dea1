"""Every choice opens on a real backend and takes a turn; notebook, reference and picture agree."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import psycopg
import pytest
from agents.extensions.memory import EncryptedSession
from langgraph.graph import START, MessagesState, StateGraph
from openai import AsyncOpenAI, OpenAI

from autograder.cells import read_notebook
from autograder.checks.choosing_table import NEEDS, right
from solutions.checkpointers import open_checkpointer
from solutions.choosing_a_backend import Contradiction, Needs, Part, choose, pick
from solutions.ciphers import RotatingSerializer, new_key
from solutions.migrations import migrate_checkpoints, migrate_sessions
from solutions.sealed_savers import seal
from solutions.sessions import aopen_session
from solutions.stores import migrate_stores, open_store
from workbook.decision_panel import Panel
from workbook.decision_tree import Diagram, follow, tree
from workbook.decisions import every, or_refused
from workbook.embeddings import embed
from workbook.services import cosmosdb, new_database, postgres, redis

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "5_choosing" / "choosing_a_backend.ipynb"
PARTS = ("checkpointer", "session", "store")
INDEX: Any = {"dims": 256, "embed": embed, "fields": ["text"]}
# SqliteStore 3.1.2 hands sqlite3 a datetime, which Python 3.12 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:The default datetime adapter is deprecated")


def answered() -> Iterator[tuple[Needs, Any]]:
    for needs in every(Needs):
        with contextlib.suppress(Contradiction):
            yield needs, choose(needs)


CHOICES = dict(answered())
# Each combination of three that can be recommended at all, with needs that lead to it.
TRIPLES = {tuple(getattr(c, part) for part in PARTS): n for n, c in CHOICES.items()}


def name(triple: tuple[Part, ...]) -> str:
    return "-".join(part.name.replace(" ", "_") for part in triple)


@pytest.fixture(scope="module")
def database() -> str:
    """The URL of a PostgreSQL with the tables of everything."""
    url = new_database(postgres())
    migrate_checkpoints(url)
    asyncio.run(migrate_sessions(url))
    migrate_stores(url, INDEX)
    return url


def place(part: Part, database: str, folder: Path) -> str:
    """Return the URL of a real place for what the URL of *part* names."""
    kind = part.url.split(":")[0]
    if kind == "cosmosdb":
        cosmosdb()
        return f"cosmosdb://test-{secrets.token_hex(4)}/checkpoints"
    if kind == "redis":
        return new_database(redis())
    if kind == "postgresql":
        return database
    return part.url.replace("///", f"///{folder}/")


def on_disk(secret: str, database: str, folder: Path) -> int:
    """Count the files and the rows in which a secret can be read."""
    files = sum(secret.encode() in path.read_bytes() for path in folder.iterdir())
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(database) as connection:
        for (table,) in connection.execute(tables).fetchall():
            # PostgreSQL shows bytes as hexadecimal digits.
            like = [f"%{secret}%", f"%{secret.encode().hex()}%"]
            rows = f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE ANY (%s)'
            [count] = connection.execute(rows, [like]).fetchone() or [0]
            files += count
    return files


def a_turn(saver: Any, store: Any, secret: str, value: dict[str, Any]) -> list[str]:
    """Take a turn on a thread, in which a node also keeps a memory."""

    class Visa(MessagesState):
        passport: str

    def listen(state: Visa) -> dict[str, Any]:
        store.put((f"user-{secret[::-1]}", "notes"), "visa", value)
        return {"messages": [("ai", f"I know {len(state['messages'])}")]}

    builder = StateGraph(Visa).add_node("listen", listen).add_edge(START, "listen")
    config: Any = {"configurable": {"thread_id": f"trip-{secret[::-1]}"}}
    turn: Any = {"messages": [("user", secret)], "passport": secret}
    final = builder.compile(saver, store=store).invoke(turn, config)
    return [message.text for message in final["messages"]]


async def items(part: Part, url: str, session_id: str, secret: str) -> list[Any]:
    """Add an item to a session, opened as a choice says; return what comes back, and lies there."""
    async with (
        AsyncOpenAI(max_retries=0) as client,
        aopen_session(url, session_id, ttl=3600 if part.expires else None) as session,
    ):
        used: Any = session
        if part.url == "openai:":
            # The SDK's own client would outlive its event loop.
            used._openai_client = client
        if part.protection:
            key = secrets.token_urlsafe(32)
            used = EncryptedSession(session_id, used, encryption_key=key, ttl=3600)
        await used.add_items([{"role": "user", "content": secret}])
        return [str(await used.get_items()), str(await session.get_items())]


@pytest.mark.parametrize("triple", TRIPLES, ids=name)
def test_every_choice_opens_and_takes_a_turn(
    triple: tuple[Part, ...], database: str, tmp_path: Path, client: OpenAI
) -> None:
    """
    On the real backends, with what must be around them; what is sensitive is found nowhere.
    """
    saving, talking, storing = triple
    secret, cipher = f"P{secrets.token_hex(6)}", RotatingSerializer({"k1": new_key()}, "k1")
    value: dict[str, Any] = {"text": secret}
    if storing.protection:
        tag, blob = cipher.dumps_typed(value)
        value = {"tag": tag, "blob": base64.b64encode(blob).decode()}
    ttl = 60 if storing.expires else None
    index = INDEX if storing.indexed else None

    with (
        open_checkpointer(place(saving, database, tmp_path)) as saver,
        open_store(place(storing, database, tmp_path), index, ttl) as store,
    ):
        assert type(saver).__name__ == saving.backend
        assert type(store).__name__.lstrip("_").removeprefix("Expiring") == storing.backend
        kept: Any = seal(saver, cipher) if saving.protection else saver
        assert a_turn(kept, store, secret, value) == [secret, "I know 1"]
        query = {"query": "passport"} if storing.indexed else {}
        [found] = store.search((f"user-{secret[::-1]}", "notes"), **query)
        assert found.value == value
    session_id = f"trip-{secret[::-1]}"
    if talking.url == "openai:":
        session_id = client.conversations.create().id
    back, lies = asyncio.run(
        items(talking, place(talking, database, tmp_path), session_id, secret)
    )

    assert secret in back
    assert (secret in lies) == (not talking.protection)
    sensitive, in_reach = TRIPLES[triple].sensitive, ("sqlite", "postgresql")
    if sensitive or any(part.url.startswith(in_reach) for part in triple):
        assert (on_disk(secret, database, tmp_path) == 0) == sensitive


def test_a_choice_says_what_would_change_it() -> None:
    """
    Whoever follows a change finds what it promised; what is not listed changes nothing.
    """
    for needs, choice in CHOICES.items():
        listed = {(change.need, change.value): change.leads_to for change in choice.changes}
        for field in ("shared_by", "database", "sensitive", "expires", "hosted"):
            for value in {getattr(other, field) for other in CHOICES} - {getattr(needs, field)}:
                other = type(needs)(**{**vars(needs), field: value})
                there = CHOICES.get(other)
                expected = there and {
                    part: getattr(there, part).name
                    for part in PARTS
                    if getattr(there, part).name != getattr(choice, part).name
                }
                told = listed.get((field, value), {})
                assert told == expected if there else "no answer, because" in told


def test_every_reason_leads_to_a_notebook() -> None:
    """
    A reason that nobody can look up is no reason.
    """
    stems = {path.stem for path in (ROOT / "notebooks").glob("*/*.ipynb")}
    reasons = {
        reason
        for choice in CHOICES.values()
        for reason in (*choice.beware, *(getattr(choice, part).why for part in PARTS))
    }

    assert {reason.notebook for reason in reasons} - stems == set()
    assert all(reason.text for reason in reasons)


def test_needs_that_exclude_each_other_are_named() -> None:
    """
    A contradiction has two needs, and without either of them it is none.
    """
    refused = [needs for needs in every(Needs) if needs not in CHOICES]
    pairs = set()
    for needs in refused:
        with pytest.raises(Contradiction, match="exclude each other: ") as told:
            choose(needs)
        pairs.add(told.value.needs)
    for one, other in pairs:
        alone = [needs for needs in CHOICES if getattr(needs, one) is True]
        assert alone, f"{one} is never possible"
        assert any(getattr(needs, other) != getattr(Needs(), other) for needs in CHOICES)

    assert len(pairs) == 7
    with pytest.raises(ValueError, match="database cannot be 'oracle'; it is one of 'none', "):
        Needs(database="oracle")  # type: ignore[arg-type]


def test_the_notebook_says_what_the_reference_says() -> None:
    """
    For each of the 1,024 programs the rules in the cells lead where `choose` leads.
    """
    wanted = ("setup", "tools", "needs", "otherwise")
    names: dict[str, Any] = {"__name__": __name__}
    for cell in read_notebook(NOTEBOOK).cells:
        if cell.id in wanted or cell.id.startswith("rules-"):
            with contextlib.redirect_stdout(None):
                exec(compile(cell.source, cell.id, "exec", dont_inherit=True), names)
    told = or_refused(lambda needs: str(names["answers"](needs)))

    for needs in every(Needs):
        choice = CHOICES.get(needs)
        labels = {part: getattr(choice, part).label for part in PARTS} if choice else {}
        answer = told(names["Needs"](**vars(needs)))
        assert answer == str(labels) if choice else answer.startswith("✗")


def test_the_small_task_agrees_with_the_function() -> None:
    """
    `pick` knows fewer needs; for those it leads where `choose` leads, and so does its check.
    """
    sharing = {"one process": (1, 1), "few processes": (3, 1), "many processes": (9, 1)}
    for needs in every(Needs):
        if needs.hosted or needs.database not in ("none", "cosmosdb"):
            continue
        processes, machines = sharing.get(needs.shared_by, (1, 2))
        azure = needs.database == "cosmosdb"
        asked = {"processes": processes, "machines": machines, "azure": azure}
        asked |= {field: getattr(needs, field) for field in NEEDS if field not in asked}
        choice, expected = CHOICES.get(needs), right(asked)
        if choice is None:
            assert isinstance(expected, set)
            with pytest.raises(ValueError, match=r"\w+ and \w+ exclude each other"):
                pick(asked)
            continue
        told = pick(asked)
        assert {part: list(pair) for part, pair in told.items()} == expected
        assert told["checkpointer"][0] == choice.checkpointer.backend
        session = choice.session.name.removesuffix(" in memory")
        assert told["session"][0] == session
        assert told["store"][0] == choice.store.backend


@pytest.mark.parametrize("part", PARTS)
def test_the_picture_is_the_function(part: str) -> None:
    """
    The tree answers every program as the rules do, in shapes and in words, without colour.
    """

    def label(needs: Needs) -> str:
        return str(getattr(choose(needs), part).label)

    told = or_refused(label)
    drawn = Diagram(tree(told, Needs), f"Which {part}?")
    assert all(follow(drawn.root, needs) == told(needs) for needs in every(Needs))

    picture = ElementTree.fromstring(drawn._repr_svg_())
    svg = "{http://www.w3.org/2000/svg}"
    [description] = picture.findall(f"{svg}desc")
    answers = {told(needs) for needs in every(Needs)}
    assert picture.get("role") == "img"
    assert picture.findtext(f"{svg}title") == f"Which {part}?"
    assert all(f": {answer}" in str(description.text) for answer in answers)
    assert all(answer in repr(drawn) for answer in answers)
    inks = {each.get(name) for each in picture.iter() for name in ("fill", "stroke")}
    assert inks - {None, "none"} == {"#222222", "#ffffff"}


def test_the_panel_tells_again_when_a_control_is_turned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Controls lead to answers, a contradiction is told; without a browser it is one text.
    """
    panel = Panel(lambda needs: str(choose(needs)), Needs())
    panel.controls["shared_by"].value = "machines"
    assert "PostgresSaver" in panel.answer.value
    panel.controls["branches"].value = True
    assert "branches and shared_by exclude each other" in panel.answer.value
    assert 'role="status"' in panel.answer.value
    assert all(control.description for control in panel.controls.values())

    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    panel._ipython_display_()
    text = capsys.readouterr().out
    assert text.startswith("survives yes, shared by one process")
    assert "SqliteSaver" in text
    shown: list[Any] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    monkeypatch.setitem(os.environ, "JPY_SESSION_NAME", "choosing_a_backend.ipynb")
    panel._ipython_display_()
    [box] = shown
    assert box.children == (*panel.controls.values(), panel.answer)
