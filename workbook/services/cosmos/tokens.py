"""Words of a Cosmos DB query, one after the other."""

from __future__ import annotations

import json
import re
from typing import Any

from workbook.services.cosmos.errors import Refused

__all__ = ["Tokens", "bad_query"]

TOKEN = re.compile(
    r"""\s*(?:
    (?P<parameter>@\w+)
    | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<sign><=|>=|!=|<>|[=<>(),.\[\]*])
    )""",
    re.VERBOSE,
)


def bad_query(what: str) -> Refused:
    """Return the refusal of a query that this emulator does not understand."""
    return Refused(400, "BadRequest", f"this emulator's SQL has no {what}")


class Tokens:
    """The tokens of a query, with a place in them, and the values of its parameters."""

    def __init__(self, text: str, parameters: list[dict[str, Any]] | None) -> None:
        self.parameters = {each["name"]: each["value"] for each in parameters or []}
        self._tokens: list[tuple[str, str]] = []
        self._next = 0
        at, text = 0, text.strip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match or not match.lastgroup:
                raise bad_query(f"{text[at : at + 20]!r}")
            self._tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()

    def peek(self, ahead: int = 0) -> tuple[str, str]:
        """Return the kind and text of a token to come; empty at the end."""
        at = self._next + ahead
        return self._tokens[at] if at < len(self._tokens) else ("", "")

    def take(self) -> tuple[str, str]:
        """Return the next token and go on."""
        token = self.peek()
        self._next += 1
        return token

    def accept(self, *words: str) -> str:
        """Go past one of *words*, if it is next, and return it; else return nothing."""
        kind, text = self.peek()
        if kind in ("word", "sign") and text.upper() in words:
            self._next += 1
            return text.upper()
        return ""

    def expect(self, *words: str) -> str:
        """Go past one of *words*, or refuse the query."""
        found = self.accept(*words)
        if not found:
            raise bad_query(f"{self.peek()[1] or 'end'!r} where {' or '.join(words)} stands")
        return found

    def literal(self, kind: str, text: str) -> Any:
        """Return the value of a parameter, string or number."""
        if kind == "parameter":
            if text not in self.parameters:
                raise Refused(400, "BadRequest", f"the parameter {text} has no value")
            return self.parameters[text]
        if text.startswith("'"):
            return json.loads('"' + text[1:-1].replace('"', '\\"') + '"')
        return json.loads(text)
