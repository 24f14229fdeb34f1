"""Right but unusual: every implementation here earns full marks, whatever the seed.

A file (or a folder with its helpers) of <assignment>/ is one student's whole submission.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from earlier import put_earlier

from autograder.course import Assignment, load_course
from autograder.grading.classroom import default_jobs, grade_class
from autograder.grading.settings import Settings
from autograder.report import Report

pytestmark = [pytest.mark.needs("bwrap"), pytest.mark.timeout(1800)]

HERE = Path(__file__).parent
COURSE = pytest.mark.parametrize("assignment", load_course(), ids=lambda assignment: assignment.id)
SEEDS, SEEDS_OF = 11, {"a05_mnist": 3}  # the first one always, the others in the sweep; a05 trains in every check


def alternatives(assignment: Assignment) -> list[Path]:
    return sorted(path for path in (HERE / assignment.id).iterdir() if not path.name.startswith("__"))


def handed_in(path: Path, folder: Path, assignment: Assignment) -> Path:
    """As a folder that a student would hand in, beside it what the assignment imports of earlier ones."""
    target = folder / path.stem
    if path.is_dir():
        shutil.copytree(path, target)
    else:
        target.mkdir()
        shutil.copy(path, target / f"{assignment.module}.py")
    put_earlier(assignment, target)
    return target


def lost(report: Report) -> list[tuple[str, str]]:
    return [
        (check.name, check.message.en)
        for work in report.assignments
        for exercise in work.exercises
        for check in exercise.checks
        if check.status != "passed"
    ]


def seeds() -> Iterator[object]:
    for assignment in load_course():
        for seed in range(1, SEEDS_OF.get(assignment.id, SEEDS) + 1):
            marks = pytest.mark.sweep if seed > 1 else ()
            yield pytest.param(assignment, seed, marks=marks, id=f"{assignment.id}-{seed}")


@pytest.mark.parametrize(("assignment", "seed"), list(seeds()))
def test_unusual_but_right_earns_full_marks(assignment: Assignment, seed: int, tmp_path: Path) -> None:
    paths = [handed_in(path, tmp_path, assignment) for path in alternatives(assignment)]
    reports = [report for _, report in grade_class(paths, Settings(seed=seed), default_jobs())]
    assert {report.student: lost(report) for report in reports if lost(report)} == {}
    assert [report.score for report in reports] == [assignment.points] * len(paths)


@COURSE
def test_there_are_many(assignment: Assignment) -> None:
    assert len(alternatives(assignment)) >= 8
