"""Grades many submissions, several at a time. The command line imports this, and it alone knows of processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from autograder.grading.settings import Settings
from autograder.report import Report
from autograder.submission import student_name

PRELOAD = ["autograder.grading.grader", "autograder.grading.oracle"]  # once, not in every process: torch takes seconds


def grade_class(paths: Sequence[Path], settings: Settings, jobs: int) -> Iterator[tuple[int, Report]]:
    """Grade each path; (its index, its report) as soon as it is done.

    Raises:
        SandboxError: the sandbox does not start; the rest is not graded.
    """
    names = distinct_names(paths)
    with tempfile.TemporaryDirectory(prefix="autograder-run-") as folder:
        # The processes' temporary files lie in it, so that nothing is left even of one that gets killed.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOAD)
        pool = ProcessPoolExecutor(min(jobs, len(paths)), context, _prepare, (folder,))
        try:
            futures = {
                pool.submit(_grade, path, settings, name): index
                for index, (path, name) in enumerate(zip(paths, names, strict=True))
            }
            for future in as_completed(futures):
                yield futures[future], future.result()
            pool.shutdown()
        except BaseException:
            _abandon(pool)
            raise


def default_jobs() -> int:
    """As many as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def distinct_names(paths: Sequence[Path]) -> list[str]:
    """The students' names; of two that are the same on some file system, the second gets a number."""
    names: list[str] = []
    taken: set[str] = set()
    for path in paths:
        wanted = name = student_name(path)
        number = 2
        while name.casefold() in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _prepare(folder: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    tempfile.tempdir = folder


def _grade(path: Path, settings: Settings, name: str) -> Report:
    from autograder.grading.grader import grade  # here, in the process that grades: torch takes seconds to import

    return grade(path, settings, student=name)


def _abandon(pool: ProcessPoolExecutor) -> None:
    """Stop at once; the sandboxes end with the processes that started them."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()
