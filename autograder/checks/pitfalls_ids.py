"""Thread ids as strangers see them: what they tell, and whether they can be guessed."""

from __future__ import annotations

import math
from collections.abc import Iterator

from autograder.contract import Student, Trial
from autograder.probes import pitfalls as probes

__all__ = ["opaque", "unpredictable"]

ENOUGH = 40.0  # bits that 24 samples show of 64; of 32 they show under 30, of a clock under 25


def opaque(ids: dict[str, list[str]]) -> Iterator[Trial]:
    """Try whether ids, by user, are each their own, silent about the user, and random."""
    every = [each for several in ids.values() for each in several]
    yield Trial(
        "each chat has an id of its own",
        kept=len(set(every)) == len(every),
        saw=f"{len(every)} new chats got {len(set(every))} ids",
        nudge="what tells a user's second chat from the first?",
    )
    telling = [each for user, several in ids.items() for each in several if _tells(user, each)]
    yield Trial(
        "an id has no word of whose it is",
        kept=not telling,
        saw=f"a chat got the id {telling[:1]}",
        nudge="an id is in links, logs and in the file; what does it say there?",
    )
    yield Trial(
        "an id cannot be guessed from others",
        kept=_bits(every) >= ENOUGH,
        saw=f"24 ids differ in about {_bits(every):.0f} bits, as in {every[0]!r}, {every[1]!r}",
        nudge="a counter, a clock or a few digits: who has seen one can try the next ones; "
        "which module is made for secrets, and how many random bytes are 64 bits?",
    )


def unpredictable(student: Student, alice: str, every: list[str]) -> Trial:
    """Try whether the same user gets the ids of *every* again, in another folder."""
    elsewhere = student.new_folder("elsewhere")
    again = student.run(probes.begin, str(elsewhere), alice, 3)
    return Trial(
        "an id cannot be computed by who knows the user",
        kept=not set(again) & set(every),
        saw=f"in another folder the same user got the same id, {again[0]!r}",
        nudge="what is it made from, and who else knows that?",
    )


def _tells(user: str, thread_id: str) -> bool:
    return user.removeprefix("user-") in thread_id.lower()


def _bits(ids: list[str]) -> float:
    """Return about how many bits the ids differ in, from what is seen at each place."""
    width = max(map(len, ids))
    return sum(
        math.log2(len({each.ljust(width)[place] for each in ids})) for place in range(width)
    )
