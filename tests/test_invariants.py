"""What must hold over the whole course: solutions earn everything, stubs nothing, mistakes are named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from earlier import put_earlier

from autograder.authoring.notebooks import solution_notebook
from autograder.course import Assignment, load_course
from autograder.grading.classroom import default_jobs, grade_class
from autograder.grading.settings import Settings
from autograder.misconceptions import misconceptions_of
from autograder.report import Report

pytestmark = [pytest.mark.needs("bwrap"), pytest.mark.timeout(1800)]
COURSE = pytest.mark.parametrize("assignment", load_course(), ids=lambda assignment: assignment.id)
GRADINGS = {"a04_engine": 200, "a05_mnist": 20}  # of the solution, in the sweep: these take seconds each
MOST_GRADINGS = 400


def grade_all(paths: Sequence[Path]) -> dict[str, Report]:
    """By student; every path is another text, so each has a seed of its own, which the report holds."""
    return {report.student: report for _, report in grade_class(paths, Settings(secret=b"tests"), default_jobs())}


def lost(report: Report) -> list[tuple[str, str, str]]:
    return [
        (check.name, check.status, check.message.en)
        for assignment in report.assignments
        for exercise in assignment.exercises
        for check in exercise.checks
        if check.status != "passed"
    ]


def handed_in(assignment: Assignment, folder: Path, name: str, content: str) -> Path:
    """A new folder that holds this as the file `name`, and what the assignment imports of earlier ones."""
    folder.mkdir()
    (folder / name).write_text(content, encoding="utf-8")
    put_earlier(assignment, folder)
    return folder


def solutions(assignment: Assignment, folder: Path, count: int) -> list[Path]:
    """The solution, half of them as .py and half as .ipynb, each with a comment of its own."""
    source = assignment.source.read_text(encoding="utf-8")
    notebooks = {language: solution_notebook(assignment, language) for language in ("ja", "en")}
    paths = []
    for number in range(count):
        name, content = f"{assignment.module}.py", f"{source}\n# {number}\n"
        if number % 2 == 1:
            language = "ja" if number % 4 == 1 else "en"
            notebook = json.loads(notebooks[language])
            notebook["metadata"]["number"] = number
            name, content = assignment.notebook(language).name, json.dumps(notebook)
        paths.append(handed_in(assignment, folder / f"student_{number}", name, content))
    return paths


@COURSE
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.sweep)], ids=["few", "all"])
def test_solution_earns_full_marks_with_every_seed(assignment: Assignment, tmp_path: Path, every: bool) -> None:
    count = GRADINGS.get(assignment.id, MOST_GRADINGS) if every else 4
    reports = grade_all(solutions(assignment, tmp_path, count))
    failed = {(name, report.seed): lost(report) for name, report in reports.items() if lost(report)}
    assert not failed
    assert {(report.score, report.max_score) for report in reports.values()} == {(assignment.points,) * 2}
    assert len({report.seed for report in reports.values()}) == count


@COURSE
def test_stub_earns_nothing_as_not_implemented(assignment: Assignment, tmp_path: Path) -> None:
    paths = []
    for stub in (assignment.stub, assignment.notebook("ja"), assignment.notebook("en")):
        content = stub.read_text(encoding="utf-8")
        paths.append(handed_in(assignment, tmp_path / stub.name.replace(".", "_"), stub.name, content))
    for report in grade_all(paths).values():
        assert (report.score, report.max_score) == (0, assignment.points)
        assert {status for _, status, _ in lost(report)} == {"not_implemented"}


@COURSE
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.sweep)], ids=["one each", "all"])
def test_misconceptions_lose_points_and_are_named_as_themselves(
    assignment: Assignment, tmp_path: Path, every: bool
) -> None:
    wrong = misconceptions_of(assignment)
    assert len(wrong) >= 18
    if not every:  # one of each file
        wrong = tuple({one.implementation.__module__: one for one in wrong}.values())
    paths = []
    for misconception in wrong:
        content = misconception.as_submission(assignment)
        paths.append(handed_in(assignment, tmp_path / misconception.id, f"{assignment.module}.py", content))
    reports = grade_all(paths)
    named = {report.student: report.misconceptions for report in reports.values()}
    assert named == {misconception.id: (misconception.id,) for misconception in wrong}
    assert all(report.score < report.max_score for report in reports.values())


@COURSE
def test_points_are_those_of_the_course(assignment: Assignment) -> None:
    expected = {
        "a01_computation_graph": {"build": 3, "topological_order": 4, "forward": 4, "numerical_gradient": 4},
        "a02_chain_rule": {"local_gradients": 5, "chain": 3, "two_variable_chain": 3, "backward": 9},
        "a03_layers": {"Linear": 8, "ReLU": 4, "Sigmoid": 3, "BCEWithLogits": 6, "Sequential": 4},
        "a04_engine": {
            "elementwise": 6,
            "backward": 6,
            "broadcasting": 4,
            "matmul": 3,
            "reductions": 3,
            "nonlinear": 3,
        },
        "a05_mnist": {"softmax_cross_entropy": 4, "minibatches": 2, "SGD": 2, "train": 4, "torch": 3},
    }
    assert {exercise.id: exercise.points for exercise in assignment.exercises} == expected[assignment.id]
