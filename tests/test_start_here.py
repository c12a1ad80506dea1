"""The first lesson's reference keeps its promise under a real SIGKILL."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from solutions.start_here import sign_in
from workbook.crash import run_function


def test_who_signed_in_outlives_the_process(tmp_path: Path) -> None:
    """
    Each call's process is killed, and the next call still knows everybody.
    """
    book = str(tmp_path / "guests.txt")

    runs = [run_function(sign_in, book, name) for name in ("Ada", "Zoë", "Grace")]

    assert [run.killed for run in runs] == [True, True, True]
    assert runs[-1].result == ["Ada", "Zoë", "Grace"]


def test_sqlite_loads_extensions_whatever_python_this_is() -> None:
    """
    Semantic search works on an SqliteStore, with this Python's sqlite3 or the one in its place.
    """
    program = """
        from workbook.sqlite import allow_extensions
        print(allow_extensions().startswith("this Python's sqlite3"))
        from langgraph.store.sqlite import SqliteStore
        from workbook.embeddings import embed
        index = {"dims": 256, "embed": embed, "fields": ["text"], "text_fields": ["text"]}
        with SqliteStore.from_conn_string(":memory:", index=index) as store:
            store.setup()
            store.put(("alice",), "seat", {"text": "Alice likes to sit at the window"})
            store.put(("alice",), "delay", {"text": "The train to Oslo was late"})
            print(store.search(("alice",), query="Which place does she prefer?")[0].key)
    """

    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True
    )

    assert (done.stdout.split(), done.stderr) == (["True", "seat"], "")
