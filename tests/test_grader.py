"""One submission, through intake, sandbox, suite and diagnosis, to its Report."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from autograder.authoring.markers import to_stub
from autograder.authoring.notebooks import solution_notebook
from autograder.course import Assignment, CourseError
from autograder.grading import grader
from autograder.grading.grader import grade
from autograder.grading.settings import Settings
from autograder.report import CheckResult, Report
from autograder.limits import Limits

pytestmark = pytest.mark.needs("bwrap")
QUICK = Limits(check_seconds=2, submission_seconds=20)


def checks(report: Report) -> dict[str, CheckResult]:
    return {
        check.name: check
        for assignment in report.assignments
        for exercise in assignment.exercises
        for check in exercise.checks
    }


def exercises(report: Report) -> dict[str, int]:
    return {exercise.id: exercise.score for assignment in report.assignments for exercise in assignment.exercises}


def grade_text(folder: Path, text: str, **settings: object) -> Report:
    path = folder / "layers.py"
    path.write_text(text, encoding="utf-8")
    return grade(path, Settings(limits=QUICK, seed=5, **settings))  # type: ignore[arg-type]


@pytest.fixture
def solution(a03: Assignment) -> str:
    return a03.source.read_text(encoding="utf-8")


def test_a_mistake_is_named_and_the_rest_keeps_its_points(tmp_path: Path, solution: str) -> None:
    wrong = solution.replace("return da * self.mask", "return da")
    assert wrong != solution
    report = grade_text(tmp_path, wrong)
    assert report.misconceptions == ("passes-everything",)
    assert exercises(report) | {"Linear": 8, "Sigmoid": 3, "BCEWithLogits": 6} == exercises(report)
    backward = checks(report)["relu_backward"]
    assert (backward.status, backward.points) == ("failed", 0)
    assert "z" in backward.hint.en
    assert backward.handout == "a03/#relu"


def test_an_unknown_mistake_is_described(tmp_path: Path, solution: str) -> None:
    report = grade_text(tmp_path, solution.replace("return da * self.mask", "return da * self.mask * 3"))
    assert report.misconceptions == ()
    assert "exactly 3 times" in checks(report)["relu_backward"].message.en
    assert "3 倍" in checks(report)["relu_backward"].message.ja


def test_an_exception_is_shown_with_its_place(tmp_path: Path, solution: str) -> None:
    report = grade_text(tmp_path, solution.replace("return da * self.mask", "return da * self.musk"))
    line = next(n for n, text in enumerate(solution.splitlines(), 1) if "da * self.mask" in text)
    message = checks(report)["relu_backward"].message
    assert "no attribute 'musk'" in message.en
    assert message.en.endswith(f"layers.py, line {line}, in backward")
    assert f"layers.py の {line} 行目" in message.ja


def test_a_syntax_error_is_shown_once_for_all_with_its_line(tmp_path: Path, solution: str) -> None:
    lines = solution.splitlines()
    lines.insert(40, "x = = 1")
    report = grade_text(tmp_path, "\n".join(lines))
    assert report.score == 0
    (message,) = {check.message for check in checks(report).values()}
    assert "SyntaxError" in message.en
    assert "layers.py, line 41" in message.en
    assert {check.status for check in checks(report).values()} == {"error"}


def test_a_file_that_never_ends_costs_one_time_limit(tmp_path: Path) -> None:
    report = grade_text(tmp_path, "while True:\n    pass\n")
    assert {check.status for check in checks(report).values()} == {"timeout"}
    assert report.score == 0


def test_a_class_that_is_gone_is_named(tmp_path: Path, solution: str) -> None:
    report = grade_text(tmp_path, solution.replace("class ReLU:", "class Relu:"))
    assert checks(report)["relu_forward"].message.en == "ReLU is not there. Has it been renamed or removed?"
    assert exercises(report)["Linear"] == 8


def test_a_notebooks_failing_cell_is_passed_over_and_named(a03: Assignment, tmp_path: Path) -> None:
    notebook = nbformat.reads(solution_notebook(a03, "en"), as_version=4)
    notebook.cells.insert(3, nbformat.v4.new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2])"))
    notebook.cells.append(nbformat.v4.new_code_cell("%matplotlib inline\nlayer = Linear(1, 2, 3)"))
    path = tmp_path / "layers.ipynb"
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    report = grade(path, Settings(limits=QUICK, seed=5))
    assert report.score == report.max_score
    notes = [note.en for note in report.assignments[0].notes]
    assert any("matplotlib" in note and "cell" in note and "line 1" in note for note in notes)
    assert any("TypeError" in note and "line 2" in note for note in notes)


def test_the_seed_is_the_secrets_and_the_submissions(tmp_path: Path, solution: str) -> None:
    path = tmp_path / "layers.py"
    seeds = set()
    for secret in (b"one", b"two"):
        for comment in ("", "# a comment\n"):
            path.write_text(to_stub(solution) + comment, encoding="utf-8")
            seeds.add(grade(path, Settings(limits=QUICK, secret=secret)).seed)
    assert len(seeds) == 4
    assert grade(path, Settings(limits=QUICK, secret=b"two")).seed in seeds
    assert grade(path, Settings(limits=QUICK, secret=b"two", seed=7)).seed == 7


def test_a_refused_submission_is_a_report_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "suzuki.zip"
    path.write_bytes(b"no zip at all")
    report = grade(path, Settings(seed=5))
    assert (report.student, report.score, report.assignments) == ("suzuki", 0, ())
    assert report.message.ja
    assert report.message.en


def test_practice_is_said_in_the_report(tmp_path: Path, solution: str) -> None:
    report = grade_text(tmp_path, solution, isolation="process")
    assert report.isolation == "process"
    assert report.score == report.max_score


def test_points_of_suite_and_toml_must_agree(
    tmp_path: Path, solution: str, monkeypatch: pytest.MonkeyPatch, a03: Assignment
) -> None:
    suite = tmp_path / "test_a03_layers.py"
    suite.write_text(
        "from autograder.grading.plugin import points\n"
        "@points(1, 'Linear', ja='a', en='a')\n"
        "def test_one(student): ...\n"
    )
    monkeypatch.setattr(grader, "SUITES", tmp_path)
    with pytest.raises(CourseError, match="the checks of Linear have 1 points"):
        grade_text(tmp_path, solution)
