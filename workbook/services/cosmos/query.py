"""The part of Cosmos DB's SQL that the workbook's clients use, on documents in memory.

    SELECT [DISTINCT] [TOP n] [VALUE] * | path [AS name], ... | COUNT(1) FROM c
        [WHERE ...] [ORDER BY path [ASC|DESC], ...] [OFFSET n LIMIT m]

with AND, OR, NOT, IN, comparisons, STARTSWITH, ENDSWITH, CONTAINS, ARRAY_CONTAINS, IS_DEFINED
and IS_NULL. Anything else is refused with a sentence, never ignored.
"""

from __future__ import annotations

import json
from typing import Any

from workbook.services.cosmos.expressions import UNDEFINED, Expression, condition, value
from workbook.services.cosmos.tokens import Tokens, bad_query

__all__ = ["run_query"]

Document = dict[str, Any]


def run_query(
    text: str, parameters: list[dict[str, Any]] | None, documents: list[Document]
) -> list[Any]:
    """Return what a query selects from *documents*.

    Raises:
        Refused: The query is wrong, or uses what this emulator does not have.
    """
    tokens = Tokens(text, parameters)
    tokens.expect("SELECT")
    distinct = bool(tokens.accept("DISTINCT"))
    top = _number(tokens) if tokens.accept("TOP") else None
    bare = bool(tokens.accept("VALUE"))
    columns = _columns(tokens)
    _from(tokens)
    if tokens.accept("WHERE"):
        holds = condition(tokens)
        documents = [each for each in documents if holds(each) is True]
    if tokens.accept("ORDER"):
        documents = _ordered(tokens, documents)
    first, last = _window(tokens, top)
    if tokens.peek()[1]:
        raise bad_query(repr(tokens.peek()[1]))
    found = _select(columns, documents, bare=bare)
    if distinct:
        found = [json.loads(each) for each in dict.fromkeys(map(json.dumps, found))]
    return found[first:last]


def _columns(tokens: Tokens) -> list[tuple[str, Expression]] | str:
    if tokens.accept("*"):
        return "*"
    if tokens.peek()[1].upper() == "COUNT":
        tokens.take()
        tokens.expect("(")
        tokens.take()
        tokens.expect(")")
        return "COUNT"
    columns = []
    while True:
        name, expression = value(tokens)
        if tokens.accept("AS"):
            name = tokens.take()[1]
        columns.append((name, expression))
        if not tokens.accept(","):
            return columns


def _from(tokens: Tokens) -> None:
    tokens.expect("FROM")
    tokens.take()
    if tokens.peek()[1].upper() not in ("", "WHERE", "ORDER", "OFFSET"):
        tokens.take()  # FROM container c


def _ordered(tokens: Tokens, documents: list[Document]) -> list[Document]:
    tokens.expect("BY")
    keys = []
    while True:
        keys.append((value(tokens)[1], tokens.accept("ASC", "DESC") == "DESC"))
        if not tokens.accept(","):
            break
    for expression, falling in reversed(keys):
        documents = sorted(documents, key=lambda d: _rank(expression(d)), reverse=falling)
    return documents


def _rank(found: Any) -> tuple[int, Any]:
    """Return a key that sorts values of different types, as Cosmos DB does: by type first."""
    if found is UNDEFINED:
        return 0, 0
    if found is None:
        return 1, 0
    if isinstance(found, bool):
        return 2, found
    return (3, found) if isinstance(found, int | float) else (4, str(found))


def _window(tokens: Tokens, top: int | None) -> tuple[int, int | None]:
    if not tokens.accept("OFFSET"):
        return 0, top
    first = _number(tokens)
    tokens.expect("LIMIT")
    return first, first + _number(tokens)


def _number(tokens: Tokens) -> int:
    return int(tokens.literal(*tokens.take()))


def _select(
    columns: list[tuple[str, Expression]] | str, documents: list[Document], *, bare: bool
) -> list[Any]:
    if columns == "COUNT":
        return [len(documents)] if bare else [{"$1": len(documents)}]
    if isinstance(columns, str):
        return list(documents)
    if bare:
        found = [columns[0][1](each) for each in documents]
        return [each for each in found if each is not UNDEFINED]
    rows = []
    for each in documents:
        pairs = ((name, expression(each)) for name, expression in columns)
        rows.append({name: got for name, got in pairs if got is not UNDEFINED})
    return rows
