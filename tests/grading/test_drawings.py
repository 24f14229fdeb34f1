"""The graph on which a check fails: with the right nodes marked, and no more of it than anybody can look at."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from autograder.course import Assignment, load_course
from autograder.drawing import Drawing, DrawnNode
from autograder.grading import drawings, plugin
from autograder.grading.differences import describe
from autograder.grading.evaluated_graphs import Graph, expect_gradients
from autograder.grading.gradcheck import Broken, Mismatch
from autograder.grading.grader import suite_of
from autograder.grading.workbench import Workbench
from autograder.misconceptions import misconceptions_of, reference, variant
from autograder.sandbox.local import LocalChannel
from autograder.sandbox.remote import Remote

SEED = 3
A01, A02 = ("a01_computation_graph", "a02_chain_rule")
BACKWARD = [wrong.id for entry in load_course() if entry.id == A02 for wrong in misconceptions_of(entry)
            if wrong.replaces == "backward"]  # fmt: skip


def assignment(name: str) -> Assignment:
    return next(entry for entry in load_course() if entry.id == name)


@contextlib.contextmanager
def bench_of(module: object) -> Iterator[Workbench]:
    with LocalChannel() as channel:
        yield Workbench(channel, Remote(channel, channel.register(module)))


def problems(name: str, check: str, module: object) -> list[Mismatch | Broken]:
    """What each case of a check that fails raises."""
    found = []
    for case in plugin.list_cases(suite_of(assignment(name))):
        if case.check.name == check:
            with bench_of(module) as bench:
                try:
                    case.call(bench, SEED)
                except (Mismatch, Broken) as problem:
                    found.append(problem)
    return found


def wrong_module(name: str, misconception: str) -> SimpleNamespace:
    (wrong,) = (entry for entry in misconceptions_of(assignment(name)) if entry.id == misconception)
    return variant(assignment(name), wrong)


def drawn(name: str, check: str, misconception: str) -> tuple[Mismatch | Broken, Drawing]:
    problem = problems(name, check, wrong_module(name, misconception))[0]
    assert problem.drawing is not None
    return problem, problem.drawing


def by_name(drawing: Drawing) -> dict[str, DrawnNode]:
    return {node.name: node for node in drawing.nodes}


def test_a_wrong_backward_is_drawn_with_every_gradient() -> None:
    problem, drawing = drawn(A02, "backward_lecture", "overwrites-at-branches")
    nodes = by_name(drawing)
    assert drawing.shows == "gradients"
    assert {name: (node.op, node.formula) for name, node in nodes.items()} == {
        "x": ("input", ""), "y": ("input", ""), "a": ("add", "x + y"), "b": ("sub", "x − y"), "f": ("mul", "a × b"),
    }  # fmt: skip
    assert [drawing.nodes[i].name for i in nodes["b"].inputs] == ["x", "y"]  # in the order of the operands
    assert {name for name, node in nodes.items() if node.wrong} == {"x", "y"}
    assert (nodes["f"].got, nodes["f"].expected) == ("1", "1")
    assert nodes["a"].value == nodes["b"].got  # ∂f/∂b is a
    first = drawing.nodes[drawing.first_wrong]
    assert f"{first.name}.grad should be {first.expected}, but is {first.got}." == describe(problem).en  # type: ignore[arg-type]


@pytest.mark.parametrize("misconception", BACKWARD)
def test_the_node_that_is_marked_is_the_one_that_the_message_names(misconception: str) -> None:
    checks = {case.check.name for case in plugin.list_cases(suite_of(assignment(A02)))}
    found = [
        problem
        for check in sorted(checks)
        if check.startswith("backward_") and check != "backward_large_graphs"
        for problem in problems(A02, check, wrong_module(A02, misconception))
    ]
    with_drawing = [problem for problem in found if problem.drawing]
    assert with_drawing or misconception == "reverses-the-list"  # whose gradients are right
    for problem in with_drawing:
        assert problem.drawing
        first = problem.drawing.nodes[problem.drawing.first_wrong]
        assert first.wrong
        assert str(problem).startswith(f"{first.name}.grad")
        assert not any(node.wrong for node in problem.drawing.nodes[problem.drawing.first_wrong + 1 :])
        for place, node in enumerate(problem.drawing.nodes):
            assert all(source < place for source in node.inputs)


def test_what_is_not_compared_has_nothing_expected() -> None:
    graph = Graph()
    square = graph.node("mul", graph.variable(3.0, "x"), graph.constant(2.0, "c"))
    graph.node("exp", square)
    with pytest.raises(Mismatch) as caught:
        expect_gradients(graph, [1.0, 99.0, 1.0, 1.0], [0, 1, 2, 3], below=3)
    drawing = caught.value.drawing
    assert drawing
    assert [node.expected != "" for node in drawing.nodes] == [True, False, True, False]
    assert [node.got for node in drawing.nodes] == ["1", "", "1", "1"]  # the last is where the others come from


def test_a_nearly_right_gradient_is_drawn_with_the_digits_that_differ() -> None:
    graph = Graph()
    graph.node("mul", *[graph.variable(0.5, "x")] * 2)
    with pytest.raises(Broken) as caught:
        expect_gradients(graph, [1.0 + 1e-9, 1.0], [0, 1])
    assert caught.value.drawing
    assert (caught.value.drawing.nodes[0].got, caught.value.drawing.nodes[0].expected) == ("1.000000001", "1")


@pytest.mark.parametrize("got", [None, [1.0], "1", float("nan"), 10**30, True])
def test_whatever_is_no_right_gradient_can_be_drawn(got: object) -> None:
    graph = Graph()
    graph.node("exp", graph.variable(0.5, "x"))
    with pytest.raises(Mismatch) as caught:
        expect_gradients(graph, [got, 1.0], [0, 1])
    assert caught.value.drawing
    shown = caught.value.drawing.nodes[0].got
    assert shown in ("None", "list", "str", "nan", "1e+30", "bool")


def test_a_built_graph_is_drawn_as_it_was_built() -> None:
    problem, drawing = drawn(A01, "build_sum_times_difference", "reversed-difference")
    assert drawing.shows == "built"
    assert sorted((node.op, node.formula) for node in drawing.nodes if node.name != "f") == [
        ("add", "x + y"), ("input", ""), ("input", ""), ("sub", "y − x"),
    ]  # fmt: skip
    output = drawing.nodes[drawing.first_wrong]
    assert (output.name, output.op, output.wrong) == ("f", "mul", True)
    assert float(output.got) == -float(output.expected) != 0
    assert isinstance(problem, Mismatch)
    assert output.got == f"{problem.got:.6g}"
    values = {node.formula or node.name: float(node.got) for node in drawing.nodes}
    assert values["y − x"] == pytest.approx(values["y"] - values["x"], rel=1e-4)
    assert [node.expected for node in drawing.nodes if node.name != "f"] == ["", "", "", ""]


def test_a_constant_of_a_built_graph_is_called_by_its_value() -> None:
    _, drawing = drawn(A01, "build_square_plus_three", "squares-the-sum")
    assert by_name(drawing)["3"].op == "const"
    assert drawing.nodes[drawing.first_wrong].formula.endswith("^ 2")


@pytest.mark.parametrize(("size", "is_drawn"), [(drawings.MAX_NODES - 1, True), (drawings.MAX_NODES, False)])
def test_a_large_graph_is_not_drawn(size: int, is_drawn: bool) -> None:
    module = variant(assignment(A01))

    def add_up(x: object) -> object:
        node = x
        for _ in range(size):  # a node each, with x
            node = module.add(node, node)
        return node

    module.square_plus_three = add_up
    problem = problems(A01, "build_square_plus_three", module)[0]
    assert isinstance(problem, Mismatch)
    assert (problem.drawing is not None) == is_drawn


def test_forward_is_drawn_with_the_first_wrong_value_on_the_way() -> None:
    problem, drawing = drawn(A01, "forward_value", "swapped-subtraction")
    assert str(problem) == "f"
    first = drawing.nodes[drawing.first_wrong]
    assert (drawing.shows, first.op, first.formula) == ("values", "sub", "x − y")
    assert float(first.got) == -float(first.expected)
    assert not any(node.wrong for node in drawing.nodes[: drawing.first_wrong])
    assert drawing.nodes[-1].name == "f"
    assert drawing.nodes[-1].wrong


def test_values_that_are_not_kept_are_marked_by_the_check_that_is_about_them_alone() -> None:
    problem, drawing = drawn(A01, "forward_keeps_values", "values-not-kept")
    first = drawing.nodes[drawing.first_wrong]
    assert str(problem) == f"value ({first.name})"
    assert first.got == "None"
    module = wrong_module(A01, "values-not-kept")
    right = module.forward
    module.forward = lambda output, feed: 2 * right(output, feed)
    drawing = next(entry.drawing for entry in problems(A01, "forward_value", module)[2:] if entry.drawing)
    assert [node.name for node in drawing.nodes if node.wrong] == ["f"]


def test_the_marked_value_is_the_one_that_the_message_names() -> None:
    problem, drawing = drawn(A01, "forward_keeps_values", "values-by-name")
    assert f"({drawing.nodes[drawing.first_wrong].name})" in str(problem)


def test_values_that_cannot_be_read_change_nothing_about_the_failure() -> None:
    module = variant(assignment(A01))

    node_class = reference(A01).Node

    class Shy(node_class):  # type: ignore[misc, valid-type]
        has_run = False

        def __getattribute__(self, name: str) -> object:
            if name == "value" and Shy.has_run:
                raise ValueError("not for you")
            return super().__getattribute__(name)

    def forward(output: object, feed: object) -> float:
        Shy.has_run = True
        return 7.0

    module.variable = lambda name: Shy("input", (), None, name)
    module.add = lambda a, b: Shy("add", (a, b))
    module.sub = lambda a, b: Shy("sub", (a, b))
    module.mul = lambda a, b: Shy("mul", (a, b))
    module.forward = forward
    failures = problems(A01, "forward_value", module)
    assert failures
    for problem in failures:
        assert isinstance(problem, Mismatch)
        assert problem.got == 7.0
        assert problem.drawing
        assert [node.name for node in problem.drawing.nodes if node.got] == ["f"]


@pytest.mark.parametrize("check", ["build_sum_times_difference", "forward_value", "forward_keeps_values"])
def test_right_code_raises_nothing_to_draw(check: str) -> None:
    assert problems(A01, check, variant(assignment(A01))) == []
