"""Grades many submissions, several at a time. The command line imports this, and it alone knows of processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from autograder.grading.cores import cores_for, stay_on
from autograder.grading.settings import Settings
from autograder.report import Report
from autograder.sandbox.failures import SandboxError
from autograder.submission import student_name
from autograder.text import Text

BROKEN = Text(
    ja="採点プログラムの不具合で採点できませんでした。提出物のせいではありません。",
    en="Could not be graded because of a fault of the grader, not of the submission.",
)
FAULTS = Text(
    ja="採点プログラムの不具合で採点できなかった提出物があります: {students}\n{traceback}",
    en="The grader failed on these submissions by a fault of its own: {students}\n{traceback}",
)
PROCESS_DIED = Text(
    ja="採点プロセスが途中で終了しました。メモリ不足なら --jobs を減らしてください。",
    en="A grading process died. If memory ran out, try a smaller --jobs.",
)
PRELOAD = ["autograder.grading.grader", "autograder.grading.oracle"]  # once, not in every process: torch takes seconds


class GraderFault(Exception):
    """The grader failed, whatever was submitted; `text` says on what."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def grade_class(paths: Sequence[Path], settings: Settings, jobs: int) -> Iterator[tuple[int, Report]]:
    """Grade each path; (its index, its report) as soon as it is done.

    Raises:
        SandboxError: the sandbox does not start; the rest is not graded.
        GraderFault: after everything else has been graded, that the grader failed on some.
    """
    faults: list[tuple[str, str]] = []
    names = distinct_names(paths)
    with tempfile.TemporaryDirectory(prefix="autograder-run-") as folder:
        # The processes' temporary files lie in it, so that nothing is left even of one that gets killed.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOAD)
        processes = min(jobs, len(paths))
        cores = context.SimpleQueue()
        for core in cores_for(processes):
            cores.put(core)
        pool = ProcessPoolExecutor(processes, context, _prepare, (folder, cores))
        try:
            futures = {
                pool.submit(_grade, path, settings, name): index
                for index, (path, name) in enumerate(zip(paths, names, strict=True))
            }
            for future in as_completed(futures):
                report, fault = future.result()
                faults += [(report.student, fault)] if fault else []
                yield futures[future], report
            pool.shutdown()
        except BrokenProcessPool:
            _abandon(pool)
            raise GraderFault(PROCESS_DIED) from None
        except BaseException:
            _abandon(pool)
            raise
    raise_faults(faults)


def raise_faults(faults: Sequence[tuple[str, str]]) -> None:
    """Say on which students the grader failed, if on any; `faults` are (student, traceback).

    Raises:
        GraderFault: there are some.
    """
    if faults:
        raise GraderFault(FAULTS.format(students=", ".join(name for name, _ in faults), traceback=faults[0][1]))


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


def _prepare(folder: str, cores: multiprocessing.SimpleQueue[int | None]) -> None:
    stay_on(cores.get())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    tempfile.tempdir = folder
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A grader that was killed cannot tell its processes to stop; left alone they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _grade(path: Path, settings: Settings, name: str) -> tuple[Report, str]:
    """The report and, where the grader itself failed, the traceback: one submission must not end the others'."""
    from autograder.grading.grader import grade  # here, in the process that grades: torch takes seconds to import

    try:
        return grade(path, settings, student=name), ""
    except SandboxError:
        raise
    except Exception:
        return settings.ungraded(name, BROKEN), traceback.format_exc()


def _abandon(pool: ProcessPoolExecutor) -> None:
    """Stop at once; the sandboxes end with the processes that started them."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()
