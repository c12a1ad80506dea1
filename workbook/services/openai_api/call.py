"""What every endpoint is given, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workbook.services.openai_api.errors import missing
from workbook.services.openai_api.items import Json
from workbook.services.openai_api.memory import Memory

__all__ = ["Answer", "Call", "Handler"]

# An object, or a stream of server-sent events.
Answer = Json | Iterator[str]


@dataclass(frozen=True)
class Call:
    """One request: the server's memory, the JSON body, the path's ids, the query."""

    memory: Memory
    body: Json
    path: Mapping[str, str]
    query: Mapping[str, str]

    def required(self, name: str) -> Any:
        """Return a parameter of the body, or raise the API's 400."""
        if self.body.get(name) is None:
            raise missing(name)
        return self.body[name]


Handler = Callable[[Call], Answer]
