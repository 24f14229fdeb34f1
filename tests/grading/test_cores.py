"""Which core a process is kept on."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from autograder.grading.cores import cores_for, on_one_core

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system keeps no process on a core")


def test_processes_spread_over_the_cores() -> None:
    ours = os.sched_getaffinity(0)
    assert set(cores_for(len(ours))) == ours
    assert set(Counter(cores_for(2 * len(ours))).values()) == {2}


def stay_and_fail() -> None:
    with on_one_core():
        assert len(os.sched_getaffinity(0)) == 1
        raise RuntimeError


def test_on_one_core_for_a_while_and_then_on_all_again() -> None:
    before = os.sched_getaffinity(0)
    with pytest.raises(RuntimeError):
        stay_and_fail()
    assert os.sched_getaffinity(0) == before
