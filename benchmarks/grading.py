"""What README says about the speed of grading: a class of 50 in the sandbox, against the same checks called directly.

    python -m benchmarks.grading [--students N] [--rounds N]

Prints one line of JSON. The baseline has no sandbox, no pytest, no intake, no diagnosis and no report: the suite's
check functions are called in this one process, on modules that were simply executed. Both sides grade the same
submissions with the same inputs, in turn, so that a busy machine is busy for both; medians of the rounds count.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import tempfile
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course import load_course
from autograder.grading import classroom, plugin
from autograder.grading.benches import Benches
from autograder.grading.draw import Draw, check_seed
from autograder.grading.grader import suite_of
from autograder.grading.plugin import Case
from autograder.grading.settings import Settings
from autograder.misconceptions import misconceptions_of
from autograder.submission import Work

SEED = 1
MORE_CHECKS = 50  # to tell what one more costs


class DirectBench:
    """The tools a suite asks for, without a process between."""

    def __init__(self, source: str) -> None:
        self.module = types.ModuleType("layers")
        exec(compile(source, "layers.py", "exec"), self.module.__dict__)

    def keep(self, value: Any) -> Any:
        return value.copy()

    def value(self, kept: Any) -> Any:
        return kept.copy()

    def spy(self, owner: Any, name: str) -> Any:
        calls: list[Any] = []
        original = getattr(owner, name)

        def recorded(*args: Any) -> Any:
            calls.append(list(args))
            return original(*args)

        setattr(owner, name, recorded)
        return calls

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        return function(*args)


def call_directly(source: str, cases: list[Case]) -> None:
    """Every check of the suite on one submission; a fresh module for each, as in the sandbox."""
    for case in cases:
        bench = DirectBench(source)
        given = {"student": bench.module, "worker": bench, "draw": Draw(check_seed(SEED, case.id)), **case.parameters}
        names = case.function.__code__.co_varnames[: case.function.__code__.co_argcount]
        with contextlib.suppress(Exception), np.errstate(all="ignore"):  # a wrong submission fails; that is timed too
            case.function(**{name: given[name] for name in names})


def a_class(students: int) -> list[str]:
    """Sources: every other one right, the others with a misconception each; no two are the same text."""
    (assignment,) = (entry for entry in load_course() if entry.id == "a03_layers")
    right = assignment.source.read_text(encoding="utf-8")
    wrong = [entry.as_submission(assignment) for entry in misconceptions_of(assignment)]
    sources = [right if number % 2 == 0 else wrong[number // 2 % len(wrong)] for number in range(students)]
    return [f"{source}\n# student {number}\n" for number, source in enumerate(sources)]


def in_sandbox(sources: list[str], jobs: int) -> float:
    """Seconds for the whole class, from submissions on disk to reports in hand."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"student{number:02}_layers.py" for number in range(len(sources))]
        for path, source in zip(paths, sources, strict=True):
            path.write_text(source, encoding="utf-8")
        start = time.perf_counter()
        for _ in classroom.grade_class(paths, Settings(seed=SEED), jobs):
            pass
        return time.perf_counter() - start


def one_more_check(source: str) -> float:
    """Seconds that a check takes in a sandbox that runs already: a child, the student's file, one forward."""
    (assignment,) = (entry for entry in load_course() if entry.id == "a03_layers")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "layers.py").write_text(source, encoding="utf-8")
        work = Work(assignment, Path("layers.py"), "layers.py")
        with Benches(work, Path(folder), Settings()) as benches:
            benches.probe()
            seconds = []
            for _ in range(MORE_CHECKS):
                start = time.perf_counter()
                with benches.open() as bench:
                    bench.module.ReLU().forward(np.array([1.0, -1.0]))
                seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sources = a_class(options.students)
    (assignment,) = (entry for entry in load_course() if entry.id == "a03_layers")
    cases = plugin.list_cases(suite_of(assignment))
    call_directly(sources[0], cases)  # warm: the digits are read, torch is awake
    direct, sandboxed = [], {1: [], 2: []}
    for _ in range(options.rounds):
        start = time.perf_counter()
        for source in sources:
            call_directly(source, cases)
        direct.append((time.perf_counter() - start) / len(sources))
        for jobs, seconds in sandboxed.items():
            seconds.append(in_sandbox(sources, jobs) / len(sources))
    baseline = statistics.median(direct)
    figures = {
        "students": options.students,
        "cores": os.cpu_count(),
        "checks": len({case.check for case in cases}),
        "cases": len(cases),
        "direct_seconds_a_submission": round(baseline, 3),
        **{f"jobs_{n}_seconds_a_submission": round(statistics.median(s), 3) for n, s in sandboxed.items()},
        **{f"jobs_{n}_ratio": round(statistics.median(s) / baseline, 2) for n, s in sandboxed.items()},
        "one_more_check_ms": round(1000 * one_more_check(sources[0]), 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
