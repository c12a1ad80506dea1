"""Operators of mutation: from a piece of code to what may wrongly stand in its place.

mutmut's change numbers, texts, comparisons, arguments and assignments. Those here add what
students do: forget a statement, swap arguments, return nothing, stop after the first. All work
on libcst's nodes, so that a change keeps the layout, and is the same on every Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import libcst as cst
from libcst import matchers as m
from mutmut.mutation.mutators import mutation_operators, operator_string

__all__ = ["OPERATORS"]

Made = Iterable[cst.CSTNode]
NONE = cst.Name("None")
PASS = cst.SimpleStatementLine([cst.Pass()])
# Wrong in SQL, and still SQL.
SQL = re.compile(r"\b(SELECT|INSERT INTO|DELETE FROM|UPDATE|CREATE TABLE|CREATE INDEX)\b")
SQL_SWAPS = {
    r"(?<![<>!])=": "<>",
    r"<=": "<",
    r">=": ">",
    r"<(?![=>])": "<=",
    r"(?<![<])>(?!=)": ">=",
    r"\bAND\b": "OR",
    r"\bOR\b(?! (REPLACE|IGNORE))": "AND",
    r"\bDESC\b": "ASC",
    r"\bASC\b": "DESC",
    r"\b(max|MAX)\(": "min(",
    r"\b(min|MIN)\(": "max(",
    r"\bDISTINCT ": "",
    r"\bOR (REPLACE|IGNORE) ": "",
    r"\sORDER BY [\w, ]+(DESC|ASC)?": "",
    r"\sWHERE [^()'\"]*": "",
    r"\sLIMIT (\d+|\?)": "",
}


def _text(node: cst.SimpleString) -> Made:
    value = node.evaluated_value
    if isinstance(value, str) and re.search(r"\s", value):
        return (node.with_changes(value=text) for text in _sql(node.value))
    return operator_string(node)


def _formatted(node: cst.FormattedStringText) -> Made:
    if re.search(r"\s", node.value):
        return (node.with_changes(value=text) for text in _sql(node.value))
    return [node.with_changes(value=f"XX{node.value}")] if re.search(r"\w", node.value) else []


def _sql(text: str) -> Iterator[str]:
    if SQL.search(text):
        for pattern, instead in SQL_SWAPS.items():
            for found in re.finditer(pattern, text):
                yield text[: found.start()] + instead + text[found.end() :]


def _forgotten(node: cst.SimpleStatementLine) -> Made:
    is_left_alone = m.Import() | m.ImportFrom() | m.Pass()
    return [] if m.matches(node, m.SimpleStatementLine([is_left_alone])) else [_passed(node)]


def _passed(node: Any) -> cst.CSTNode:
    return PASS.with_changes(leading_lines=node.leading_lines)


def _none(node: cst.Return | cst.Yield) -> Made:
    return [node.with_changes(value=NONE)] if node.value and node.value is not NONE else []


def _negated(node: cst.If | cst.While | cst.IfExp | cst.CompIf) -> Made:
    inside = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return [node.with_changes(test=cst.UnaryOperation(cst.Not(), inside))]


def _swapped(node: cst.Call) -> Made:
    for n, (left, right) in enumerate(zip(node.args, node.args[1:], strict=False)):
        if not (left.keyword or right.keyword or left.star or right.star):
            pair = [left.with_changes(value=right.value), right.with_changes(value=left.value)]
            yield node.with_changes(args=[*node.args[:n], *pair, *node.args[n + 2 :]])


def _uncalled(node: cst.Call) -> Made:
    """Make f(x) x, and x.f() x."""
    if not node.args and isinstance(node.func, cst.Attribute):
        return [node.func.value]
    is_plain = isinstance(node.func, cst.Name) and len(node.args) == 1 and not node.args[0].star
    return [node.args[0].value] if is_plain else []


def _one_side(node: cst.BooleanOperation | cst.BinaryOperation) -> Made:
    return [
        side.with_changes(lpar=node.lpar, rpar=node.rpar) for side in (node.left, node.right)
    ]


def _less(node: cst.Integer) -> Made:
    value = node.evaluated_value
    return [node.with_changes(value=str(value - 1))] if value else [NONE]


def _shorter(node: cst.Dict | cst.List | cst.Set | cst.Tuple) -> Made:
    if len(node.elements) == 1 and isinstance(node, cst.Set):
        return [cst.Call(cst.Name("set"))]
    return _without_one(node, "elements")


def _turned(node: cst.Tuple) -> Made:
    values = [part.value for part in node.elements][::-1]
    pairs = zip(node.elements, values, strict=True)
    return [node.with_changes(elements=[part.with_changes(value=v) for part, v in pairs])]


def _without_one(node: Any, what: str) -> Made:
    parts = getattr(node, what)
    return [
        node.with_changes(**{what: [*parts[:n], *parts[n + 1 :]]}) for n in range(len(parts))
    ]


def _unreduced(node: cst.AnnAssign) -> Made:
    """Make a field's Annotated[kind, reducer] its kind alone."""
    noted = node.annotation.annotation
    if m.matches(noted, m.Subscript(m.Name("Annotated"))):
        kind: Any = cst.ensure_type(noted, cst.Subscript).slice[0].slice
        yield node.with_changes(annotation=cst.Annotation(kind.value))


def _uncaught(node: cst.ExceptHandler) -> Made:
    return [node.with_changes(type=cst.Tuple([]), name=None)] if not node.name else []


def _unentered(node: cst.With) -> Made:
    if any(item.asname for item in node.items):
        return []
    return [cst.If(cst.Name("True"), node.body, leading_lines=node.leading_lines)]


def _once(node: cst.For) -> Made:
    if isinstance(node.body, cst.IndentedBlock):
        end = cst.SimpleStatementLine([cst.Break()])
        yield node.with_deep_changes(node.body, body=[*node.body.body, end])


def _open_slice(node: cst.Slice) -> Made:
    return [node.with_changes(**{end: None}) for end in ("lower", "upper", "step")]


OPERATORS: list[tuple[Any, Callable[[Any], Made]]] = [
    *(pair for pair in mutation_operators if pair[1] is not operator_string),
    (cst.SimpleString, _text),
    (cst.FormattedStringText, _formatted),
    (cst.SimpleStatementLine, _forgotten),
    (cst.If | cst.For | cst.While | cst.With | cst.Try, lambda node: [_passed(node)]),
    (cst.Return | cst.Yield, _none),
    (cst.If | cst.While | cst.IfExp | cst.CompIf, _negated),
    (cst.CompFor, lambda node: _without_one(node, "ifs")),
    (cst.Call, _swapped),
    (cst.Call, _uncalled),
    (cst.BooleanOperation | cst.BinaryOperation, _one_side),
    (cst.Integer, _less),
    (cst.Dict | cst.List | cst.Set | cst.Tuple, _shorter),
    (cst.Tuple, _turned),
    (cst.AnnAssign, _unreduced),
    (cst.ClassDef, lambda node: _without_one(node, "bases")),
    (cst.FunctionDef | cst.ClassDef, lambda node: _without_one(node, "decorators")),
    (cst.ExceptHandler, _uncaught),
    (cst.With, _unentered),
    (cst.For, _once),
    (cst.Slice, _open_slice),
]
