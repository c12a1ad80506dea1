"""Measure every backend at length: `python -m workbook.bench [WHAT ...]`, up to 1,000 turns.

Both sides of a comparison run in turn on the same machine: read the ratios, not the
milliseconds. `python -m workbook.bench --help` lists what can be measured.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from workbook import bench_growth, bench_times

__all__ = ["main"]

TABLES: dict[str, Callable[[int, int], None]] = {
    "growth": bench_growth.growth,
    "sizes": bench_growth.sizes,
    "cuts": bench_growth.cuts,
    "floor": bench_times.floors,
    "savers": bench_times.savers,
    "durability": bench_times.durability,
    "sqlite": bench_times.sqlite,
    "sessions": bench_times.sessions,
    "stores": bench_times.stores,
    "writers": bench_times.writers,
}
TURNS, ROUNDS = 100, 7


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables that are asked for; all of them if none is named."""
    parser = argparse.ArgumentParser(prog="python -m workbook.bench", description=_about())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("what", nargs="*", metavar="WHAT", help=", ".join(TABLES))
    parser.add_argument(
        "--turns", type=_positive, default=TURNS, help=f"of a conversation; {TURNS} unless told"
    )
    parser.add_argument(
        "--rounds", type=_positive, default=ROUNDS, help=f"of a race; {ROUNDS} unless told"
    )
    given = parser.parse_args(arguments)
    unknown = [name for name in given.what if name not in TABLES]
    if unknown:
        parser.error(
            f"nothing here measures {', '.join(unknown)}; choose from {', '.join(TABLES)}"
        )
    for name in given.what or TABLES:
        TABLES[name](given.turns, given.rounds)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is too few; take 1 or more")
    return number


def _about() -> str:
    lines = (f"  {name:<11} {table.__doc__}" for name, table in TABLES.items())
    return "\n".join(["Measure savers, sessions and stores.", "", *lines])


if __name__ == "__main__":
    main()
