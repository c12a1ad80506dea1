"""Measurements: laws are recovered, sizes repeat, times are ratios, and pictures speak."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from workbook import bench, measure, plots
from workbook.crash import run_function
from workbook.growth import fit, human

TURNS = (5, 8, 13, 20, 30)


def law(square: float, line: float, base: float) -> list[tuple[int, float]]:
    return [(turns, square * turns**2 + line * turns + base) for turns in TURNS]


@pytest.mark.parametrize(("square", "line", "base"), [(3600, 9000, 40_000), (0.5, 900, 0)])
def test_a_fit_recovers_the_law_of_snapshots(square: float, line: float, base: float) -> None:
    """
    From exact points come the numbers they were made of, and the size far away.
    """
    found = fit(law(square, line, base), 2)

    assert (found.square, found.line) == pytest.approx((square, line))
    assert found.at(1000) == pytest.approx(square * 1000**2 + line * 1000 + base)
    assert found.error < 1e-9


def test_a_fit_recovers_the_law_of_a_log_from_pages() -> None:
    """
    Sizes in whole pages of 4,096 bytes still tell what a turn adds, within 2 %.
    """
    points = [(turns, -(-2700 * turns // 4096) * 4096 + 30_000) for turns in range(20, 200, 30)]

    found = fit(points, 1)

    assert found.square == 0
    assert found.line == pytest.approx(2700, rel=0.02)


@pytest.mark.parametrize(
    ("points", "power", "told"),
    [
        ([(1, 5), (2, 9)], 2, "3 sizes at different turns are needed, and there are 2"),
        ([(4, 5), (4, 5)], 1, "2 sizes at different turns are needed, and there are 1"),
        ([(1, 5), (2, 9)], 3, "take 1 or 2"),
    ],
)
def test_a_fit_says_what_it_lacks(points: Any, power: int, told: str) -> None:
    """
    Too few points and an unknown law are named.
    """
    with pytest.raises(ValueError, match=re.escape(told)):
        fit(points, power)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (994, "994 bytes"),
        (1_000, "1.0 KB"),
        (37_400, "37 KB"),
        (996_000, "1.0 MB"),
        (3_595_000_000, "3.6 GB"),
        (135e9, "140 GB"),
    ],
)
def test_sizes_are_said_in_two_digits(size: float, said: str) -> None:
    """
    People read two digits and a unit.
    """
    assert human(size) == said


@pytest.mark.parametrize("name", ["InMemorySaver", "SqliteSaver", "AsyncSqliteSaver"])
def test_sizes_repeat(name: str) -> None:
    """
    Two runs of the same chat store the same bytes but for a page of SQLite's, encrypted or not.
    """
    for serde in (None, measure.encrypted()):
        stored = []
        for _ in range(2):
            with measure.open_chat(name, serde) as chat:
                stored.append(measure.grow(chat, [12])[0][1])
                assert len(chat.read()) == 24
        assert stored[0] == pytest.approx(stored[1], abs=4096)


@pytest.mark.parametrize("name", ["PostgresSaver", "AsyncPostgresSaver", "CosmosDBSaver"])
def test_a_server_holds_what_was_said(name: str) -> None:
    """
    On a real server the same chat is read back, and its bytes grow faster than its turns.
    """
    with measure.open_chat(name, measure.encrypted()) as chat:
        (_, few), (_, many) = measure.grow(chat, [20, 40])
        assert chat.read()[0].text == measure.page(1000, 0)

    assert many > 2.2 * few


def test_what_was_foretold_comes_true() -> None:
    """
    A law from up to 30 turns is within 2 % of what 120 turns really store.
    """
    with measure.open_chat("SqliteSaver", size=200) as chat:
        *points, (_, true) = measure.grow(chat, [5, 10, 15, 20, 30, 120])

    assert fit(points, 2).at(120) == pytest.approx(true, rel=0.02)


@pytest.mark.parametrize("name", measure.SESSIONS)
def test_every_session_is_a_log(name: str) -> None:
    """
    Each session gives back what was added, encrypted ones too, and grows with the turns.
    """
    keys = (None,) if name.startswith("OpenAI") else (None, "a long passphrase")
    for key in keys:
        with measure.open_log(name, key) as log:
            log.turn(40)
            size = log.place.size()
            log.turn(40)
            assert measure.page(1000, 159) in str(log.read_last()[-1])
            assert len(log.read()) == 160
            assert log.place.size() < 2.2 * size or size == 0


@pytest.mark.parametrize("name", measure.STORES)
def test_every_store_keeps_one_value_for_a_key(name: str) -> None:
    """
    A memory is read back, and replacing it adds none.
    """
    with measure.open_memories(name) as memories:
        measure.grow(memories, [30])
        memories.replace(30)

        assert memories.read().value == {"text": measure.page(1000, 29)}
        assert len(memories.place.what.search(("user-alice",), limit=100)) == 30


@pytest.mark.parametrize("open_it", [measure.saver, measure.session, measure.store])
def test_an_unknown_backend_is_named(open_it: Any) -> None:
    """
    The error lists what there is.
    """
    with pytest.raises(ValueError, match=r"no \w+ 'Redis'; there are \w+"), open_it("Redis"):
        pass


def test_a_race_gives_ratios() -> None:
    """
    Ten times the work takes several times as long, by either clock, and a table has no seconds.
    """
    work = {"one": lambda: sum(range(20_000)), "ten": lambda: sum(range(200_000))}

    for clock in (time.perf_counter, time.process_time):
        run = measure.race(work, rounds=5, clock=clock)
        assert 3 < run.ratio("ten", "one") < 40
        assert run.ratio("one", "ten") * run.ratio("ten", "one") == pytest.approx(1)
        assert run.table("one")["times one"][0] == "1.00"
        assert [len(each) for each in run.seconds.values()] == [5, 5]


def test_a_race_takes_turns() -> None:
    """
    Nobody always goes first, so a neighbour's noise meets everybody.
    """
    order: list[str] = []

    measure.race({name: lambda name=name: order.append(name) for name in "AB"}, rounds=3)

    assert "".join(order) == "ABBAABBA"


def test_the_floor_is_a_row_on_disk() -> None:
    """
    A bare insert stores the bytes it is asked to, in both databases.
    """
    with measure.floor("sqlite", 5000, "NORMAL") as insert:
        assert insert().rowcount == 1  # type: ignore[attr-defined]
    with measure.floor("postgres", 5000) as insert:
        assert insert().rowcount == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "plot",
    [
        plots.growth(
            {"log": [(10, 20_000), (100, 300_000)], "snapshots": [(10, 450_000), (100, 37e6)]},
            "What <is> stored",
            foretold={"log": [(1000, 2.8e6)]},
        ),
        plots.bars({"exit": 4.5e6, "a log": 190e3}, "What <is> stored"),
    ],
    ids=["growth", "bars"],
)
def test_a_plot_speaks_and_is_small(plot: plots.Plot) -> None:
    """
    A picture has a text with its numbers, escaped, and few bytes.
    """
    shown = plot._repr_html_()

    assert shown.startswith('<img alt="What &lt;is&gt; stored. ')
    assert "KB" in plot.alt
    assert repr(plot) == plot.alt
    assert len(shown) < 40_000
    with Image.open(io.BytesIO(plot.png)) as picture:
        assert picture.size == (720, 420)


def test_a_plot_repeats_and_needs_no_screen() -> None:
    """
    The same numbers give the same picture, to the byte, in another process too.
    """

    def drawn() -> bytes:
        return plots.bars({"exit": 4.5e6, "a log": 190e3}, "Stored").png

    assert run_function(drawn).result == drawn()


def test_series_differ_without_colour() -> None:
    """
    Each series has a marker and a line of its own, so grey print keeps them apart.
    """
    assert len(set(plots.MARKERS)) == len(set(map(str, plots.LINES))) == len(set(plots.COLOURS))


def test_the_bench_prints_tables(capsys: pytest.CaptureFixture[str]) -> None:
    """
    What is asked for is measured, with how many turns and rounds one likes.
    """
    bench.main(["cuts", "sqlite", "--turns", "4", "--rounds", "1"])

    told = capsys.readouterr().out
    assert "Cuts: bytes after 4 turns" in told
    assert re.search(r"WAL, NORMAL +\d+\.\d+", told)


def test_the_bench_names_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    """
    A wrong word ends with a list of the right ones.
    """
    with pytest.raises(SystemExit):
        bench.main(["speed"])

    assert "nothing here measures speed; choose from growth," in capsys.readouterr().err


def test_a_scratch_database_is_gone_afterwards() -> None:
    """
    Measuring leaves no file behind.
    """
    with measure.saver("SqliteSaver") as place:
        assert Path(place.url).exists()
    assert not Path(place.url).parent.exists()
