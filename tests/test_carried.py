"""An error costs once: what builds on a wrong exercise is graded again with the reference's part."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from autograder.course import Assignment, CourseError, load_course
from autograder.grading import carried
from autograder.grading.grader import grade
from autograder.grading.settings import Settings
from autograder.report import CheckResult, ExerciseResult, Report
from autograder.text import NOTHING, Text


def exercise(name: str, *statuses: str) -> ExerciseResult:
    checks = tuple(
        CheckResult(f"c{number}", Text.same(f"c{number}"), status, 2, Text.same("first"))  # type: ignore[arg-type]
        for number, status in enumerate(statuses)
    )
    return ExerciseResult(name, Text.same(name), checks)


def test_only_what_lost_points_with_something_below_it_is_graded_again(a03: Assignment) -> None:
    results = [exercise("Linear", "failed"), exercise("ReLU", "passed"), exercise("Sequential", "failed")]
    linear = a03.exercises[0]
    assert carried.exercises_to_replace(a03, results) == {"Sequential": (linear,)}
    results[2] = exercise("Sequential", "passed")
    assert carried.exercises_to_replace(a03, results) == {}
    assert carried.exercises_to_replace(a03, [exercise("Linear", "passed"), exercise("Sequential", "failed")]) == {}


def test_the_better_result_counts_and_says_so() -> None:
    first, again = exercise("Sequential", "failed", "error"), exercise("Sequential", "passed", "failed")
    result = carried.better(first, again, ["Linear"])
    assert result.score == 2
    assert "Linear" in result.note.ja
    assert "Linear" in result.note.en
    assert result.checks[1] == first.checks[1]  # nothing of the second run is shown
    assert carried.better(again, first, ["Linear"]) is again
    assert carried.better(first, first, ["Linear"]) == first


def test_a_check_that_only_the_second_run_fails_says_no_more_than_that() -> None:
    first, again = exercise("S", "passed", "failed", "failed"), exercise("S", "failed", "passed", "passed")
    (lost, *_) = carried.better(first, again, ["Linear"]).checks
    assert (lost.status, lost.points) == ("failed", 0)
    assert "also failed" in lost.message.en


def test_no_other_answer_goes_into_the_sandbox(a03: Assignment) -> None:
    source = carried.reference_parts(a03, ["Linear"])
    namespace: dict[str, object] = {}
    exec(source, namespace)
    assert "Linear" in namespace
    assert "import numpy" in source
    for other in ("ReLU", "Sigmoid", "BCEWithLogits", "Sequential"):
        assert other not in namespace


def test_what_a_part_needs_comes_with_it(a03: Assignment) -> None:
    namespace: dict[str, type] = {}
    exec(carried.reference_parts(a03, ["BCEWithLogits"]), namespace)
    loss = namespace["BCEWithLogits"]()
    assert loss.forward(np.zeros(2), np.ones(2)) == pytest.approx(np.log(2))
    assert loss.backward().tolist() == [-0.25, -0.25]
    assert "Linear" not in namespace


def graded(folder: Path, text: str) -> Report:
    (folder / "layers.py").write_text(text, encoding="utf-8")
    return grade(folder / "layers.py", Settings(seed=3))


@pytest.mark.needs("bwrap")
def test_a_wrong_layer_does_not_cost_the_network_its_points(a03: Assignment, tmp_path: Path) -> None:
    right = a03.source.read_text(encoding="utf-8")
    report = graded(tmp_path, right.replace("self.dweight = dz.T @ self.x", "self.dweight = self.x.T @ dz"))
    scores = {exercise.id: exercise for exercise in report.assignments[0].exercises}
    assert scores["Linear"].score < 8
    assert scores["Sequential"].score == 4
    assert "Linear" in scores["Sequential"].note.en
    assert all(exercise.note == NOTHING for name, exercise in scores.items() if name != "Sequential")


@pytest.mark.needs("bwrap")
def test_a_wrong_network_earns_nothing_by_right_layers(a03: Assignment, tmp_path: Path) -> None:
    right = a03.source.read_text(encoding="utf-8")
    wrong = right.replace("dz.T @ self.x", "self.x.T @ dz").replace("in reversed(self.layers)", "in self.layers")
    sequential = graded(tmp_path, wrong).assignments[0].exercises[-1]
    assert sequential.score == 1  # forward


@pytest.mark.needs("bwrap")
def test_the_references_part_cannot_be_carried_out(a03: Assignment, tmp_path: Path) -> None:
    """Student code that looks for it, prints it, raises it, stores it for the next check: nothing comes out."""
    thief = """
import gc, os
STOLEN = "/tmp/stolen"
class Linear:
    def __init__(self, weight, bias): self.weight, self.bias = weight, bias
    def forward(self, x): raise ValueError("taken: " + (open(STOLEN).read() if os.path.exists(STOLEN) else "nothing"))
class Sequential:
    def __init__(self, *layers):
        words = repr([sorted(vars(type(layer))) for layer in layers]) + repr(layers[0].forward.__code__.co_names)
        open(STOLEN, "w").write(words)
        print(words)
        raise ValueError("taken: " + words)
"""
    report = graded(tmp_path, thief)
    words = json.dumps(report.to_dict("en"))
    assert report.score == 0
    assert "taken: nothing" in words  # the files of the run before are gone
    assert "'x', 'weight', 'T', 'bias'" not in words  # what the reference's forward uses


@pytest.mark.parametrize("assignment", load_course(), ids=lambda assignment: assignment.id)
def test_whatever_something_builds_on_can_be_put_in_its_place(assignment: Assignment) -> None:
    for exercise in assignment.exercises:
        for other in (entry for entry in assignment.exercises if entry.id in exercise.builds_on):
            source = carried.reference_parts(assignment, other.parts)
            assert all(f"def {part.rpartition('.')[2]}(" in source or f"class {part}" in source for part in other.parts)


def test_of_a_class_only_the_methods_asked_for_go_into_the_sandbox(a04: Assignment) -> None:
    namespace: dict[str, type] = {}
    exec(carried.reference_parts(a04, ["Tensor.backward", "Tensor._topological_order"]), namespace)
    methods = vars(namespace["Tensor"])
    assert {"backward", "_topological_order", "shape", "zero_grad", "__array_ufunc__"} <= methods.keys()
    assert not methods.keys() & {"__add__", "__mul__", "unbroadcast", "__matmul__", "sum", "mean", "relu", "exp"}


def test_a_part_that_is_not_there_is_an_error(a04: Assignment) -> None:
    with pytest.raises(CourseError, match=r"engine\.py: students write no Tensor\.walk in it"):
        carried.reference_parts(a04, ["Tensor.walk"])


def scores_of_engine(folder: Path, a04: Assignment, *changes: tuple[str, str]) -> dict[str, ExerciseResult]:
    text = a04.source.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "engine.py").write_text(text, encoding="utf-8")
    report = grade(folder / "engine.py", Settings(seed=3))
    return {exercise.id: exercise for exercise in report.assignments[0].exercises}


WRONG_WALK = ("grad = np.asarray(arrived.pop(tensor),", "grad = np.asarray(2 * arrived.pop(tensor),")
WRONG_PRODUCT = ("(other, lambda grad: grad * a))", "(other, lambda grad: grad * b))")


@pytest.mark.needs("bwrap")
def test_a_wrong_backward_of_the_engine_costs_the_operations_nothing(a04: Assignment, tmp_path: Path) -> None:
    results = scores_of_engine(tmp_path, a04, WRONG_WALK)
    assert results["backward"].score < results["backward"].max_score
    others = [result for name, result in results.items() if name != "backward"]
    assert [result.score for result in others] == [result.max_score for result in others]
    assert all("backward" in result.note.en for result in others)


@pytest.mark.needs("bwrap")
def test_a_wrong_backward_and_a_wrong_operation_cost_once_each(a04: Assignment, tmp_path: Path) -> None:
    results = scores_of_engine(tmp_path, a04, WRONG_WALK, WRONG_PRODUCT)
    assert 0 < results["elementwise"].score < results["elementwise"].max_score
    assert results["backward"].score < results["backward"].max_score
    for name in ("broadcasting", "matmul", "reductions", "nonlinear"):
        assert results[name].score == results[name].max_score
