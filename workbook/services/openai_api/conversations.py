"""`/v1/conversations` and their items."""

from __future__ import annotations

from typing import Any

from workbook.services.openai_api.call import Call
from workbook.services.openai_api.errors import bad_value
from workbook.services.openai_api.items import Json, as_items, listing
from workbook.services.openai_api.memory import Conversation

__all__ = [
    "create",
    "create_items",
    "delete",
    "delete_item",
    "list_items",
    "retrieve",
    "retrieve_item",
    "update",
]

MOST_ITEMS = 20
PAGE_SIZES = range(1, 101)
DEFAULT_PAGE_SIZE = "20"


def create(call: Call) -> Json:
    """`POST /conversations`."""
    conversation = Conversation(_metadata(call.body.get("metadata") or {}))
    conversation.add(_new_items(call.body.get("items") or []))
    call.memory.conversations[conversation.id] = conversation
    return conversation.public()


def retrieve(call: Call) -> Json:
    """`GET /conversations/{conversation_id}`."""
    return _conversation(call).public()


def update(call: Call) -> Json:
    """`POST /conversations/{conversation_id}`: replaces the metadata."""
    conversation = _conversation(call)
    conversation.metadata = _metadata(call.required("metadata"))
    return conversation.public()


def delete(call: Call) -> Json:
    """`DELETE /conversations/{conversation_id}`."""
    conversation = _conversation(call)
    del call.memory.conversations[conversation.id]
    return {"id": conversation.id, "object": "conversation.deleted", "deleted": True}


def create_items(call: Call) -> Json:
    """`POST .../items`: all of them or, after an error, none."""
    conversation = _conversation(call)
    return listing(conversation.add(_new_items(call.required("items"))))


def list_items(call: Call) -> Json:
    """`GET .../items`: one page, newest first unless asked otherwise."""
    conversation = _conversation(call)
    items = list(conversation.items)
    if _order(call) == "desc":
        items.reverse()
    if after := call.query.get("after"):
        items = items[items.index(conversation.find(after)) + 1 :]
    limit = _limit(call.query.get("limit", DEFAULT_PAGE_SIZE))
    return listing(items[:limit], has_more=len(items) > limit)


def retrieve_item(call: Call) -> Json:
    """`GET .../items/{item_id}`."""
    return _conversation(call).find(call.path["item_id"])


def delete_item(call: Call) -> Json:
    """`DELETE .../items/{item_id}`: answers with the conversation, as the service does."""
    conversation = _conversation(call)
    conversation.items.remove(conversation.find(call.path["item_id"]))
    return conversation.public()


def _conversation(call: Call) -> Conversation:
    return call.memory.conversation(call.path["conversation_id"])


def _metadata(given: Any) -> Json:
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise bad_value("metadata", "expected an object of strings.", "invalid_type")
    return given


def _new_items(given: Any) -> list[Json]:
    if isinstance(given, list) and len(given) > MOST_ITEMS:
        raise bad_value(
            "items",
            f"array too long. Expected an array with maximum length {MOST_ITEMS}, "
            f"but got an array with length {len(given)} instead.",
            "array_above_max_length",
        )
    return as_items(given, "items")


def _order(call: Call) -> str:
    order = call.query.get("order", "desc")
    if order not in ("asc", "desc"):
        raise bad_value("order", "expected 'asc' or 'desc'.")
    return order


def _limit(given: str) -> int:
    limit = int(given) if given.isdecimal() else 0
    if limit not in PAGE_SIZES:
        first, last = PAGE_SIZES[0], PAGE_SIZES[-1]
        raise bad_value("limit", f"expected an integer from {first} to {last}, got {given}.")
    return limit
