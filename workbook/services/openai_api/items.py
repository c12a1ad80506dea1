"""Items: the messages, tool calls and tool outputs that conversations are made of."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any

from workbook.services.openai_api.errors import bad_value, missing

__all__ = [
    "Json",
    "as_item",
    "as_items",
    "count_tokens",
    "function_call",
    "listing",
    "message",
    "new_id",
    "text_of",
]

Json = dict[str, Any]

PREFIXES = {
    "message": "msg",
    "function_call": "fc",
    "function_call_output": "fco",
    "reasoning": "rs",
}
ROLES = ("user", "assistant", "system", "developer")
REQUIRED = {
    "message": ("role", "content"),
    "function_call": ("call_id", "name", "arguments"),
    "function_call_output": ("call_id", "output"),
}


def new_id(prefix: str) -> str:
    """Return an id nobody has: one from a server of yesterday must not fit one of today."""
    return f"{prefix}_{secrets.token_hex(24)}"


def message(text: str) -> Json:
    """Return what the model says, as an item."""
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    return {
        "id": new_id("msg"),
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": [part],
    }


def function_call(name: str, arguments: str) -> Json:
    """Return the model's call of a tool, as an item; `arguments` is JSON."""
    return {
        "id": new_id("fc"),
        "type": "function_call",
        "call_id": new_id("call"),
        "name": name,
        "arguments": arguments,
        "status": "completed",
    }


def as_items(given: Any, param: str) -> list[Json]:
    """Return a request's list of items as they are stored."""
    if not isinstance(given, list):
        raise bad_value(param, "expected an array of items.", "invalid_type")
    return [as_item(item, f"{param}[{index}]") for index, item in enumerate(given)]


def as_item(given: Any, param: str) -> Json:
    """Return one item as it is stored: with a type, an id and a list of content parts."""
    if not isinstance(given, dict):
        raise bad_value(param, "expected an object.", "invalid_type")
    if not given.get("type") and "role" not in given:
        raise missing(f"{param}.type")
    item = {key: value for key, value in given.items() if value is not None}
    kind = item.setdefault("type", "message")
    for name in REQUIRED.get(kind, ()):
        if name not in item:
            raise missing(f"{param}.{name}")
    if kind == "message":
        _complete_message(item, param)
    if not item.get("id"):
        item["id"] = new_id(PREFIXES.get(kind, "item"))
    return item


def _complete_message(item: Json, param: str) -> None:
    if item["role"] not in ROLES:
        raise bad_value(f"{param}.role", f"expected one of {', '.join(map(repr, ROLES))}.")
    item.setdefault("status", "completed")
    content = item["content"]
    if isinstance(content, str):
        if item["role"] == "assistant":
            item["content"] = message(content)["content"]
        else:
            item["content"] = [{"type": "input_text", "text": content}]
    elif not isinstance(content, list) or not all(isinstance(part, dict) for part in content):
        raise bad_value(f"{param}.content", "expected a string or an array.", "invalid_type")


def text_of(item: Json) -> str:
    """Return an item's words, without pictures and files."""
    content = item.get("content") or item.get("output") or item.get("arguments") or ""
    if isinstance(content, str):
        return content
    texts = (part.get("text") or part.get("refusal") or "" for part in content)
    return " ".join(text for text in texts if text)


def count_tokens(*items: Json | str) -> int:
    """Count words and punctuation marks: near a real count, and the same on every run."""
    texts = (item if isinstance(item, str) else text_of(item) for item in items)
    return sum(len(re.findall(r"\w+|[^\w\s]", text)) for text in texts)


def listing(data: Sequence[Json], *, has_more: bool = False) -> Json:
    """Return items as one page of a list."""
    ids = [item["id"] for item in data]
    return {
        "object": "list",
        "data": list(data),
        "first_id": ids[0] if ids else None,
        "last_id": ids[-1] if ids else None,
        "has_more": has_more,
    }
