"""What the server remembers: nothing else outlives a request, and nothing outlives the server."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from workbook.services.openai_api.errors import ApiError, not_found
from workbook.services.openai_api.items import Json, new_id

__all__ = ["Conversation", "Memory", "StoredResponse", "now"]


def now() -> int:
    """Return the time in whole seconds, as the API gives it."""
    return int(time.time())


@dataclass
class Conversation:
    """A list of items with a name."""

    metadata: Json
    items: list[Json] = field(default_factory=list)
    id: str = field(default_factory=lambda: new_id("conv"))
    created_at: int = field(default_factory=now)

    def public(self) -> Json:
        """Return what a client sees of it; its items have pages of their own."""
        return {
            "id": self.id,
            "object": "conversation",
            "created_at": self.created_at,
            "metadata": self.metadata,
        }

    def add(self, items: Sequence[Json]) -> list[Json]:
        """Append items and return them; one whose id is here already gets a new one."""
        taken = {item["id"] for item in self.items}
        for item in items:
            if item["id"] in taken:
                item = item | {"id": new_id(item["id"].partition("_")[0])}
            taken.add(item["id"])
            self.items.append(item)
        return self.items[len(self.items) - len(items) :]

    def find(self, item_id: str) -> Json:
        """Return one item, or raise the API's 404."""
        for item in self.items:
            if item["id"] == item_id:
                return item
        raise not_found("Item", item_id)


@dataclass(frozen=True)
class StoredResponse:
    """A response, and every item that a next one sees through `previous_response_id`."""

    public: Json
    items: list[Json]


@dataclass
class Memory:
    """All conversations and responses, by id."""

    conversations: dict[str, Conversation] = field(default_factory=dict)
    responses: dict[str, StoredResponse] = field(default_factory=dict)

    def conversation(self, name: str) -> Conversation:
        """Return one, or raise the API's 404."""
        if name not in self.conversations:
            raise not_found("Conversation", name, "conversation_not_found")
        return self.conversations[name]

    def response(self, name: str) -> StoredResponse:
        """Return one, or raise the API's 404."""
        if name not in self.responses:
            raise not_found("Response", name)
        return self.responses[name]

    def previous(self, name: str) -> StoredResponse:
        """Return the response to go on from, or raise the API's 400."""
        if name not in self.responses:
            raise ApiError(
                400,
                f"Previous response with id '{name}' not found.",
                code="previous_response_not_found",
                param="previous_response_id",
            )
        return self.responses[name]
