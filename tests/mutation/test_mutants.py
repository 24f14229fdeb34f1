"""The hidden suites catch what a machine breaks; what they let through is listed, with the reason why it is no mistake.

Mutants are made from our own solutions, so they run in this process's children without a sandbox.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
import sys
import tomllib
import types
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from mutate import Mutant, mutants

from autograder.course import Assignment, load_course
from autograder.grading import plugin
from autograder.grading.classroom import default_jobs
from autograder.grading.grader import suite_of
from autograder.grading.plugin import Case
from autograder.grading.workbench import Workbench
from autograder.misconceptions import reference
from autograder.sandbox.local import LocalChannel
from autograder.sandbox.remote import Remote

SURVIVORS = tomllib.loads(Path(__file__).with_name("survivors.toml").read_text(encoding="utf-8"))
WANTED = 0.95
PATIENCE_SECONDS = 10  # for one case; a mutant may loop
MEMORY_BYTES = 4 * 2**30  # of one child, torch included; a mutant may allocate without end
SEED = 7

pytestmark = [pytest.mark.sweep, pytest.mark.timeout(3600)]


def survives(assignment: Assignment, mutant: Mutant) -> bool:
    """Whether every case of the suite passes."""
    return all(passes(assignment, mutant, case) for case in plugin.list_cases(suite_of(assignment)))


def passes(assignment: Assignment, mutant: Mutant, case: Case) -> bool:
    module = types.ModuleType(assignment.module)
    sys.modules[assignment.module] = module
    for earlier in load_course():
        if earlier.id in assignment.builds_on:
            sys.modules[earlier.module] = reference(earlier.id)
    signal.signal(signal.SIGALRM, _too_late)
    signal.alarm(PATIENCE_SECONDS)
    try:
        with LocalChannel() as channel, np.errstate(all="ignore"):
            exec(compile(mutant.source, f"{assignment.module}.py", "exec"), module.__dict__)
            bench = Workbench(channel, Remote(channel, channel.register(module)))
            case.call(bench, SEED)
    except Exception:
        return False
    else:
        return True
    finally:
        signal.alarm(0)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _too_late(*_: object) -> None:
    raise TimeoutError


@pytest.mark.parametrize("assignment", load_course(), ids=lambda assignment: assignment.id)
def test_suite_catches_machine_made_mistakes(assignment: Assignment) -> None:
    assert survives(assignment, Mutant("none", assignment.source.read_text(encoding="utf-8")))
    everything = list(mutants(assignment))
    assert len(everything) > 50
    with ProcessPoolExecutor(default_jobs(), multiprocessing.get_context("fork"), initializer=_limit_memory) as pool:
        alive = list(pool.map(survives, [assignment] * len(everything), everything, chunksize=4))
    left = [mutant.key for mutant, survived in zip(everything, alive, strict=True) if survived]
    listed = SURVIVORS.get(assignment.id, {})
    print(f"{assignment.id}: {len(everything)} mutants, {len(everything) - len(left)} caught, {len(left)} equivalent")
    assert [key for key in left if key not in listed] == []
    assert [key for key in listed if key not in left] == [], "listed as survivors, but caught: take them off the list"
    assert len(everything) - len(left) >= WANTED * (len(everything) - len(listed))
