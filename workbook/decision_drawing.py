"""A decision tree as a small SVG: narrow, read from top to bottom, by the eye and aloud.

One line for each question and each answer, in the order of reading, so that the picture can be
enlarged without scrolling sideways. What is what is told by shape, not by colour: a question
has a thin frame, an answer is filled, an answer that is none has dashes and a cross.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

__all__ = ["NONE", "draw_tree"]

NONE = "✗"  # begins an answer that is none
_ROW, _INDENT, _LEFT, _TOP, _BOX = 34, 38, 16, 46, 24
# Width of a character at 14 pixels in a wide font, plain and bold.
_PLAIN, _BOLD = 8.3, 9.6
_INK, _PAPER = "#222222", "#ffffff"

Row = tuple[int, str, str, bool]


def draw_tree(rows: Sequence[Row], title: str, description: str) -> str:
    """Return the picture; *description* is read aloud in its place.

    Args:
        rows: For each line its depth, the value that leads to it, its words, and whether it is
            an answer.
        title: Above the picture.
        description: All that the picture says, in words.
    """
    right = max(_box_left(row) + _width(row[2], row[3]) for row in rows)
    width = int(max(right, _LEFT + _width(title, bold=True))) + _LEFT
    height = _TOP + _ROW * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="14">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
        f'<rect width="{width}" height="{height}" rx="6" fill="{_PAPER}"/>',
        _text(_LEFT, 26, title, 'font-weight="bold"'),
    ]
    parts += [_line(rows, at) for at in range(1, len(rows))]
    parts += [_row(row, at) for at, row in enumerate(rows)]
    return "\n".join([*parts, "</svg>"])


def _line(rows: Sequence[Row], at: int) -> str:
    """Return the line from a row's question down and over to the row."""
    depth = rows[at][0]
    parent = max(above for above in range(at) if rows[above][0] == depth - 1)
    # From below the left end of the question's box: that is where its answers are indented.
    x, y = _x(depth) - _INDENT // 2, _middle(at)
    start = _middle(parent) + _BOX // 2
    end = _box_left(rows[at]) - 4
    return (
        f'<path d="M{x} {start}V{y}H{end:.0f}" fill="none" stroke="{_INK}" stroke-width="1.5"/>'
    )


def _row(row: Row, at: int) -> str:
    _, value, words, is_answer = row
    left, y = _box_left(row), _middle(at)
    fill = _INK if is_answer and not words.startswith(NONE) else _PAPER
    dashes = ' stroke-dasharray="5 4"' if words.startswith(NONE) else ""
    box = (
        f'<rect x="{left:.0f}" y="{y - _BOX // 2}" width="{_width(words, is_answer):.0f}" height="{_BOX}" '
        f'rx="{3 if is_answer else 12}" fill="{fill}" stroke="{_INK}" stroke-width="1.5"{dashes}/>'
    )
    ink = _PAPER if fill == _INK else _INK
    weight = 'font-weight="bold"' if is_answer else ""
    parts = [box, _text(left + 10, y + 5, words, weight, ink)]
    if value:
        # On paper of its own, because the line runs behind it.
        long = len(value) * _PLAIN
        x = _x(row[0])
        parts.insert(
            0,
            f'<rect x="{x}" y="{y - 9}" width="{long:.0f}" height="18" fill="{_PAPER}"/>',
        )
        parts.append(_text(x + 2, y + 5, value, 'font-style="italic"'))
    return "<g>" + "".join(parts) + "</g>"


def _box_left(row: Row) -> float:
    depth, value, _, _ = row
    return _x(depth) + (len(value) * _PLAIN + 16 if value else 0)


def _x(depth: int) -> int:
    return _LEFT + depth * _INDENT


def _middle(at: int) -> int:
    return _TOP + at * _ROW + _ROW // 2 - 4


def _width(words: str, bold: bool) -> float:
    return len(words) * (_BOLD if bold else _PLAIN) + 20


def _text(x: float, y: float, words: str, style: str, ink: str = _INK) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{ink}" {style}>{escape(words)}</text>'
