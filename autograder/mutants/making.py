"""Every small change that might break a piece of code: the mutants of a source text."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

import libcst as cst
from libcst import matchers as m

from autograder.mutants.operators import OPERATORS

__all__ = ["Change", "changes"]


@dataclass(frozen=True)
class Change:
    """One mutant of a source text.

    Attributes:
        line: Where it differs first; the first line is 1.
        before: The lines that are changed, without indentation, and as many above them as tell
            where in the text they are.
        after: What stands there instead.
        source: The whole text, changed.
    """

    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        """Show what differs, and a little of what stands around it."""
        old, new = self.before.replace("\n", "⏎"), self.after.replace("\n", "⏎")
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        ends = max(0, start - 10), max(0, end - 4)
        shown = (text[ends[0] : len(text) - ends[1]].strip() for text in (old, new))
        return " → ".join(text if len(text) <= 40 else f"{text[:37]}..." for text in shown)


def _common(one: str, other: str) -> int:
    """Count the characters that both begin with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def changes(source: str) -> Iterator[Change]:
    """Yield each mutant of *source* once; those that do not compile are none.

    Left alone are annotations, docstrings, imports, and texts for people: what an exception
    says, and every text with a blank in it that is not SQL.
    """
    module = cst.parse_module(source)
    seen = {source}
    for node in _code(module):
        for new in _mutated(node):
            changed = module.deep_replace(node, new)
            text = changed.code if isinstance(changed, cst.Module) else source
            if text not in seen and _compiles(text):
                seen.add(text)
                yield _change(source, text)


def _code(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield *node* and what is below it, without what is left alone."""
    if isinstance(node, cst.Annotation | cst.Import | cst.ImportFrom) or _is_docstring(node):
        return
    yield node
    if not isinstance(node, cst.Raise):
        for child in node.children:
            yield from _code(child)


def _mutated(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for kind, operator in OPERATORS:
        if isinstance(node, kind):
            yield from operator(node)


def _is_docstring(node: cst.CSTNode) -> bool:
    text = m.SimpleString() | m.ConcatenatedString()
    return m.matches(node, m.SimpleStatementLine([m.Expr(text)]))


def _compiles(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _change(source: str, changed: str) -> Change:
    old, new = source.splitlines(), changed.splitlines()
    matched = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    blocks = [block for block in matched if block[0] != "equal"]
    (_, old_start, _, new_start, _), (_, _, old_end, _, new_end) = blocks[0], blocks[-1]
    line = old_start + 1
    # Lines that stand in several places are told apart by those above them.
    while old_start and _is_repeated(old, old[old_start:old_end]):
        old_start, new_start = old_start - 1, new_start - 1
    before = "\n".join(each.strip() for each in old[old_start:old_end])
    after = "\n".join(each.strip() for each in new[new_start:new_end])
    return Change(line, before, after, changed)


def _is_repeated(lines: list[str], part: list[str]) -> bool:
    starts = range(len(lines) - len(part) + 1)
    return sum(lines[start : start + len(part)] == part for start in starts) > 1
