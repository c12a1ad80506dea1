"""Tools: which of them the model may call, and whether each call has its output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbook.services.openai_api.errors import ApiError, bad_value, missing
from workbook.services.openai_api.items import Json

__all__ = ["as_choice", "as_tools", "check_tool_calls"]


def as_tools(given: Any) -> list[Json]:
    """Return a request's functions as name and parameters; Chat wraps each in `function`."""
    if not isinstance(given or [], list):
        raise bad_value("tools", "expected an array of objects.", "invalid_type")
    tools = []
    for index, tool in enumerate(given or []):
        if not isinstance(tool, dict):
            raise bad_value(f"tools[{index}]", "expected an object.", "invalid_type")
        if tool.get("type") != "function":
            # OpenAI's own tools, web search for one, run on their side.
            continue
        function = tool.get("function") or tool
        if not function.get("name"):
            raise missing(f"tools[{index}].name")
        tools.append(function)
    return tools


def as_choice(given: Any) -> Any:
    """Return `tool_choice` as a word or as an object with the tool's name."""
    return given.get("function") or given if isinstance(given, dict) else given or "auto"


def check_tool_calls(items: Sequence[Json]) -> None:
    """Refuse, as the service does, a tool's call without its output and the reverse.

    This is what a history meets that was cut in the wrong place.
    """
    calls = {item["call_id"] for item in items if item["type"] == "function_call"}
    outputs = {item["call_id"] for item in items if item["type"] == "function_call_output"}
    for item in items:
        call_id = item.get("call_id", "")
        if item["type"] == "function_call" and call_id not in outputs:
            why = f"No tool output found for function call {call_id}."
            raise ApiError(400, why, param="input")
        if item["type"] == "function_call_output" and call_id not in calls:
            why = f"No tool call found for function call output with call_id {call_id}."
            raise ApiError(400, why, param="input")
