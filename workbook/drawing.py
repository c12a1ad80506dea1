"""A tree of marks as a small SVG that can be read in grey, in the dark, and aloud.

SVG by itself, not inside HTML: GitHub and notebooks not yet trusted drop it from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Mark", "draw"]

_COLUMN, _ROW, _LEFT, _TOP, _R = 116, 96, 62, 64, 15
_LABEL = 17  # characters that fit below a mark
_INK = "#222222"
# Okabe and Ito's colours, which the colour-blind tell apart; in grey the dashes do.
_STYLES = [("#0072B2", ""), ("#D55E00", "7 4"), ("#00795A", "2 4"), ("#A8477F", "10 4 2 4")]


@dataclass(frozen=True)
class Mark:
    """One mark: its place, the mark it comes from, and the words around it."""

    column: int
    row: int
    parent: int | None
    kind: str
    inside: str
    below: str
    latest: bool

    @property
    def x(self) -> int:
        """Centre, in pixels from the left."""
        return _LEFT + self.column * _COLUMN

    @property
    def y(self) -> int:
        """Centre, in pixels from the top."""
        return _TOP + self.row * _ROW


def draw(marks: Sequence[Mark], title: str, description: str) -> str:
    """Return the picture of at least one mark; *description* is read aloud in its place."""
    width = max(max(mark.x for mark in marks) + _LEFT, 13 * len(title) // 2 + 24)
    height = max(mark.y for mark in marks) + 56
    lines = [_line(marks[mark.parent], mark) for mark in marks if mark.parent is not None]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" '
            f'height="{height}" viewBox="0 0 {width} {height}" '
            'font-family="sans-serif" font-size="12">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(description)}</desc>",
            f'<rect width="{width}" height="{height}" rx="6" fill="#ffffff"/>',
            _text(12, 22, title, 'font-size="13" font-weight="bold"'),
            # The first branch last, so that no fork's dashes cover it.
            *reversed(lines),
            *map(_mark, marks),
            "</svg>",
        ]
    )


def _line(start: Mark, end: Mark) -> str:
    colour, dashes = _style(end)
    path = f"M{start.x} {start.y}H{end.x}"
    if start.row != end.row:
        turn, bend = start.x + _COLUMN // 2, 10
        path = (
            f"M{start.x} {start.y}H{turn - bend}q{bend} 0 {bend} {bend}"
            f"V{end.y - bend}q0 {bend} {bend} {bend}H{end.x}"
        )
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'


def _mark(mark: Mark) -> str:
    middle = 'text-anchor="middle"'
    colour, _ = _style(mark)
    fill, ink = (colour, "#ffffff") if mark.latest else ("#ffffff", _INK)
    parts = [
        f"<g><title>{escape(mark.below)}</title>",
        _shape(mark, f'fill="{fill}" stroke="{colour}" stroke-width="2"'),
        _text(mark.x, mark.y + 4, mark.inside, f'{middle} font-weight="bold"', ink),
        _text(mark.x, mark.y - 22, mark.kind, middle),
        _text(mark.x, mark.y + 31, _cut(mark.below), middle),
    ]
    if mark.latest:
        parts.append(_text(mark.x, mark.y + 46, "latest", f'{middle} font-weight="bold"'))
    return "\n".join([*parts, "</g>"])


def _shape(mark: Mark, style: str) -> str:
    x, y, r = mark.x, mark.y, _R
    if mark.kind == "input":
        return f'<rect x="{x - r}" y="{y - r}" width="{2 * r}" height="{2 * r}" {style}/>'
    far, near = r + 3, r // 2 + 2
    corners = {
        "update": [(x - far, y), (x, y - far), (x + far, y), (x, y + far)],
        "fork": [
            *[(x - far, y), (x - near, y - r), (x + near, y - r)],
            *[(x + far, y), (x + near, y + r), (x - near, y + r)],
        ],
    }.get(mark.kind)
    if corners is None:
        return f'<circle cx="{x}" cy="{y}" r="{r}" {style}/>'
    points = " ".join(f"{a},{b}" for a, b in corners)
    return f'<polygon points="{points}" {style}/>'


def _text(x: int, y: int, words: str, style: str, ink: str = _INK) -> str:
    return f'<text x="{x}" y="{y}" fill="{ink}" {style}>{escape(words)}</text>'


def _style(mark: Mark) -> tuple[str, str]:
    return _STYLES[mark.row % len(_STYLES)]


def _cut(words: str) -> str:
    return words if len(words) <= _LABEL else words[: _LABEL - 1] + "…"
