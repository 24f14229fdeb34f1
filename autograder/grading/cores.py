"""Keeps a grading process and its sandbox on one core.

They take turns, thousands of them a submission, and never work at the same time: a second core would do nothing but be
woken up for each turn.
"""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Iterator


def cores_for(processes: int) -> list[int | None]:
    """One core for each of so many processes, as evenly as can be; None where the system cannot tell them apart."""
    if not hasattr(os, "sched_getaffinity"):
        return [None] * processes
    ours = sorted(os.sched_getaffinity(0))
    random.shuffle(ours)  # two gradings beside each other shall not crowd on the first cores
    return [ours[number % len(ours)] for number in range(processes)]


def stay_on(core: int | None) -> None:
    """Keep this process, and those that it starts, on a core."""
    if core is not None:
        os.sched_setaffinity(0, {core})


@contextlib.contextmanager
def on_one_core() -> Iterator[None]:
    """Stay on one core for a while; where there is but one already, on that."""
    if not hasattr(os, "sched_getaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    stay_on(*cores_for(1))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
