"""`/v1/models`: the names this server knows. Responses and Chat take any name."""

from __future__ import annotations

from workbook.services.openai_api.call import Call
from workbook.services.openai_api.embeddings import SIZES
from workbook.services.openai_api.errors import ApiError
from workbook.services.openai_api.items import Json

__all__ = ["list_models", "retrieve"]

NAMES = ("gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini", *SIZES)


def list_models(call: Call) -> Json:
    """`GET /models`."""
    return {"object": "list", "data": [_model(name) for name in NAMES]}


def retrieve(call: Call) -> Json:
    """`GET /models/{model}`."""
    name = call.path["model"]
    if name not in NAMES:
        raise ApiError(
            404, f"The model '{name}' does not exist", code="model_not_found", param="model"
        )
    return _model(name)


def _model(name: str) -> Json:
    return {"id": name, "object": "model", "created": 0, "owned_by": "workbook"}
