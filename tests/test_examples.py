"""The sample class: every submission gets its known score and is told its own mistake."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from autograder.course import load_course
from autograder.grading.classroom import default_jobs, grade_class
from autograder.grading.settings import Settings
from autograder.report import CheckResult, Report
from autograder.limits import Limits

pytestmark = [pytest.mark.needs("bwrap"), pytest.mark.timeout(900)]

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SUBMISSIONS = EXAMPLES / "submissions"


@dataclass(frozen=True)
class Known:
    """What grading must find; `says` are words that some check's English message holds."""

    score: int
    misconceptions: tuple[str, ...] = ()
    says: str = ""
    source: str = "layers.py"  # the file that counts, by its end


CLASS = {
    "tanaka.zip": Known(25),
    "佐藤花子": Known(25),
    "鈴木一郎": Known(25, source="layers.ipynb"),  # the .py beside it is the stub
    "layers_mueller.py": Known(25, source="layers_mueller.py"),  # right but unusual
    "yamamoto": Known(0, says="Not implemented yet."),  # has not begun
    "takahashi": Known(21, ("transposed-weight-gradient",)),
    "kim": Known(20, ("gradient-without-mean",)),
    "渡辺": Known(22, ("averaged-bias-gradient",)),
    "nguyen": Known(24, ("naive-logarithm",)),
    "小林": Known(22, ("backward-in-forward-order",)),
    "ito": Known(8, ("gradients-pile-up",), "Not implemented yet."),  # half done, and a mistake in it
    "layers_garcia.ipynb": Known(16, says="Not implemented yet.", source="layers_garcia.ipynb"),
    "smith": Known(0, says="SyntaxError: expected ':'"),
    "fernandez": Known(0, says="Is there a loop that never ends?"),
    "nakamura": Known(0, says="The program ended itself"),
    "johnson": Known(4, says="FileNotFoundError: no answers anywhere"),
}


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """Of the whole class, by the name of what was handed in."""
    names = sorted(CLASS)
    settings = Settings(secret=b"tests", limits=replace(Limits(), check_seconds=5))
    graded = grade_class([SUBMISSIONS / name for name in names], settings, default_jobs())
    return {names[index]: report for index, report in graded}


def checks(report: Report) -> list[CheckResult]:
    return [check for work in report.assignments for exercise in work.exercises for check in exercise.checks]


def test_the_table_covers_the_class() -> None:
    assert {path.name for path in SUBMISSIONS.iterdir()} == set(CLASS)


@pytest.mark.parametrize("name", CLASS)
def test_known_score_and_mistakes(name: str, reports: dict[str, Report]) -> None:
    known, report = CLASS[name], reports[name]
    lost = {check.name: check.message.en for check in checks(report) if check.status != "passed"}
    assert (report.score, report.max_score) == (known.score, 25), lost
    assert report.misconceptions == known.misconceptions
    assert known.says in " ".join(lost.values())
    assert report.assignments[0].source.endswith(known.source)


@pytest.mark.parametrize("name", CLASS)
def test_a_hint_stands_with_every_mistake(name: str, reports: dict[str, Report]) -> None:
    for check in checks(reports[name]):
        assert bool(check.hint) == bool(check.diagnosis)


def refresh() -> Any:
    spec = importlib.util.spec_from_file_location("refresh", EXAMPLES / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_made_files_are_up_to_date() -> None:
    for name, content in refresh().made().items():
        assert (SUBMISSIONS / name).read_bytes() == content, f"{name}: run `python examples/refresh.py`"


def test_made_notebooks_are_filled_in() -> None:
    made = refresh().made()
    assert b"NotImplementedError" not in made["鈴木一郎/assignments/a03_layers/layers.ipynb"]
    assert made["layers_garcia.ipynb"].count(b"raise NotImplementedError") == 4  # Sigmoid and BCEWithLogits
    assert made["yamamoto/assignments/a03_layers/layers.py"] == load_course()[0].stub.read_bytes()
