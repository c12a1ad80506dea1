"""Sentence embeddings from a model that needs no network: numpy and one table of word vectors.

The table is inside the `wordllama` wheel (MIT). A sentence's vector is the mean of its
words' vectors, so related words meet, but word order and negation are lost.
"""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

__all__ = ["Embedder", "embed"]

WEIGHTS = Path("weights", "l2_supercat_256.safetensors")
TOKENIZER = Path("tokenizers", "l2_supercat_tokenizer_config.json")


class Embedder:
    """Turns texts into vectors; LangGraph's `index={"embed": Embedder(), "dims": 256}` takes it.

    The weights (16 MB) are read at the first call, not before.
    """

    dims = 256

    def __init__(self, folder: Path | None = None) -> None:
        """Use the weights in `folder`, which has the layout of the `wordllama` package."""
        self._folder = folder

    def __call__(self, texts: list[str]) -> list[list[float]]:
        """Return one vector of `dims` numbers and length 1 for each text.

        An empty text gets the vector of a blank, since zeros would have no direction.

        Raises:
            FileNotFoundError: The weights are not installed.
        """
        return [self._vector(text).tolist() for text in texts]

    def _vector(self, text: str) -> NDArray[np.float32]:
        table, tokenizer = self._model
        # One text at a time: `encode_batch` starts threads, which a later fork complains about.
        tokens = tokenizer.encode(text or " ", add_special_tokens=False).ids
        mean: NDArray[np.float32] = table[tokens].mean(axis=0, dtype=np.float32)
        return mean / np.linalg.norm(mean)

    @cached_property
    def _model(self) -> tuple[NDArray[np.float16], Tokenizer]:
        folder = self._folder or _installed()
        for path in (folder / WEIGHTS, folder / TOKENIZER):
            if not path.is_file():
                raise FileNotFoundError(
                    f"no embedding model: {path} is missing; "
                    "reinstall it with `pip install --force-reinstall --no-deps wordllama`"
                )
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return load_file(folder / WEIGHTS)["embedding.weight"], tokenizer


def embed(texts: list[str]) -> list[list[float]]:
    """Return one vector of 256 numbers and length 1 for each text, as `Embedder` does."""
    return _shared(texts)


def _installed() -> Path:
    # Found, not imported: wordllama's own loader looks for its tokenizer on the network.
    spec = find_spec("wordllama")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            "no embedding model: the package wordllama is not installed; "
            "install it with `pip install wordllama`"
        )
    return Path(spec.submodule_search_locations[0])


_shared = Embedder()
