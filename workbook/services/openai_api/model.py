"""The "model": a fixed rule whose replies show what it can see.

    I can see no earlier turns. You said: "Hello"
    I can see 1 earlier turn; it was "Hello". You said: "How are you?"
    I can see 2 earlier turns; the first was "Hello". You said: "What is the weather in Oslo?"
    ... The tool get_weather returned: "21 degrees".

A turn is a message of the user's. A tool is called when the user's last message mentions the
last word of its name: "What is the weather in Oslo?" calls `get_weather` with "Oslo".
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from workbook.services.openai_api.items import Json, function_call, message, text_of

__all__ = ["answer"]

QUOTED = 200


def answer(items: Sequence[Json], tools: Sequence[Json], choice: Any = "auto") -> list[Json]:
    """Return the model's output items.

    Args:
        items: Everything the model can see, oldest first.
        tools: Functions it may call, each with `name` and `parameters` (JSON Schema).
        choice: "auto", "none", "required" or `{"name": ...}`, as in the API's `tool_choice`.
    """
    latest = items[-1] if items else {}
    asks = latest.get("role") == "user"
    tool = _choose(text_of(latest), tools, choice) if asks else None
    if tool is None:
        return [message(_reply(items))]
    arguments = _arguments(tool, text_of(latest))
    return [function_call(tool["name"], json.dumps(arguments, ensure_ascii=False))]


def _reply(items: Sequence[Json]) -> str:
    turns = [index for index, item in enumerate(items) if item.get("role") == "user"]
    if not turns:
        return "I can see no message from a user."
    *earlier, last = turns
    said = [_seen([_quote(items[index]) for index in earlier])]
    said.append(f"You said: {_quote(items[last])}")
    names = {item["call_id"]: item["name"] for item in items if item["type"] == "function_call"}
    said += [
        f"The tool {names.get(item['call_id'])} returned: {_quote(item)}."
        for item in items[last:]
        if item["type"] == "function_call_output"
    ]
    return " ".join(said)


def _seen(earlier: list[str]) -> str:
    match earlier:
        case []:
            return "I can see no earlier turns."
        case [only]:
            return f"I can see 1 earlier turn; it was {only}."
    return f"I can see {len(earlier)} earlier turns; the first was {earlier[0]}."


def _quote(item: Json) -> str:
    text = text_of(item) or "(no text)"
    return f'"{text}"' if len(text) <= QUOTED else f'"{text[:QUOTED]}…"'


def _choose(question: str, tools: Sequence[Json], choice: Any) -> Json | None:
    if choice == "none" or not tools:
        return None
    if isinstance(choice, dict):
        return next((tool for tool in tools if tool["name"] == choice.get("name")), None)
    for tool in tools:
        word = tool["name"].replace("_", " ").split()[-1]
        if re.search(rf"\b{re.escape(word)}", question, re.IGNORECASE):
            return tool
    return tools[0] if choice == "required" else None


def _arguments(tool: Json, question: str) -> Json:
    properties = (tool.get("parameters") or {}).get("properties") or {}
    return {name: _argument(schema, question) for name, schema in properties.items()}


def _argument(schema: Json, question: str) -> Any:
    """Find in the question what a parameter asks for."""
    match schema:
        case {"enum": [first, *rest]}:
            named = (value for value in [first, *rest] if str(value) in question)
            return next(named, first)
        case {"type": "integer" | "number"}:
            number = re.search(r"\d+", question)
            return int(number[0]) if number else 1
        case {"type": "boolean"}:
            return True
        case {"type": "array"}:
            return []
        case {"type": "object"}:
            return {}
    # The last name in the sentence, "New York" say; its first word is a capital anyway.
    names = re.findall(r"(?<=\s)[A-Z]\w*(?: [A-Z]\w*)*", question)
    return names[-1] if names else question
