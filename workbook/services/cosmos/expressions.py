"""Values and conditions of a query, as functions of a document."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from typing import Any

from workbook.services.cosmos.tokens import Tokens, bad_query

__all__ = ["UNDEFINED", "Expression", "condition", "value"]

Expression = Callable[[dict[str, Any]], Any]
UNDEFINED = object()  # what a path gives that a document does not have; equal to nothing
COMPARE = {
    "=": operator.eq,
    "!=": operator.ne,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TEXT = {"STARTSWITH": str.startswith, "ENDSWITH": str.endswith, "CONTAINS": str.__contains__}


def condition(tokens: Tokens) -> Expression:
    """Read what stands after WHERE: OR binds less than AND, AND less than NOT."""
    parts = [_all(tokens)]
    while tokens.accept("OR"):
        parts.append(_all(tokens))
    return parts[0] if len(parts) == 1 else lambda d: any(part(d) is True for part in parts)


def _all(tokens: Tokens) -> Expression:
    parts = [_one(tokens)]
    while tokens.accept("AND"):
        parts.append(_one(tokens))
    return parts[0] if len(parts) == 1 else lambda d: all(part(d) is True for part in parts)


def _one(tokens: Tokens) -> Expression:
    if tokens.accept("NOT"):
        inner = _one(tokens)
        return lambda d: inner(d) is False
    if tokens.accept("("):
        inner = condition(tokens)
        tokens.expect(")")
        return inner
    _, left = value(tokens)
    if tokens.accept("IN"):
        choices = _arguments(tokens)
        return lambda d: any(left(d) == choice(d) for choice in choices)
    sign = tokens.accept(*COMPARE)
    if not sign:
        return left
    _, right = value(tokens)
    return lambda d: _compare(sign, left(d), right(d))


def _compare(sign: str, left: Any, right: Any) -> bool:
    if left is UNDEFINED or right is UNDEFINED:
        return False
    if sign not in ("=", "!=", "<>") and type(left) is not type(right):
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if not numbers:
            return False  # values of different types have no order
    return bool(COMPARE[sign](left, right))


def value(tokens: Tokens) -> tuple[str, Expression]:
    """Read a path, a parameter, a literal or a call; return its column name and itself."""
    kind, text = tokens.take()
    if kind in ("parameter", "string", "number"):
        fixed = tokens.literal(kind, text)
        return text, lambda d: fixed
    if kind != "word":
        raise bad_query(repr(text or "end"))
    if text.lower() in ("true", "false", "null"):
        fixed = json.loads(text.lower())
        return text, lambda d: fixed
    if tokens.peek()[1] == "(":
        return text, _call(text.upper(), _arguments(tokens))
    return _path(tokens, text)


def _path(tokens: Tokens, root: str) -> tuple[str, Expression]:
    steps: list[Any] = []
    while True:
        if tokens.accept("."):
            steps.append(tokens.take()[1])
        elif tokens.accept("["):
            steps.append(tokens.literal(*tokens.take()))
            tokens.expect("]")
        else:
            break
    return str(steps[-1]) if steps else root, lambda d: _follow(d, steps)


def _follow(found: Any, steps: list[Any]) -> Any:
    for step in steps:
        is_key = isinstance(found, dict) and step in found
        is_index = isinstance(found, list) and isinstance(step, int) and step < len(found)
        if not (is_key or is_index):
            return UNDEFINED
        found = found[step]
    return found


def _arguments(tokens: Tokens) -> list[Expression]:
    tokens.expect("(")
    found = []
    while not tokens.accept(")"):
        found.append(value(tokens)[1])
        tokens.accept(",")
    return found


def _call(name: str, given: list[Expression]) -> Expression:
    if name in TEXT and len(given) == 2:
        test = TEXT[name]
        return lambda d: _on_texts(test, given[0](d), given[1](d))
    if name == "ARRAY_CONTAINS" and len(given) == 2:
        return lambda d: isinstance(given[0](d), list) and given[1](d) in given[0](d)
    if name == "IS_DEFINED" and len(given) == 1:
        return lambda d: given[0](d) is not UNDEFINED
    if name == "IS_NULL" and len(given) == 1:
        return lambda d: given[0](d) is None
    raise bad_query(f"{name}() with {len(given)} arguments")


def _on_texts(test: Callable[[str, str], bool], left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return test(left, right)
    return UNDEFINED
