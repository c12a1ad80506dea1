"""`/v1/embeddings`: our local model in the sizes of OpenAI's, so that indexes fit."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from workbook.services.openai_api.call import Call
from workbook.services.openai_api.errors import ApiError, bad_value
from workbook.services.openai_api.items import Json, count_tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SIZES", "create"]

SIZES = {
    "text-embedding-3-small": 1536,
    "text-embedding-3-large": 3072,
    "text-embedding-ada-002": 1536,
}
MOST_TEXTS = 2048


def create(call: Call) -> Json:
    """`POST /embeddings`."""
    # A notebook that embeds nothing does not wait for numpy and the weights.
    from workbook.embeddings import embed

    texts = _texts(call.required("input"))
    model = call.required("model")
    size = _size(model, call.body.get("dimensions"))
    as_base64 = _is_base64(call.body.get("encoding_format"))
    vectors = [_resized(vector, size) for vector in embed(texts)]
    tokens = count_tokens(*texts)
    return {
        "object": "list",
        "model": model,
        "data": [
            {
                "object": "embedding",
                "index": index,
                "embedding": _encoded(vector) if as_base64 else vector.tolist(),
            }
            for index, vector in enumerate(vectors)
        ],
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }


def _texts(given: Any) -> list[str]:
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not 1 <= len(texts) <= MOST_TEXTS:
        raise bad_value("input", f"expected a string or an array of 1 to {MOST_TEXTS}.")
    if not all(isinstance(text, str) for text in texts):
        # LangChain sends token numbers unless it is told not to.
        raise bad_value(
            "input",
            "this local server takes strings, not tokens; with langchain-openai, pass "
            "check_embedding_ctx_length=False.",
        )
    if "" in texts:
        raise bad_value("input", "input cannot be an empty string.")
    return texts


def _size(model: str, dimensions: Any) -> int:
    if model not in SIZES:
        raise ApiError(
            404,
            f"The model '{model}' does not exist; use one of {', '.join(SIZES)}.",
            code="model_not_found",
        )
    if dimensions is None:
        return SIZES[model]
    if not model.startswith("text-embedding-3"):
        raise bad_value("dimensions", "this model does not support specifying dimensions.")
    if not isinstance(dimensions, int) or not 1 <= dimensions <= SIZES[model]:
        raise bad_value("dimensions", f"expected an integer from 1 to {SIZES[model]}.")
    return dimensions


def _is_base64(encoding: str | None) -> bool:
    if encoding not in (None, "float", "base64"):
        raise bad_value("encoding_format", "expected 'float' or 'base64'.")
    return encoding == "base64"


def _resized(vector: list[float], size: int) -> NDArray[np.float32]:
    """Cut a vector to `size`, or lengthen it by zeros, which leave every cosine as it was."""
    import numpy as np

    resized = np.zeros(size, dtype=np.float32)
    kept = vector[:size]
    resized[: len(kept)] = kept
    length = float(np.linalg.norm(resized))
    return resized / np.float32(length) if length else resized


def _encoded(vector: NDArray[np.float32]) -> str:
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()
