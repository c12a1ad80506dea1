"""Plots for a notebook that also speak: grey print, the colour-blind and screen readers get them.

Every series has a marker and a line style of its own beside its colour, and its name stands at
its end. The picture is a small PNG inside an `<img>` with a text in its place.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from workbook.growth import human

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Plot", "bars", "growth"]

Points = Sequence[tuple[int, float]]
Series = Mapping[str, Points]
# Okabe and Ito's colours, which the colour-blind tell apart; in grey the marks do.
COLOURS = ("#0072B2", "#D55E00", "#00795A", "#A8477F", "#555555", "#B07D00", "#2B2B2B")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)))
HATCHES = ("", "//", "..", "xx", "\\\\", "++", "oo")
SIZE, DOTS = (7.2, 4.2), 100  # inches, and dots for each of them
SHADES = 32  # colours that are left in the file


@dataclass(frozen=True, repr=False)
class Plot:
    """A picture with the text that stands for it.

    Attributes:
        png: The picture, as a file.
        alt: What is read aloud, or shown where pictures are not.
    """

    png: bytes
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_html_(self) -> str:
        # JupyterLab gives a bare PNG the text "Image", whatever its metadata say.
        width, height = (round(side * DOTS) for side in SIZE)
        source = base64.b64encode(self.png).decode()
        return (
            f'<img alt="{escape(self.alt)}" width="{width}" height="{height}" '
            f'src="data:image/png;base64,{source}">'
        )


def growth(series: Series, title: str, foretold: Series | None = None) -> Plot:
    """Return sizes over turns, on axes where each power of T is a straight line.

    Args:
        series: For each name, pairs of turns and bytes, measured.
        title: Above the picture, and the beginning of its text.
        foretold: As *series*; where a law goes on from what was measured.
    """
    figure, axes = _canvas(title)
    further = foretold or {}
    for at, (name, points) in enumerate(series.items()):
        _line(axes, at % 7, name, points, further.get(name, ()))
    axes.set(xscale="log", yscale="log", xlabel="turns", ylabel="bytes")
    axes.xaxis.set_major_formatter(lambda turns, _: f"{turns:,.0f}")
    axes.yaxis.set_major_formatter(lambda size, _: human(size))
    axes.set_xlim(right=axes.get_xlim()[1] * 6)  # room for the names
    axes.grid(visible=True, color="#dddddd", linewidth=0.6)
    spoken = (_spoken(name, points, further.get(name)) for name, points in series.items())
    return _plot(figure, f"{title}. {'; '.join(spoken)}.")


def _line(axes: Axes, at: int, name: str, measured: Points, foretold: Points) -> None:
    """Draw a series; what is foretold has a thin line and empty marks."""
    style: dict[str, Any] = {
        "color": COLOURS[at],
        "marker": MARKERS[at],
        "linestyle": LINES[at],
    }
    axes.plot(*zip(*measured, strict=True), **style)
    further = [measured[-1], *foretold]
    if foretold:
        axes.plot(*zip(*further, strict=True), linewidth=0.8, fillstyle="none", **style)
    words = f" {name}, {human(further[-1][1])}"
    axes.annotate(words, further[-1], color=COLOURS[at], fontsize=9, va="bottom")


def bars(sizes: Mapping[str, float], title: str) -> Plot:
    """Return a horizontal bar for each size in bytes."""
    figure, axes = _canvas(title)
    for at, (name, size) in enumerate(reversed(list(sizes.items()))):
        hatch = HATCHES[at % 7]
        axes.barh(name, size, color=COLOURS[at % 7], hatch=hatch, edgecolor="white", height=0.6)
        axes.annotate(f" {human(size)}", (size, at), va="center", fontsize=9)
    axes.set(xlabel="bytes")
    axes.xaxis.set_major_formatter(lambda size, _: human(size))
    axes.set_xlim(0, max(sizes.values()) * 1.15)
    spoken = (f"{name} {human(size)}" for name, size in sizes.items())
    return _plot(figure, f"{title}. {'; '.join(spoken)}.")


def _canvas(title: str) -> tuple[Figure, Axes]:
    # By hand and not by pyplot, which keeps every figure and may open a window.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, dpi=DOTS, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _plot(figure: Figure, alt: str) -> Plot:
    from PIL import Image

    raw, small = io.BytesIO(), io.BytesIO()
    figure.savefig(raw, format="png", metadata={"Software": None})
    with Image.open(raw) as picture:
        picture.convert("RGB").quantize(SHADES).save(small, "png", optimize=True)
    return Plot(small.getvalue(), alt)


def _spoken(
    name: str,
    measured: Points,
    foretold: Points | None,
) -> str:
    (first, small), (last, large) = measured[0], measured[-1]
    words = f"{name}: {human(small)} after {first:,} turns, {human(large)} after {last:,}"
    if foretold:
        words += f", foretold {human(foretold[-1][1])} after {foretold[-1][0]:,}"
    return words
