"""From a wrong submission to the graph in its report: nothing is drawn of what is right, or has been replaced."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from autograder.course import Assignment, load_course
from autograder.exporters.html import render
from autograder.exporters.json_file import write_result
from autograder.grading.grader import grade
from autograder.grading.settings import Settings
from autograder.misconceptions import misconceptions_of
from autograder.report import CheckResult, Report

pytestmark = pytest.mark.needs("bwrap")


def assignment(name: str) -> Assignment:
    return next(entry for entry in load_course() if entry.id == name)


def graded(folder: Path, work: Assignment, content: str) -> Report:
    path = folder / f"{work.module}.py"
    path.write_text(content, encoding="utf-8")
    return grade(path, Settings(seed=11))


def with_misconception(folder: Path, name: str, misconception: str) -> Report:
    work = assignment(name)
    (wrong,) = (entry for entry in misconceptions_of(work) if entry.id == misconception)
    return graded(folder, work, wrong.as_submission(work))


def checks(report: Report) -> dict[str, CheckResult]:
    return {check.name: check for exercise in report.assignments[0].exercises for check in exercise.checks}


@pytest.mark.needs("dot")
def test_a_wrong_backward_is_drawn_in_the_report(tmp_path: Path) -> None:
    report = with_misconception(tmp_path, "a02_chain_rule", "overwrites-at-branches")
    result = checks(report)
    assert result["backward_in_a_row"].status == "passed"
    assert result["backward_in_a_row"].drawing is None
    drawing = result["backward_lecture"].drawing
    assert drawing
    first = drawing.nodes[drawing.first_wrong]
    assert result["backward_lecture"].message.en.startswith(f"{first.name}.grad")
    page = render([report], "en")
    lost = [check for check in result.values() if check.drawing]
    assert page.count('<svg class="graph"') == len(lost) >= 4
    assert result["backward_large_graphs"].status == "failed"
    assert result["backward_large_graphs"].drawing is None  # 100,000 nodes
    data = json.loads(write_result(report, tmp_path, "ja").read_text(encoding="utf-8"))
    (exercise,) = (entry for entry in data["assignments"][0]["exercises"] if entry["id"] == "backward")
    (check,) = (entry for entry in exercise["checks"] if entry["name"] == "backward_lecture")
    assert check["graph"] == drawing.to_dict()


def test_a_wrong_graph_and_a_wrong_forward_are_drawn_too(tmp_path: Path) -> None:
    built = with_misconception(tmp_path, "a01_computation_graph", "reversed-difference")
    drawing = checks(built)["build_sum_times_difference"].drawing
    assert drawing
    assert "y − x" in [node.formula for node in drawing.nodes]
    forward = with_misconception(tmp_path, "a01_computation_graph", "swapped-subtraction")
    drawing = checks(forward)["forward_value"].drawing
    assert drawing
    assert drawing.nodes[drawing.first_wrong].op == "sub"


@pytest.mark.parametrize("name", ["a01_computation_graph", "a02_chain_rule"])
def test_a_right_submission_has_no_graph(tmp_path: Path, name: str) -> None:
    work = assignment(name)
    report = graded(tmp_path, work, work.source.read_text(encoding="utf-8"))
    assert report.score == report.max_score
    assert not any(check.drawing for check in checks(report).values())
    assert 'class="graph"' not in re.sub(r"<style>.*?</style>", "", render([report], "en"), flags=re.DOTALL)


def test_a_run_with_right_parts_in_place_shows_no_graph(tmp_path: Path) -> None:
    """Wrong local gradients make backward wrong too; graded again with right ones it passes, and nothing is drawn."""
    report = with_misconception(tmp_path, "a02_chain_rule", "sub-without-its-sign")
    result = checks(report)
    assert result["local_add_sub"].status == "failed"
    backward = [check for name, check in result.items() if name.startswith("backward_")]
    assert {check.status for check in backward} == {"passed"}
    assert not any(check.drawing for check in backward)
