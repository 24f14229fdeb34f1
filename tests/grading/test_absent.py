"""Packages of other exercises: importing them does no harm, using them says what is wrong."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator

import pytest

from autograder.course import load_course
from autograder.grading.absent import stand_in
from autograder.grading.outcome import explain_failure
from autograder.sandbox.failures import Raised
from autograder.submission import Work

AT_THE_TOP = """
import nowhere
import nowhere.nn as nn
from nowhere.nn import functional as F

class Model(nowhere.nn.Module):
    def forward(self, x: nowhere.Tensor | None, dtype=nowhere.float64):
        return F.relu(x)

answer = 42
"""


@pytest.fixture(autouse=True)
def stood_in() -> Iterator[None]:
    before = list(sys.meta_path)
    stand_in(["nowhere", "json"])
    yield
    sys.meta_path[:] = before
    for name in [name for name in sys.modules if name.startswith("nowhere")]:
        del sys.modules[name]


def load(source: str) -> types.SimpleNamespace:
    names: dict[str, object] = {}
    exec(source, names)
    return types.SimpleNamespace(**names)


def test_a_file_that_imports_it_at_the_top_loads() -> None:
    module = load(AT_THE_TOP)
    assert module.answer == 42
    assert not isinstance(module.answer, module.nowhere.Tensor)


@pytest.mark.parametrize("use", ["Model()", "nowhere.tensor([1.0])", "nn.Linear(2, 3)", "F.relu(1)"])
def test_using_it_raises(use: str) -> None:
    with pytest.raises(ModuleNotFoundError, match="No module named 'nowhere'"):
        load(AT_THE_TOP + use)


def test_what_is_there_is_found_before() -> None:
    assert load("import json").json.dumps([1]) == "[1]"
    with pytest.raises(ModuleNotFoundError):
        load("import elsewhere")


def test_the_student_is_told_what_to_do() -> None:
    assignment = next(entry for entry in load_course() if entry.id == "a05_mnist")
    work = Work(assignment, assignment.source, "mnist.py")
    words = explain_failure(work, Raised("ModuleNotFoundError", "No module named 'torch'", [(3, "train")]))
    assert "torch" in words.ja
    assert "mnist.py" in words.ja
    assert words.en.startswith("The package torch is not there when this is graded.")
