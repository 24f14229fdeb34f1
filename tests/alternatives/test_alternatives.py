"""Right but unusual: every implementation here earns full marks, whatever the seed.

A file (or a folder with its helpers) of <assignment>/ is one student's whole submission.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.grading.classroom import default_jobs, grade_class
from autograder.grading.settings import Settings
from autograder.report import Report

pytestmark = [pytest.mark.needs("bwrap"), pytest.mark.timeout(1800)]

HERE = Path(__file__).parent
A03 = sorted(path for path in (HERE / "a03_layers").iterdir() if path.name != "__pycache__")


def handed_in(path: Path, folder: Path) -> Path:
    """As a folder that a student would hand in."""
    target = folder / path.stem
    if path.is_dir():
        shutil.copytree(path, target)
    else:
        target.mkdir()
        shutil.copy(path, target / "layers.py")
    return target


def lost(report: Report) -> list[tuple[str, str]]:
    return [
        (check.name, check.message.en)
        for work in report.assignments
        for exercise in work.exercises
        for check in exercise.checks
        if check.status != "passed"
    ]


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.sweep) for seed in range(3, 33))])
def test_unusual_but_right_earns_full_marks(seed: int, tmp_path: Path) -> None:
    paths = [handed_in(path, tmp_path) for path in A03]
    reports = [report for _, report in grade_class(paths, Settings(seed=seed), default_jobs())]
    assert {report.student: lost(report) for report in reports if lost(report)} == {}
    assert [report.score for report in reports] == [25] * len(A03)


def test_there_are_many() -> None:
    assert len(A03) >= 14
