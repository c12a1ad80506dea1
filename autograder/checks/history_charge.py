"""What `1_checkpointers/history` must show second: a bill that is paid exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.history_common import ADVICE, PRELOAD, Watched, kind
from autograder.contract import CodeEnded, CodeRaised, Student, Trial
from autograder.probes import history as probes
from autograder.task import task

__all__ = ["check_charge"]

BANK = "bank.db"
DISK_SECONDS = 0.12
THREADS = "SELECT DISTINCT thread_id FROM checkpoints"
CHARGE_ADVICE = {
    "stands for": "one key for two payments of a bill; what tells the one from the other?",
    "can only concatenate": "`receipts` are added to a list; what does the node return under that name?",
    "Expected dict": "a node returns the fields that it changed; of which field is a receipt?",
    "EmptyInputError": "nothing is there to carry on with; what does a new bill begin with?",
    "recursion limit": "the graph runs `charge` until each price has a receipt; when does yours get one?",
}


class Bill(Watched):
    """One bill of the student's: its thread, its prices, and what the bank has of it."""

    def __init__(self, student: Student, file: str, name: str, prices: list[int]) -> None:
        super().__init__(student, file)
        self.name, self.prices = name, prices
        self.since = len(self.paid(0))

    def paid(self, since: int | None = None) -> list[int]:
        """Return the euros of the payments made since this bill was drawn up."""
        rows = self.student.rows(BANK, "SELECT euros FROM payments ORDER BY receipt")
        return [euros for (euros,) in rows][self.since if since is None else since :]

    @property
    def receipts(self) -> list[int]:
        """The receipts that this bill must have: the bank numbers its payments."""
        return [self.since + n for n in range(1, len(self.prices) + 1)]

    @property
    def asked(self) -> int:
        """How often the bank was asked since the latest call."""
        return self.moments.count("pay")

    def settle(self) -> Any:
        """Call `settle` for this bill."""
        return self.call("settle", *self._arguments)

    def kill(self, kill_at: str = "") -> bool:
        """Call `settle`, to die; say whether it did."""
        return self.killed("settle", *self._arguments, kill_at=kill_at)

    @property
    def _arguments(self) -> tuple[Any, ...]:
        return self.path, self.name, str(self.student.folder / BANK), self.prices


@task("charge", 5, ("settle", "charge"), PRELOAD, {**CHARGE_ADVICE, **ADVICE})
def check_charge(student: Student) -> Iterator[Trial]:
    """Whenever the process is killed, each price of a bill is paid exactly once."""
    file = f"bills-{student.random.randrange(1000)}.db"
    one, two = student.random.sample(range(20, 400), 2)
    prices = [one, one, two]
    names = [f"trip-{n}" for n in student.random.sample(range(10, 99), 7)]
    first = Bill(student, file, names[0], prices)

    found = first.settle()
    yield Trial(
        "each price of the bill is paid, in order",
        kept=first.paid() == prices,
        saw=f"the prices were {prices}, and the bank was paid {first.paid()}",
        nudge=_not_paid(first),
    )
    yield Trial(
        "it returns all receipts",
        kept=found == first.receipts,
        saw=f"it returned {found!r}; the bank's receipts are {first.receipts}",
        nudge=_no_receipts(found),
    )
    yield _in_the_file(first)
    yield Trial(
        "each payment is a step of its own, and saved",
        kept=first.saved(first.name) > len(prices),
        saw=f"a bill of {len(prices)} prices left {first.saved(first.name)} checkpoints",
        nudge="how often does a run save under this durability?"
        if first.saved(first.name) == 1
        else "how many prices does one run of `charge` pay?",
    )
    again = first.settle()
    yield Trial(
        "settling a paid bill asks the bank nothing and returns its receipts",
        kept=first.asked == 0 and again == found and first.paid() == prices,
        saw=f"the bank was asked {first.asked} times; it returned {again!r}",
        nudge="what does an input of None mean to a thread that has nothing left to do?",
    )
    second = Bill(student, file, names[1], prices)
    second.settle()
    yield Trial(
        "an equal bill of another thread is paid, too",
        kept=second.paid() == prices,
        saw=f"of a second bill over {prices}, the bank was paid {second.paid()}",
        nudge="the bank serves everybody; what makes a key yours?",
    )
    yield from _kills(student, file, names[2:], prices)


def _not_paid(bill: Bill) -> str:
    paid = bill.paid()
    if paid == bill.prices[1:]:
        return "two prices are equal and yet two payments; does the key say which is which?"
    if not paid:
        return "who pays? the graph runs `charge`, and `charge` asks the bank"
    if len(paid) == len(bill.prices):
        return "which price comes next? count what has a receipt"
    if len(paid) < len(bill.prices):
        return "the state has more receipts than payments; what does its reducer do with yours?"
    return "one key for each price, and one price for each key"


def _no_receipts(found: Any) -> str:
    if found is None:
        return "what does a function give back that never says `return`?"
    if "dict" in kind(found).lower():
        return "that is a whole state; in which of its fields are the receipts?"
    if kind(found) == "coroutine":
        return "the caller does not await; which `def` gives its result at once?"
    return "the receipts of all prices, in the order they were paid"


def _in_the_file(bill: Bill) -> Trial:
    threads = sorted(str(name) for (name,) in bill.student.rows(bill.file, THREADS))
    return Trial(
        "the bill is in the file at `path`, under its thread_id",
        kept=bill.saved(bill.name) > 0,
        saw=f"for {bill.name}, the file has the threads {threads or 'of nobody'}",
        nudge="follow `thread_id` to the config: which thread does it name?"
        if threads
        else "what will a new process know of this bill? which saver keeps a file?",
    )


def _kills(student: Student, file: str, names: list[str], prices: list[int]) -> Iterator[Trial]:
    # Another process: moments are counted from its start.
    student.restart()
    late = Bill(student, file, names[0], prices)
    student.run(probes.slow_disk, DISK_SECONDS)
    yield Trial(
        "the process can be killed when the second price is paid",
        kept=late.kill("paid:2"),
        saw=f"the process lived on; its moments were {late.moments}",
        nudge="which function asks the bank, and does it run here?",
    )
    late_found = late.settle()
    yield _once(late, "a kill between the payment and its checkpoint")
    yield Trial(
        "after a kill, only the payment under way is asked for again",
        kept=late.asked == 2,
        saw=f"killed in the second of three payments, it then asked the bank {late.asked} times",
        nudge="was the first payment on disk before the second began? which durability waits?",
    )
    yield Trial(
        "after a kill, it returns the receipts of all prices",
        kept=late_found == late.receipts,
        saw=f"it returned {late_found!r}; the bank's receipts are {late.receipts}",
        nudge="the receipts of both processes: which of them does the state have?",
    )
    yield _killed_twice(Bill(student, file, names[4], prices))
    early = Bill(student, file, names[1], prices[::-1])
    early.kill("pay")
    early.kill("paid")
    early.settle()
    yield _once(early, "two kills around the first payment")
    yield from _kills_while_saving(Bill(student, file, names[2], prices[1:]))
    yield _bank_closed(Bill(student, file, names[3], prices[1:]))


def _killed_twice(bill: Bill) -> Trial:
    """Kill on a slow disk, and kill the process that finishes: how much is asked for again?"""
    for moment in ("paid", "paid:2"):
        bill.student.run(probes.slow_disk, DISK_SECONDS)
        bill.kill(moment)
    bill.settle()
    return Trial(
        "after a second kill as well, in the process that went on",
        kept=bill.asked == 2,
        saw="killed in the first payment, then in the second of the next process, it asked "
        f"the bank {bill.asked} times for the two that were left",
        nudge="who goes on is a run like any other: does it wait for the disk?",
    )


def _once(bill: Bill, killed: str) -> Trial:
    paid = bill.paid()
    return Trial(
        f"after {killed}, each price is paid exactly once",
        kept=paid == bill.prices,
        saw=f"the prices were {bill.prices}, and after {killed} the bank was paid {paid}",
        nudge="the bank got two keys for one payment; what does the second try know of the first?"
        if len(paid) > len(bill.prices)
        else "which payments does your code believe it has made?",
    )


def _kills_while_saving(bill: Bill) -> Iterator[Trial]:
    """Kill one bill again and again, each time a save or two later."""
    kills = 0
    for number in _draws(bill.student):
        bill.student.run(probes.die_at_save, number)
        try:
            bill.settle()
            break
        except CodeEnded:
            bill.student.restart()
            kills += 1
    bill.student.restart()
    bill.settle()
    yield _once(bill, f"{kills} kills while it was saving")


def _draws(student: Student) -> list[int]:
    """Return before which saves a bill is killed, one number for each process."""
    return [student.random.randint(1, 5) for _ in range(3)]


def _bank_closed(bill: Bill) -> Trial:
    """Let the bank fail: nobody may hide that."""
    bill.student.run(probes.close_bank)
    told = ""
    try:
        told = f"it returned {bill.settle()!r}"
    except CodeRaised as fault:
        if "ConnectionError" not in fault.kinds:
            told = f"it raised {fault}"
    return Trial(
        "an error of the bank reaches the caller",
        kept=not told,
        saw=f"the bank raised a ConnectionError; {told}",
        nudge="which errors does your `except` catch, and which does it understand?",
    )
