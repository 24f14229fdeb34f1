"""Grading on a Dask cluster: the same grades as here, also where workers are lost under way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import LocalCluster

from autograder.course import Assignment, load_course
from autograder.grading import cluster
from autograder.grading.classroom import GraderFault, grade_class
from autograder.grading.cluster import grade_on_cluster
from autograder.grading.settings import Settings
from autograder.report import Report
from autograder.submission import collect, pack

pytestmark = [pytest.mark.needs("bwrap"), pytest.mark.timeout(600)]
EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "submissions"
SETTINGS = Settings(secret=b"tests")


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as local:
        yield local


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A part of the sample class: right, wrong, a stub, a zip, a notebook; and one that is refused."""
    refused = tmp_path_factory.mktemp("class") / "refused.zip"
    refused.write_bytes(b"no zip")
    names = ["kim", "tanaka.zip", "yamamoto", "layers_garcia.ipynb", "smith", "渡辺"]
    return [*(EXAMPLES / name for name in names), refused]


@pytest.fixture(scope="module")
def here(paths: list[Path]) -> dict[int, Report]:
    return dict(grade_class(paths, SETTINGS, 2))


def test_the_grades_are_the_same_as_here(workers: LocalCluster, paths: list[Path], here: dict[int, Report]) -> None:
    assert dict(grade_on_cluster(paths, SETTINGS, workers.scheduler_address)) == here


def test_a_lost_worker_loses_no_grade(workers: LocalCluster, paths: list[Path], here: dict[int, Report]) -> None:
    grading = grade_on_cluster(paths, SETTINGS, workers.scheduler_address)
    reports = dict([next(grading)])
    victim = next(iter(workers.workers.values()))
    os.kill(victim.pid, signal.SIGKILL)
    reports |= dict(grading)
    assert reports == here


def test_what_a_cluster_has_graded_is_remembered_here(
    workers: LocalCluster, paths: list[Path], here: dict[int, Report], tmp_path: Path
) -> None:
    remembering = replace(SETTINGS, remember=tmp_path)
    first = dict(grade_on_cluster(paths[:3], remembering, workers.scheduler_address))
    assert not any(report.known for report in first.values())
    for again in (
        grade_class(paths[:3], remembering, 1),
        grade_on_cluster(paths[:3], remembering, workers.scheduler_address),
    ):
        found = dict(again)
        assert found == first
        assert all(report.known for report in found.values())


def test_the_secret_stays_at_home(a03: Assignment) -> None:
    found = cluster._parcel(a03.source, "s", Settings(secret=b"very secret"))
    assert not isinstance(found, Report)
    assert b"very secret" not in repr(found).encode() + found[1].settings.secret
    assert found[1].settings.seed is not None


def test_a_worker_of_another_version_is_an_error(
    workers: LocalCluster, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "grader_version", lambda: "another")
    with pytest.raises(GraderFault, match="another autograder"):
        dict(grade_on_cluster(paths[:2], SETTINGS, workers.scheduler_address))


def test_no_scheduler_is_said_plainly(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "autograder", "grade", str(EXAMPLES / "smith"), "--out", str(tmp_path)]
    command += ["--lang", "en", "--scheduler", "tcp://127.0.0.1:1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "Cannot connect to the scheduler tcp://127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["kim", "tanaka.zip", "layers_mueller.py", "layers_garcia.ipynb", "鈴木一郎"])
def test_a_packed_submission_is_the_same_one(name: str, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    first = collect(EXAMPLES / name, tmp_path / "one", load_course(), student="s")
    (tmp_path / "sent.zip").write_bytes(pack(EXAMPLES / name))
    second = collect(tmp_path / "sent.zip", tmp_path / "two", load_course(), student="s")
    assert replace(second, folder=first.folder) == first
