"""The embedding model is local, repeatable, and knows which sentences are related."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from langgraph.store.memory import InMemoryStore

from workbook.embeddings import Embedder, embed

NOTES = [
    "The user prefers the pytest framework for testing.",
    "The user is planning a holiday in Italy.",
    "The user's favourite food is sushi.",
]


def cosine(left: str, right: str) -> float:
    """Return how alike two texts are: 1 for the same direction, 0 for none shared."""
    one, other = embed([left, right])
    return float(np.dot(one, other))


def test_each_text_gets_one_unit_vector_of_the_declared_size() -> None:
    """
    Three texts give three lists of 256 plain floats, each of length 1.
    """
    vectors = embed(NOTES)

    assert [len(vector) for vector in vectors] == [Embedder.dims] * 3
    assert all(type(number) is float for number in vectors[0])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-6)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What test tools does the user like?", NOTES[0]),
        ("Where does she want to travel?", NOTES[1]),
        ("What does the user enjoy eating?", NOTES[2]),
    ],
)
def test_a_question_is_nearest_to_its_answer(question: str, answer: str) -> None:
    """
    A paraphrase ranks above unrelated notes.
    """
    assert max(NOTES, key=lambda note: cosine(question, note)) == answer


def test_a_vector_does_not_depend_on_its_neighbours() -> None:
    """
    A text has the same vector alone, in a batch, and from another Embedder.
    """
    assert embed(NOTES)[1] == embed([NOTES[1]])[0] == Embedder()([NOTES[1]])[0]


@pytest.mark.parametrize("text", ["", " ", "\n", "é", "🙂", "word " * 5000])
def test_any_text_has_a_direction(text: str) -> None:
    """
    Neither an empty nor a very long text gives zeros, which no cosine can compare.
    """
    assert np.linalg.norm(embed([text])[0]) == pytest.approx(1, abs=1e-6)


def test_no_texts_give_no_vectors() -> None:
    """
    An empty batch is not an error.
    """
    assert embed([]) == []


def test_langgraph_searches_memories_by_meaning_with_it() -> None:
    """
    A store accepts an Embedder as its index and finds the related memory first.
    """
    store = InMemoryStore(
        index={"embed": Embedder(), "dims": Embedder.dims, "fields": ["text"]}
    )
    for number, text in enumerate(NOTES):
        store.put(("user-alice", "memories"), f"note-{number}", {"text": text})

    found = store.search(("user-alice", "memories"), query="cuisine and dishes", limit=1)

    assert [item.value["text"] for item in found] == [NOTES[2]]


def test_missing_weights_are_named_with_a_remedy(tmp_path: Path) -> None:
    """
    The error says which file is missing and how to get it back.
    """
    with pytest.raises(
        FileNotFoundError, match=r"l2_supercat_256\.safetensors is missing; reinstall"
    ):
        Embedder(tmp_path)(["hello"])


def test_missing_package_is_named_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without the package that carries the weights, the error says what to install.
    """
    monkeypatch.setattr("workbook.embeddings.find_spec", lambda name: None)

    with pytest.raises(FileNotFoundError, match="install it with `pip install wordllama`"):
        Embedder()(["hello"])


def test_weights_are_read_at_the_first_call_and_stay_in_a_fork() -> None:
    """
    A fresh process opens no weights on import, and a fork embeds without a warning.
    """
    program = textwrap.dedent("""
        import os, workbook.embeddings as e
        assert "_model" not in vars(e._shared), "weights were read on import"
        before = e.embed(["trip to Oslo"])
        child = os.fork()
        if child == 0:
            os._exit(0 if e.embed(["trip to Oslo"]) == before else 1)
        assert os.waitpid(child, 0)[1] == 0
    """)

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")
