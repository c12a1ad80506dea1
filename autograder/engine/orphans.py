"""A process of a pool ends with the one that it works for, even if that is killed."""

from __future__ import annotations

import os
import signal
from multiprocessing import parent_process
from threading import Thread

__all__ = ["end_with_parent"]


def end_with_parent() -> None:
    """Call this first in a spawned process; Ctrl-C is left to the one that started it."""
    # Not SIG_IGN, which the programs started from here would inherit.
    signal.signal(signal.SIGINT, lambda *_: None)
    Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
