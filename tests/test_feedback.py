"""How the result of a check reads: nothing that a student needs is cut off."""

from __future__ import annotations

from autograder.contract import CodeEnded, CodeRaised, Line, Trial
from autograder.feedback import MOST, Result

KEPT = tuple(
    Trial(f"promise {n} of a long task, told in a sentence", kept=True) for n in range(999)
)
BROKEN = Trial("the last one", kept=False, saw="a fact", nudge="a question?")
LAST = ["  ✗ the last one", "      saw  a fact", "      try  a question?"]


def told(*trials: Trial, **more: object) -> list[str]:
    """Return the lines of a result."""
    return str(Result("pick", 5, trials, **more)).splitlines()  # type: ignore[arg-type]


def test_of_very_many_promises_the_verdict_is_still_told() -> None:
    """
    Kept promises are counted where they would fill pages; what comes after them is there.
    """
    right, wrong = told(*KEPT), told(*KEPT, BROKEN)

    assert right[-1] == "  All promises kept: 5 of 5 points."
    assert wrong[-3:] == LAST
    shown = len(right) - 3
    assert right[1] == f"  ✓ {KEPT[0].promise}"
    assert right[-2] == f"  ✓ and {len(KEPT) - shown} more"
    assert MOST / 2 < len("\n".join(wrong)) < 2 * MOST


def test_a_promise_that_was_tried_often_is_told_once() -> None:
    """
    With how often; in the place where it was first.
    """
    a, b = Trial("a", kept=True), Trial("b", kept=True)

    lines = told(a, b, a, a, BROKEN)

    assert lines == ["Task pick · 5 points", "  ✓ a (3 times)", "  ✓ b", *LAST]


def test_a_long_sight_hides_no_advice() -> None:
    """
    What was seen may be endless; what to try comes after it all the same.
    """
    endless = Trial("short", kept=False, saw="x" * 50_000, nudge="why so long?")
    raised = CodeRaised(
        ["ValueError"], "y" * 50_000, Line("cell", 1, "f", "f()"), untouched=False
    )

    seen = told(endless)
    failed = told(fault=raised, advice="which value?", printed="z" * 50_000)

    assert seen[-1] == "      try  why so long?"
    assert seen[-2].endswith("x […]")
    assert failed[2:4] == ["      at   f()", "      try  which value?"]
    assert len("\n".join(seen)) < MOST > len("\n".join(failed))


def test_nothing_in_it_moves_a_terminal() -> None:
    """
    Control characters of a student's values are shown as what cannot be shown.
    """
    trial = Trial("a\x1b[2J", kept=False, saw="\u202eb", nudge="c\x07")
    shown = "\n".join(
        [*told(trial), *told(fault=CodeEnded("it said \x1b[2J"), advice="\x9b", printed="\x1b")]
    )

    assert not set("\x1b\u202e\x07\x9b") & set(shown)
    assert shown.count("\N{REPLACEMENT CHARACTER}") == 6
