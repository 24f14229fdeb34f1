"""Grades a class on a Dask cluster: submissions travel there as bytes, reports come back. For the command line.

The workers need this project installed, in the same version, and bubblewrap; they need no file system of ours. What a
worker loses (it dies, it is preempted) another one grades again: the seed is fixed here, so the grades are the same.
"""

from __future__ import annotations

import tempfile
import threading
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from distributed import Client, as_completed

from autograder.course import load_course
from autograder.grading.classroom import BROKEN, GraderFault, distinct_names, raise_faults
from autograder.grading.draw import submission_seed
from autograder.grading.ledger import Ledger
from autograder.grading.settings import Settings
from autograder.grading.version import grader_version
from autograder.report import Report
from autograder.sandbox.failures import SandboxError
from autograder.submission import SubmissionError, collect, pack
from autograder.text import Text

CONNECT_SECONDS = 30
RETRIES = 3  # of a submission whose worker is lost
UNDER_WAY = 2_000  # submissions at a time: what has been sent and has not come back is held here
_one_at_a_time = threading.Lock()  # pytest and the trace of a check are one a process, whatever threads a worker has

NOT_THERE = Text(
    ja="スケジューラー {address} に接続できません（{reason}）。"
    "dask scheduler が動いているか、アドレスを確かめてください。",
    en="Cannot connect to the scheduler {address} ({reason}). Is a dask scheduler running there? Check the address.",
)
OTHER_VERSION = Text(
    ja="クラスターのワーカーの autograder が、手元のものと違います。同じ版を入れてから採点してください。",
    en="The cluster's workers have another autograder than this machine; install the same one before grading.",
)


@dataclass(frozen=True)
class Parcel:
    """A submission on its way: its name and files, and how to grade it. The course's secret stays at home."""

    student: str
    content: bytes  # a zip
    settings: Settings
    version: str


class OtherVersionError(Exception):
    """The worker would not grade as this machine does."""


def grade_on_cluster(paths: Sequence[Path], settings: Settings, address: str) -> Iterator[tuple[int, Report]]:
    """Grade each path on the cluster of the scheduler at `address`; (its index, its report) as soon as it is done.

    Raises:
        GraderFault: there is no cluster, or another version on it; or, after everything else, what could not be graded.
    """
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise GraderFault(NOT_THERE.format(address=address, reason=problem)) from problem
    with client:
        yield from _Run(client, paths, settings).reports()


class _Run:
    """One class on the cluster, so many submissions on their way at a time."""

    def __init__(self, client: Client, paths: Sequence[Path], settings: Settings) -> None:
        self.client = client
        self.names = distinct_names(paths)
        self.paths = paths
        self.settings = settings
        self.under_way: dict[Any, tuple[int, str]] = {}  # future -> index, digest
        self.faults: list[tuple[str, str]] = []

    def reports(self) -> Iterator[tuple[int, Report]]:
        """(index, report) as they come."""
        completed = as_completed(loop=self.client.loop)
        for index, path in enumerate(self.paths):
            parcel = _parcel(path, self.names[index], self.settings)
            if isinstance(parcel, Report):
                yield index, parcel
                continue
            digest, sent = parcel
            future = self.client.submit(grade_parcel, sent, pure=False, retries=RETRIES)
            self.under_way[future] = index, digest
            completed.add(future)
            if len(self.under_way) >= UNDER_WAY:
                yield self.received(next(completed))
        for future in completed:
            yield self.received(future)
        raise_faults(self.faults)

    def received(self, future: Any) -> tuple[int, Report]:
        """The report that has come back; one that says so where the grader failed or every worker was lost.

        Raises:
            SandboxError: the sandbox does not start over there.
            GraderFault: a worker has another version of the grader.
        """
        index, digest = self.under_way.pop(future)
        try:
            report: Report = future.result()
        except SandboxError:
            raise
        except OtherVersionError:
            raise GraderFault(OTHER_VERSION) from None
        except Exception as problem:
            self.faults.append((self.names[index], "".join(traceback.format_exception(problem))))
            return index, self.settings.ungraded(self.names[index], BROKEN)
        Ledger(self.settings).keep(digest, report)
        return index, report


def _parcel(path: Path, name: str, settings: Settings) -> Report | tuple[str, Parcel]:
    """What is to be sent, after its digest; a report where that is known, or is a refusal."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        try:
            content = pack(path)
            packed, copy = Path(folder) / "submission.zip", Path(folder) / "submission"
            packed.write_bytes(content)
            copy.mkdir()
            submission = collect(packed, copy, load_course(), student=name)  # what is sent, whatever becomes of `path`
        except SubmissionError as refusal:
            return settings.ungraded(name, refusal.text)
    known = Ledger(settings).find(submission.digest, submission.student)
    if known is not None:
        return known
    seed = submission_seed(settings.secret, submission.digest) if settings.seed is None else settings.seed
    sent = replace(settings, secret=b"", seed=seed, remember=None)
    return submission.digest, Parcel(name, content, sent, grader_version())


def grade_parcel(parcel: Parcel) -> Report:
    """Grade a submission that has been sent. Runs on a worker.

    Raises:
        OtherVersionError: this worker would grade in another way.
        SandboxError: the sandbox does not start here.
    """
    from autograder.grading.grader import grade  # here, where there is torch

    if parcel.version != grader_version():
        raise OtherVersionError
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        path = Path(folder) / "submission.zip"
        path.write_bytes(parcel.content)
        return grade(path, parcel.settings, student=parcel.student)
